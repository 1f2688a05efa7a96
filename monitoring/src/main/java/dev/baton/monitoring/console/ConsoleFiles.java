package dev.baton.monitoring.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of the console, read once.
 *
 * <p>Only what is listed here is served: a path of a request never becomes a path of a file.
 * Thread: any. Source: operator experience, section 2.
 */
public final class ConsoleFiles {

    /** What a browser may load and ask: this agent alone, and no script in the page itself. */
    public static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    /** One of them, as it is sent. */
    public record Served(String type, String text) {}

    /** Modules; a browser is told of none that is not here. */
    private static final List<String> SCRIPTS =
            List.of(
                    "actions",
                    "api",
                    "console",
                    "help",
                    "history",
                    "markdown",
                    "model",
                    "now",
                    "page",
                    "runs",
                    "scripts",
                    "settings",
                    "storage",
                    "timeline");

    private static final SortedMap<String, Served> FILES = files();

    private ConsoleFiles() {}

    /** What is at a path of the agent's HTTP port; empty for all that is no file of the console. */
    public static Optional<Served> at(String path) {
        return Optional.ofNullable(FILES.get(path));
    }

    /** Every path that is served, in order. */
    public static List<String> paths() {
        return List.copyOf(FILES.keySet());
    }

    private static SortedMap<String, Served> files() {
        SortedMap<String, Served> files = new TreeMap<>();
        files.put("/", file("index.html", "text/html; charset=utf-8"));
        files.put("/console/console.css", file("console.css", "text/css; charset=utf-8"));
        files.put("/console/lamp.svg", file("lamp.svg", "image/svg+xml"));
        for (String script : SCRIPTS) {
            String name = script + ".js";
            files.put("/console/" + name, file(name, "text/javascript; charset=utf-8"));
        }
        return files;
    }

    private static Served file(String name, String type) {
        try (InputStream in =
                Objects.requireNonNull(ConsoleFiles.class.getResourceAsStream(name), name)) {
            return new Served(type, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
