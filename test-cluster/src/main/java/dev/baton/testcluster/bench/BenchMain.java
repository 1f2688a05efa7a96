package dev.baton.testcluster.bench;

import dev.baton.testcluster.netns.Complaint;
import dev.baton.testcluster.netns.NetnsCluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Measures what the project promises in figures and prints one table.
 *
 * <p>Exit: 0 when everything was measured, whatever came out; 1 when something could not be; 2 for
 * wrong usage; 69 no namespaces here. What moves under faults is measured by the demo.
 *
 * <p>Reads the system property {@code baton.home} (the distribution).
 */
public final class BenchMain {

    private static final String USAGE = "usage: bench [--json FILE] [--runs N]";

    private static final int MOVES = 10;

    record Options(Optional<Path> json, int runs) {}

    private BenchMain() {}

    /** Runs all measurements and ends the JVM with the exit code. */
    public static void main(String[] args) {
        System.exit(run(List.of(args)));
    }

    private static int run(List<String> words) {
        Options options;
        try {
            options = parse(words);
        } catch (IllegalArgumentException usage) {
            System.err.println("bench: " + usage.getMessage() + "\n" + USAGE);
            return 2;
        }
        try {
            if (!NetnsCluster.possible()) {
                System.err.println("bench: this kernel or user may not make network namespaces");
                return 69;
            }
            List<Figure> figures = measure(options);
            System.out.print(FiguresReport.table(figures, load()));
            if (options.json().isPresent()) {
                String commit = System.getProperty("baton.commit", "unknown");
                FiguresReport.write(options.json().get(), commit, figures);
            }
            return 0;
        } catch (IOException failed) {
            return failed(new UncheckedIOException("cannot measure", failed));
        } catch (UncheckedIOException | IllegalStateException failed) {
            return failed(failed);
        }
    }

    private static int failed(RuntimeException failure) {
        System.err.println("bench: " + Complaint.of(failure));
        return 1;
    }

    private static List<Figure> measure(Options options) throws IOException {
        Path distribution =
                Path.of(System.getProperty("baton.home", "node-agent/target/baton"))
                        .toAbsolutePath();
        List<Figure> figures = new ArrayList<>();
        progress("LCP2 on 16 nodes");
        figures.addAll(AllocationFigures.measure());
        progress("scrapes of 16 nodes with 1000 addresses");
        figures.addAll(ScrapeFigures.measure());
        progress("calls of a storage script beside bare ones");
        figures.addAll(new CallFigures(distribution).measure());
        progress("requests to a plugin beside relayed ones");
        figures.addAll(new RelayFigures(distribution).measure());
        progress("four addresses with a slow script, " + options.runs() + " times");
        figures.add(new TakeFigures(distribution).measure(options.runs()));
        progress("three agents from nothing, " + options.runs() + " times");
        figures.addAll(new ClusterFigures(distribution).measure(options.runs()));
        progress("three agents with a thousand addresses while nothing changes");
        figures.addAll(new IdleFigures(distribution).measure());
        progress("planned moves, " + MOVES + " nodes out of service and back");
        figures.add(new MoveFigures(distribution).measure(MOVES));
        return figures;
    }

    private static void progress(String what) {
        System.out.println("measuring: " + what);
    }

    /** Reads the arguments; throws IllegalArgumentException with a sentence for the user. */
    static Options parse(List<String> arguments) {
        Deque<String> words = new ArrayDeque<>(arguments);
        Options options = new Options(Optional.empty(), 5);
        while (!words.isEmpty()) {
            String option = words.remove();
            if (!List.of("--json", "--runs").contains(option)) {
                throw new IllegalArgumentException("unknown option " + option);
            }
            if (words.isEmpty()) {
                throw new IllegalArgumentException(option + " needs a value");
            }
            String value = words.remove();
            options =
                    option.equals("--json")
                            ? new Options(Optional.of(writable(value)), options.runs())
                            : new Options(options.json(), number(value));
        }
        return options;
    }

    /** Found out now, not after the minutes that the figures take. */
    private static Path writable(String value) {
        Path file = Path.of(value).toAbsolutePath();
        Path folder = Optional.ofNullable(file.getParent()).orElse(file);
        if (Files.isDirectory(file) || !Files.isWritable(folder)) {
            throw new IllegalArgumentException(
                    "--json: expected a file in a folder that can be written, got " + value);
        }
        return file;
    }

    private static int number(String text) {
        if (!text.matches("[1-9]|[1-4]\\d|50")) {
            throw new IllegalArgumentException("--runs: expected 1 to 50, got \"" + text + "\"");
        }
        return Integer.parseInt(text);
    }

    private static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).strip();
    }
}
