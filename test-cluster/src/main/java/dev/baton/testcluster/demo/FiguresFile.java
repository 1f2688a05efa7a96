package dev.baton.testcluster.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** The figures for programs, format 1: steps with one entry per address, and single figures. */
final class FiguresFile {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private FiguresFile() {}

    static void write(Path file, long seed, double startSeconds, List<Row> rows) {
        ObjectNode root = JSON.createObjectNode().put("format", 1);
        root.put("commit", System.getProperty("baton.commit", "unknown")).put("seed", seed);
        root.putObject("versions")
                .put("java", Runtime.version().toString())
                .put("kernel", System.getProperty("os.version", "unknown"));
        ArrayNode steps = root.putArray("steps");
        rows.forEach(row -> add(steps.addObject(), row));
        figure(root.putArray("figures").addObject(), startSeconds);
        try {
            JSON.writeValue(file.toFile(), root);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static void add(ObjectNode step, Row row) {
        step.put("name", row.window()).put("run", 1);
        step.put("victim", row.victim()).put("address", row.address());
        put(step, "taken_after_s", row.takenAfter());
        put(step, "client_silence_s", row.clientSilence());
        step.put("on_no_node_s", row.onNoNode())
                .put("on_two_nodes_s", row.onTwoNodes())
                .put("configured_on_two_nodes_s", row.configuredOnTwo());
    }

    private static void put(ObjectNode step, String name, OptionalDouble value) {
        if (value.isPresent()) {
            step.put(name, value.getAsDouble());
        } else {
            step.putNull(name);
        }
    }

    private static void figure(ObjectNode figure, double seconds) {
        figure.put("name", "start_to_all_served").put("unit", "s").put("product", "baton");
        figure.put("n", 1).put("median", seconds).put("min", seconds).put("max", seconds);
        figure.put("bar", 6.0);
    }
}
