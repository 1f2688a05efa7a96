package dev.baton.agent.runbook;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One page for each alert, readable on a machine without internet: {@code docs/runbooks} of the
 * source, packed into this program.
 *
 * <p>Thread: any. Source: monitoring, section 4.
 */
public final class Runbooks {

    private static final String PREFIX = "Baton";
    private static final Pattern LINK = Pattern.compile("\\((" + PREFIX + "\\w+)\\.md\\)");

    private Runbooks() {}

    /** The page of all pages. */
    public static String index() {
        return text("README.md")
                .orElseThrow(() -> new IllegalStateException("the runbooks are not packed"));
    }

    /** The alerts that have a page, in the order of the index. */
    public static List<String> alerts() {
        return LINK.matcher(index()).results().map(link -> link.group(1)).toList();
    }

    /** The page of an alert, in Markdown; its name in any case, with or without {@code Baton}. */
    public static Optional<String> page(String alert) {
        return alerts().stream()
                .filter(
                        name ->
                                name.equalsIgnoreCase(alert)
                                        || name.equalsIgnoreCase(PREFIX + alert))
                .findFirst()
                .flatMap(name -> text(name + ".md"));
    }

    private static Optional<String> text(String file) {
        try (InputStream in = Runbooks.class.getResourceAsStream("/runbooks/" + file)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException("runbook " + file, broken);
        }
    }
}
