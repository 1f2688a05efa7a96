package dev.baton.config;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns text blocks into lines and results into text, so that a test reads as a table. */
final class Lines {

    private Lines() {}

    static List<String> of(String text) {
        return text.lines().toList();
    }

    static String messages(List<ConfigProblem> problems) {
        return join(problems.stream().sorted().map(ConfigProblem::toString));
    }

    static String join(Stream<String> lines) {
        return lines.map(line -> line + "\n").collect(Collectors.joining());
    }
}
