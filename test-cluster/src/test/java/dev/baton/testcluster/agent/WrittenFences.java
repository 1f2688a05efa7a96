package dev.baton.testcluster.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file to which scripts of all nodes append {@code CALLOUT_FENCE}, one number a line. */
record WrittenFences(Path file) {

    List<Long> numbers() {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream().map(Long::valueOf).toList()
                    : List.of();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** How many had a right and wrote. */
    long holders() {
        return numbers().stream().distinct().count();
    }

    /** How many numbers were written behind a higher one. */
    long late() {
        long highest = 0;
        long late = 0;
        for (long number : numbers()) {
            late += number < highest ? 1 : 0;
            highest = Math.max(highest, number);
        }
        return late;
    }
}
