package dev.baton.agent.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.baton.monitoring.metrics.Meter;
import dev.baton.monitoring.metrics.MeterCatalog;

import java.util.Locale;

/** The catalogue of meters as JSON. */
final class MeterList {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private MeterList() {}

    static Reply reply() {
        ObjectNode json =
                MAPPER.createObjectNode().put("apiVersion", "baton/v1").put("kind", "MeterList");
        ArrayNode meters = json.putArray("meters");
        MeterCatalog.ALL.forEach(meter -> add(meters.addObject(), meter));
        return Reply.json(200, json.toPrettyString() + "\n");
    }

    private static void add(ObjectNode row, Meter meter) {
        row.put("name", meter.name())
                .put("type", meter.type().name().toLowerCase(Locale.ROOT))
                .put("unit", meter.unit())
                .put("meaning", meter.meaning());
        ArrayNode labels = row.putArray("labels");
        meter.tags()
                .forEach(
                        tag ->
                                labels.addObject()
                                        .put("name", tag.name())
                                        .put("values", tag.values()));
    }
}
