package dev.baton.testcluster.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The figures as a table for people and as a file (format 1) for programs. */
final class FiguresReport {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private FiguresReport() {}

    static String table(List<Figure> figures, String load) {
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        "%-42s %3s %10s %10s %10s %10s%n",
                        "figure",
                        "n",
                        "median",
                        "min",
                        "max",
                        "bar"));
        for (Figure figure : figures) {
            text.append(line(figure));
        }
        return text.append("load average at the end: ").append(load).append('\n').toString();
    }

    private static String line(Figure figure) {
        return String.format(
                Locale.ROOT,
                "%-42s %3d %10.3f %10.3f %10.3f %10.3f %s%n",
                figure.name() + " [" + figure.unit() + "]",
                figure.values().size(),
                figure.median(),
                figure.min(),
                figure.max(),
                figure.bar(),
                figure.meetsBar() ? "" : "above the bar");
    }

    static void write(Path file, String commit, List<Figure> figures) throws IOException {
        ObjectNode root = JSON.createObjectNode().put("format", 1);
        root.put("commit", commit).put("seed", 0);
        root.putObject("versions")
                .put("java", Runtime.version().toString())
                .put("kernel", System.getProperty("os.version", "unknown"));
        root.putArray("steps");
        ArrayNode all = root.putArray("figures");
        for (Figure figure : figures) {
            all.addObject()
                    .put("name", figure.name())
                    .put("unit", figure.unit())
                    .put("product", "baton")
                    .put("n", figure.values().size())
                    .put("median", figure.median())
                    .put("min", figure.min())
                    .put("max", figure.max())
                    .put("bar", figure.bar());
        }
        JSON.writeValue(file.toFile(), root);
    }
}
