package dev.baton.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a command printed that lists the nodes.
 *
 * <p>Source: CTDB events contract, section 15, "nodes": only standard output counts, the exit
 * status is ignored.
 *
 * @param lines of its standard output; empty when there is a problem
 * @param exitStatus for a warning
 * @param problem why it could not be run to its end; empty otherwise
 */
public record ListedNodes(List<String> lines, int exitStatus, String problem) {

    /** What a value needs behind its exclamation mark. */
    static final String EXPECTED = "the full path of a command behind !";

    private static final Pattern BLANKS = Pattern.compile("[ \\t]+");

    public ListedNodes {
        lines = List.copyOf(lines);
    }

    /** It was not run to its end. */
    public static ListedNodes failed(String problem) {
        return new ListedNodes(List.of(), 0, problem);
    }

    /** Whether the value of {@code nodes list} is a command and not a file. */
    public static boolean isCommand(String value) {
        return value.startsWith("!");
    }

    /**
     * The words of a command: split at blanks and tabs; no quoting, no shell. Empty without a full
     * path.
     */
    static Optional<List<String>> words(String value) {
        List<String> words =
                BLANKS.splitAsStream(value.substring(1)).filter(word -> !word.isEmpty()).toList();
        return words.isEmpty() || !words.getFirst().startsWith("/")
                ? Optional.empty()
                : Optional.of(words);
    }
}
