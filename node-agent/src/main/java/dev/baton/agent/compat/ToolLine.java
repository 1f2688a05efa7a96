package dev.baton.agent.compat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One line of the tool, its options read. Source: CTDB command contract, section 1.
 *
 * @param node the target of {@code -n}
 * @param machine the separator of machine readable output; empty for text
 * @param json {@code -j}
 * @param verbose {@code -v}
 * @param timeLimit of one request
 * @param maxRuntime of the whole call
 * @param help whether help was asked for
 * @param words the command and its arguments
 */
record ToolLine(
        OptionalInt node,
        Optional<String> machine,
        boolean json,
        boolean verbose,
        Duration timeLimit,
        Duration maxRuntime,
        boolean help,
        List<String> words) {

    ToolLine {
        words = List.copyOf(words);
    }

    /** Empty without a command. */
    Optional<String> command() {
        return words.stream().findFirst();
    }

    List<String> arguments() {
        return words.isEmpty() ? words : words.subList(1, words.size());
    }

    /** The same call for another node's agent, which is then its own target. */
    List<String> forwarded() {
        List<String> line = new ArrayList<>();
        machine.ifPresent(separator -> line.addAll(List.of("-Y", "-x", separator)));
        if (verbose) {
            line.add("-v");
        }
        line.addAll(List.of("-t", Long.toString(timeLimit.toSeconds()), "--"));
        line.addAll(words);
        return line;
    }
}
