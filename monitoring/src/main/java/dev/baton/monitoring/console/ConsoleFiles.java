package dev.baton.monitoring.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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

    private static final Map<String, Served> FILES =
            Map.of(
                    "/", file("index.html", "text/html; charset=utf-8"),
                    "/console/console.css", file("console.css", "text/css; charset=utf-8"),
                    "/console/console.js", file("console.js", "text/javascript; charset=utf-8"),
                    "/console/lamp.svg", file("lamp.svg", "image/svg+xml"));

    private ConsoleFiles() {}

    /** What is at a path of the agent's HTTP port; empty for all that is no file of the console. */
    public static Optional<Served> at(String path) {
        return Optional.ofNullable(FILES.get(path));
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
