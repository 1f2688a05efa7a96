package dev.baton.testcluster.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The figures for programs, format 1: steps with one entry per address, and single figures. */
final class FiguresFile {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private FiguresFile() {}

    static void write(Path file, long seed, List<Performance> performances) {
        ObjectNode root = JSON.createObjectNode().put("format", 1);
        root.put("commit", System.getProperty("baton.commit", "unknown")).put("seed", seed);
        root.putObject("versions")
                .put("java", Runtime.version().toString())
                .put("kernel", System.getProperty("os.version", "unknown"));
        ArrayNode steps = root.putArray("steps");
        ArrayNode downloads = root.putArray("downloads");
        ArrayNode problems = root.putArray("problems");
        for (Performance performance : performances) {
            performance.rows().forEach(row -> add(steps.addObject(), performance.run(), row));
            performance.downloads().forEach(row -> add(downloads.addObject(), performance, row));
            performance.problems().forEach(problem -> problems.add(problem));
        }
        starts(performances).ifPresent(all -> figure(root.putArray("figures").addObject(), all));
        try {
            JSON.writeValue(file.toFile(), root);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static Optional<Spread> starts(List<Performance> performances) {
        return Spread.of(
                performances.stream().flatMapToDouble(it -> it.started().stream()).toArray());
    }

    private static void add(ObjectNode into, Performance performance, DownloadRow row) {
        into.put("name", row.window()).put("run", performance.run());
        into.put("broken", row.seen().broken())
                .put("vain", row.seen().vain())
                .put("resumed", row.seen().resumed())
                .put("completed", row.seen().completed())
                .put("wrong", row.seen().wrong())
                .put("longest_silence_s", row.seen().longestSilence());
    }

    private static void add(ObjectNode step, int run, Row row) {
        step.put("name", row.window()).put("run", run);
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

    private static void figure(ObjectNode figure, Spread starts) {
        figure.put("name", "start_to_all_served").put("unit", "s").put("product", "baton");
        figure.put("n", starts.n()).put("median", starts.median());
        figure.put("min", starts.min()).put("max", starts.max()).put("bar", 6.0);
    }
}
