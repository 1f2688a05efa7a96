package dev.baton.config;

import java.util.ArrayList;
import java.util.List;

/** Collects the problems of one file while it is read. */
final class FileProblems {

    private final String file;
    private final List<ConfigProblem> found = new ArrayList<>();

    FileProblems(String file) {
        this.file = file;
    }

    void error(int line, String key, String why, String cure) {
        found.add(ConfigProblem.error(file, line, key, why, cure));
    }

    void warning(int line, String key, String why, String cure) {
        found.add(ConfigProblem.warning(file, line, key, why, cure));
    }

    boolean hasErrors() {
        return found.stream().anyMatch(ConfigProblem::isError);
    }

    <T> Parsed<T> with(T value) {
        return new Parsed<>(value, found);
    }
}
