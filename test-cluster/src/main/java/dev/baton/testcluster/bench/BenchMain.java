package dev.baton.testcluster.bench;

import dev.baton.testcluster.netns.NetnsCluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Measures what the project promises in figures and prints one table.
 *
 * <p>Exit: 0 when everything was measured, whatever came out; 1 when something could not be; 2 for
 * wrong usage. What moves addresses under faults is measured by the demo.
 */
public final class BenchMain {

    private static final String USAGE = "usage: bench DISTRIBUTION [--json FILE] [--runs N]";
    private static final int MOST_RUNS = 50;

    private record Options(Path distribution, Optional<Path> json, int runs) {}

    private BenchMain() {}

    /** Runs all measurements and ends the JVM with the exit code. */
    public static void main(String[] args) {
        System.exit(run(List.of(args)));
    }

    private static int run(List<String> words) {
        try {
            Options options = parse(new ArrayDeque<>(words));
            List<Figure> figures = measure(options);
            System.out.print(FiguresReport.table(figures, load()));
            if (options.json().isPresent()) {
                String commit = System.getProperty("baton.commit", "unknown");
                FiguresReport.write(options.json().get(), commit, figures);
            }
            return 0;
        } catch (IllegalArgumentException usage) {
            System.err.println("bench: " + usage.getMessage() + "\n" + USAGE);
            return 2;
        } catch (IOException | IllegalStateException failed) {
            System.err.println("bench: " + failed.getMessage());
            return 1;
        }
    }

    private static List<Figure> measure(Options options) throws IOException {
        List<Figure> figures = new ArrayList<>();
        progress("LCP2 on 16 nodes");
        figures.addAll(AllocationFigures.measure());
        if (!NetnsCluster.possible()) {
            throw new IOException("no network namespaces here; run as root for the other figures");
        }
        progress("four addresses with a slow script, " + options.runs() + " times");
        figures.add(new TakeFigures(options.distribution()).measure(options.runs()));
        progress("three agents from nothing, " + options.runs() + " times");
        figures.addAll(new ClusterFigures(options.distribution()).measure(options.runs()));
        return figures;
    }

    private static void progress(String what) {
        System.out.println("measuring: " + what);
    }

    private static Options parse(ArrayDeque<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("expected the exploded distribution");
        }
        Options options = new Options(Path.of(words.remove()), Optional.empty(), 5);
        while (!words.isEmpty()) {
            String option = words.remove();
            if (words.isEmpty()) {
                throw new IllegalArgumentException(option + " needs a value, or is unknown");
            }
            options = with(options, option, words.remove());
        }
        return options;
    }

    private static Options with(Options so, String option, String value) {
        return switch (option) {
            case "--json" -> new Options(so.distribution(), Optional.of(Path.of(value)), so.runs());
            case "--runs" -> new Options(so.distribution(), so.json(), number(value));
            default -> throw new IllegalArgumentException("unknown option " + option);
        };
    }

    private static int number(String text) {
        if (!text.matches("\\d{1,2}") || Integer.parseInt(text) < 1) {
            throw new IllegalArgumentException(
                    "--runs: expected 1 to " + MOST_RUNS + ", got \"" + text + "\"");
        }
        return Math.min(MOST_RUNS, Integer.parseInt(text));
    }

    private static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).strip();
    }
}
