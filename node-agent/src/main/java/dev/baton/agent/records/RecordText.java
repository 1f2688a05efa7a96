package dev.baton.agent.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.baton.config.IpAddress;
import dev.baton.config.NodeName;
import dev.baton.config.Pnn;
import dev.baton.monitoring.facts.FactFields;
import dev.baton.monitoring.facts.FactSubject;
import dev.baton.orchestrator.cluster.Incarnation;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records as JSON and back. What another member wrote is not trusted: what cannot be read is left
 * out, and names must be names.
 *
 * <p>Bounds: a text is cut at {@value #LONGEST_TEXT} characters. Thread: any.
 */
final class RecordText {

    static final int LONGEST_TEXT = 500;

    private static final String WORD = "[a-z][a-z0-9_]{0,63}";
    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordText() {}

    static String write(NodeRecord record) {
        ObjectNode json = JSON.createObjectNode();
        json.put("name", record.name().value());
        json.put("version", record.version());
        json.put("at", record.at().toString());
        return json.toString();
    }

    static Optional<NodeRecord> node(String text) {
        JsonNode json = read(text);
        String version = json.path("version").asText();
        return NodeName.parse(json.path("name").asText())
                .filter(_ -> version.matches("[A-Za-z0-9._+-]{1,64}"))
                .flatMap(
                        name ->
                                instant(json.path("at").asText())
                                        .map(at -> new NodeRecord(name, version, at)));
    }

    static String write(ToldFact fact) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", fact.id());
        json.put("at", fact.at().toString());
        json.put("fact", fact.fields().name());
        fact.subject().node().ifPresent(pnn -> json.put("pnn", pnn.value()));
        fact.subject().ip().ifPresent(ip -> json.put("ip", ip.toString()));
        ObjectNode fields = json.putObject("fields");
        fact.fields().values().forEach((key, value) -> put(fields, key, value));
        return json.toString();
    }

    /** One record from facts that were written. */
    static String sheet(List<String> facts) {
        return "{\"facts\":[" + String.join(",", facts) + "]}";
    }

    static List<ToldFact> facts(Incarnation teller, String text) {
        List<ToldFact> facts = new ArrayList<>();
        read(text).path("facts").forEach(json -> fact(teller, json).ifPresent(facts::add));
        return facts;
    }

    private static Optional<ToldFact> fact(Incarnation teller, JsonNode json) {
        String name = json.path("fact").asText();
        int pnn = json.path("pnn").asInt(-1);
        FactSubject subject =
                new FactSubject(
                        pnn < 0 || pnn > Pnn.MAX ? Optional.empty() : Optional.of(new Pnn(pnn)),
                        IpAddress.parse(json.path("ip").asText()));
        return instant(json.path("at").asText())
                .filter(_ -> name.matches(WORD))
                .map(
                        at ->
                                new ToldFact(
                                        teller,
                                        json.path("id").asLong(),
                                        at,
                                        new FactFields(name, fields(json.path("fields"))),
                                        subject));
    }

    private static Map<String, Object> fields(JsonNode json) {
        Map<String, Object> values = new LinkedHashMap<>();
        json.properties().stream()
                .filter(field -> field.getKey().matches(WORD))
                .forEach(field -> values.put(field.getKey(), value(field.getValue())));
        return values;
    }

    private static Object value(JsonNode json) {
        if (json.isIntegralNumber()) {
            return json.asLong();
        }
        return json.isBoolean() ? (Object) json.asBoolean() : cut(json.asText());
    }

    private static void put(ObjectNode fields, String key, Object value) {
        switch (value) {
            case Long number -> fields.put(key, number);
            case Boolean truth -> fields.put(key, truth);
            default -> fields.put(key, cut(value.toString()));
        }
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException other) {
            return Optional.empty();
        }
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException other) {
            return JSON.missingNode();
        }
    }
}
