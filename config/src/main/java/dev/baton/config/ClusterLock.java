package dev.baton.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Something outside the cluster that at most one node holds.
 *
 * <p>Source: CTDB events contract, section 12.2 (1).
 */
public sealed interface ClusterLock {

    /** The words of the configuration that mean this lock. */
    String text();

    /** A file on shared storage, locked by the file-lock helper. */
    record LockFile(String path) implements ClusterLock {
        @Override
        public String text() {
            return path;
        }
    }

    /** A helper's argument vector; split at blanks and tabs, no quoting. */
    record LockCommand(List<String> words) implements ClusterLock {
        public LockCommand {
            words = List.copyOf(words);
        }

        @Override
        public String text() {
            return "!" + String.join(" ", words);
        }
    }

    /**
     * Reads the value of {@code cluster lock}; empty without a file name or a full path of a
     * command.
     */
    static Optional<ClusterLock> parse(String text) {
        if (!text.startsWith("!")) {
            return text.isEmpty() ? Optional.empty() : Optional.of(new LockFile(text));
        }
        List<String> words =
                Pattern.compile("[ \\t]+")
                        .splitAsStream(text.substring(1))
                        .filter(word -> !word.isEmpty())
                        .toList();
        return words.isEmpty() || !words.getFirst().startsWith("/")
                ? Optional.empty()
                : Optional.of(new LockCommand(words));
    }
}
