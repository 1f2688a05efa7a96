package dev.baton.agent;

import dev.baton.config.Layout;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * What {@code baton agent} was told.
 *
 * @param base one directory for everything; empty for an installed node
 * @param lockInherited whether the launcher holds the identity for this process already
 */
record AgentOptions(Optional<Path> base, boolean lockInherited) {

    /** Reads the words after {@code agent}. Failure: {@link IllegalArgumentException}. */
    static AgentOptions parse(List<String> words) {
        Optional<Path> base = Optional.empty();
        boolean inherited = false;
        ArrayDeque<String> left = new ArrayDeque<>(words);
        while (!left.isEmpty()) {
            String word = left.remove();
            switch (word) {
                case "--base" -> base = Optional.of(Path.of(value(word, left)).toAbsolutePath());
                case "--lock-descriptor" -> inherited = !value(word, left).isEmpty();
                default ->
                        throw new IllegalArgumentException(
                                "agent: unknown option \"" + word + "\"; known: --base DIR");
            }
        }
        return new AgentOptions(base.map(Path::normalize), inherited);
    }

    Layout layout() {
        return base.map(Layout::under).orElseGet(Layout::system);
    }

    private static String value(String option, ArrayDeque<String> left) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException("agent: " + option + " needs a value");
        }
        return left.remove();
    }
}
