package dev.baton.testcluster.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What was asked for on the command line.
 *
 * @param keep whether the cluster stays up at the end
 * @param json where the figures are written
 * @param steps names of the steps to do, in the demo's order; empty for all
 * @param seed of the random choices (files' contents); each repetition adds one
 * @param repeat how many times the steps are done, each time in a fresh cluster
 * @param prometheus whether a Prometheus scrapes the agents
 */
record DemoOptions(
        boolean keep,
        Optional<Path> json,
        List<String> steps,
        long seed,
        int repeat,
        boolean prometheus) {
    static final String USAGE =
            "usage: demo [--keep] [--prometheus] [--json FILE] [--steps a,b] [--seed N]"
                    + " [--repeat N]";

    private static final int MOST_REPETITIONS = 200;

    DemoOptions {
        steps = List.copyOf(steps);
        if (keep && repeat > 1) {
            throw new IllegalArgumentException(
                    "--keep: expected one repetition, because the next one removes the cluster;"
                            + " got --repeat "
                            + repeat);
        }
    }

    /** Reads the arguments; throws IllegalArgumentException with a sentence for the user. */
    static DemoOptions parse(List<String> arguments) {
        DemoOptions options = new DemoOptions(false, Optional.empty(), List.of(), 1, 1, false);
        Iterator<String> words = arguments.iterator();
        while (words.hasNext()) {
            String option = words.next();
            if (List.of("--keep", "--prometheus").contains(option)) {
                options = options.with(option);
                continue;
            }
            if (!List.of("--json", "--steps", "--seed", "--repeat").contains(option)) {
                throw new IllegalArgumentException("unknown option " + option + "\n" + USAGE);
            }
            if (!words.hasNext()) {
                throw new IllegalArgumentException(option + " needs a value\n" + USAGE);
            }
            options = options.with(option, words.next());
        }
        return options;
    }

    private DemoOptions with(String flag) {
        return new DemoOptions(
                keep || flag.equals("--keep"),
                json,
                steps,
                seed,
                repeat,
                prometheus || flag.equals("--prometheus"));
    }

    private DemoOptions with(String option, String value) {
        boolean isJson = option.equals("--json");
        boolean isSteps = option.equals("--steps");
        boolean isSeed = option.equals("--seed");
        return new DemoOptions(
                keep,
                isJson ? Optional.of(writable(value)) : json,
                isSteps ? chosen(value) : steps,
                isSeed ? number(option, value) : seed,
                option.equals("--repeat") ? repetitions(value) : repeat,
                prometheus);
    }

    private static int repetitions(String value) {
        long wanted = number("--repeat", value);
        if (wanted < 1 || wanted > MOST_REPETITIONS) {
            throw new IllegalArgumentException(
                    "--repeat: expected 1 to %d, got %s".formatted(MOST_REPETITIONS, value));
        }
        return (int) wanted;
    }

    /** Found out now, not after the minutes that the steps take. */
    private static Path writable(String value) {
        Path file = Path.of(value).toAbsolutePath();
        Path folder = Optional.ofNullable(file.getParent()).orElse(file);
        if (Files.isDirectory(file) || !Files.isWritable(folder)) {
            throw new IllegalArgumentException(
                    "--json: expected a file in a folder that can be written, got " + value);
        }
        return file;
    }

    private static List<String> chosen(String value) {
        List<String> names = Arrays.stream(value.split(",", -1)).map(String::strip).toList();
        List<String> known = Steps.all().stream().map(Step::name).toList();
        for (String name : names) {
            if (known.stream().noneMatch(step -> step.startsWith(name)) || name.isEmpty()) {
                throw new IllegalArgumentException(
                        "unknown step \"%s\"; known: %s".formatted(name, String.join(", ", known)));
            }
        }
        return names;
    }

    private static long number(String option, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + ": expected a number, got " + value, e);
        }
    }

    /** Whether a step is wanted: all are, or one given is its name or the name's beginning. */
    boolean wants(Step step) {
        return steps.isEmpty() || steps.stream().anyMatch(step.name()::startsWith);
    }
}
