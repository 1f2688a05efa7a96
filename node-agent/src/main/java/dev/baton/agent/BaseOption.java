package dev.baton.agent;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line without the {@code --base DIR} that every command takes, wherever it stands.
 *
 * @param words all others
 * @param base the last one named, absolute
 */
record BaseOption(List<String> words, Optional<Path> base) {

    private static final String NAME = "--base";

    BaseOption {
        words = List.copyOf(words);
    }

    static BaseOption read(List<String> line) {
        List<String> words = new ArrayList<>();
        Optional<Path> base = Optional.empty();
        ArrayDeque<String> left = new ArrayDeque<>(line);
        while (!left.isEmpty()) {
            String word = left.remove();
            if (word.startsWith(NAME + "=")) {
                base = absolute(word.substring(NAME.length() + 1));
            } else if (word.equals(NAME) && !left.isEmpty()) {
                base = absolute(left.remove());
            } else {
                words.add(word);
            }
        }
        return new BaseOption(words, base);
    }

    private static Optional<Path> absolute(String text) {
        return Optional.of(Path.of(text).toAbsolutePath().normalize());
    }
}
