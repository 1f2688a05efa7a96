package dev.baton.testcluster.simulation;

import dev.baton.orchestrator.lease.Clauses;
import dev.baton.testcluster.scenario.Scenario;
import dev.baton.testcluster.scenario.ScenarioText;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Plays many random schedules of faults, on every core, until all are played or one breaks a rule.
 *
 * <p>Exit: 0 when no rule was broken; 1 when one was; 2 for wrong usage. A seed stands for one
 * schedule: the same is played again by {@code -n 1 --seed SEED}. What breaks a rule is made as
 * small as may be and written to a scenario file in the working directory.
 */
public final class SimulateMain {

    private static final String USAGE = "usage: simulate [-n N] [--seed N]";
    private static final long MOST = 100_000_000;
    private static final long PROGRESS_NANOS = Duration.ofSeconds(10).toNanos();

    /** For making a schedule smaller; what is found until then is good, too. */
    private static final Duration SHRINKING = Duration.ofMinutes(2);

    private record Options(long schedules, long first) {}

    private record Broken(long seed, Scenario scenario, Trial.Finding finding) {}

    private final Options options;
    private final Supplier<Clauses> clauses;
    private final Path folder;
    private final PrintStream out;
    private final long begin = System.nanoTime();
    private final AtomicLong next;
    private final AtomicLong played = new AtomicLong();
    private final AtomicLong steps = new AtomicLong();
    private final AtomicLong told = new AtomicLong(begin);
    private final Queue<Broken> broken = new ConcurrentLinkedQueue<>();

    private SimulateMain(Options options, Supplier<Clauses> clauses, Path folder, PrintStream out) {
        this.options = options;
        this.clauses = clauses;
        this.folder = folder;
        this.out = out;
        this.next = new AtomicLong(options.first());
    }

    /** Plays and ends the JVM with the exit code. */
    public static void main(String[] arguments) throws InterruptedException {
        Path here = Path.of("");
        System.exit(play(List.of(arguments), () -> Clauses.SAFE, here, System.out));
    }

    /**
     * Plays; the exit code.
     *
     * @param clauses the rule that is tried
     * @param folder for the scenario file of what breaks it
     */
    static int play(List<String> arguments, Supplier<Clauses> clauses, Path folder, PrintStream out)
            throws InterruptedException {
        try {
            Options options = parse(arguments.iterator());
            return new SimulateMain(options, clauses, folder, out).play();
        } catch (IllegalArgumentException usage) {
            System.err.println("simulate: " + usage.getMessage() + "\n" + USAGE);
            return 2;
        }
    }

    private static Options parse(Iterator<String> words) {
        Options options = new Options(20_000, new Random().nextInt(1_000_000_000));
        while (words.hasNext()) {
            String option = words.next();
            if (!List.of("-n", "--seed").contains(option)) {
                throw new IllegalArgumentException("unknown option " + option);
            }
            String value = words.hasNext() ? words.next() : "nothing";
            if (!value.matches("\\d{1,18}")) {
                throw new IllegalArgumentException(
                        option + ": expected a number of at most 18 digits, got " + value);
            }
            long number = Long.parseLong(value);
            options =
                    option.equals("-n")
                            ? new Options(number, options.first())
                            : new Options(options.schedules(), number);
        }
        if (options.schedules() < 1 || options.schedules() > MOST) {
            throw new IllegalArgumentException(
                    "-n: expected 1 to " + MOST + ", got " + options.schedules());
        }
        return options;
    }

    private int play() throws InterruptedException {
        out.printf("%d schedules, first seed %d%n", options.schedules(), options.first());
        List<Thread> threads =
                IntStream.range(0, Runtime.getRuntime().availableProcessors())
                        .mapToObj(number -> Thread.ofPlatform().start(this::playMany))
                        .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        tell();
        broken.stream().min(Comparator.comparingLong(Broken::seed)).ifPresent(this::report);
        boolean passed = broken.isEmpty() && played.get() == options.schedules();
        out.println(passed ? "PASSED" : "FAILED");
        return passed ? 0 : 1;
    }

    private void playMany() {
        long end = options.first() + options.schedules();
        for (long seed = next.getAndIncrement();
                seed < end && broken.isEmpty();
                seed = next.getAndIncrement()) {
            playOne(seed);
        }
    }

    private void playOne(long seed) {
        RandomRun run = new RandomRun(seed, clauses.get());
        Optional<Trial.Finding> finding = run.finding();
        steps.addAndGet(run.steps());
        finding.ifPresent(found -> broken.add(new Broken(seed, run.scenario(), found)));
        if (finding.isEmpty()) {
            played.incrementAndGet();
        }
        tellNowAndThen();
    }

    private void report(Broken found) {
        out.printf(
                "seed %d breaks a rule: %s%n"
                        + "again: test-cluster/long simulate --seed %d -n 1%n"
                        + "making it smaller, for at most %d s%n",
                found.seed(), found.finding().sentence(), found.seed(), SHRINKING.toSeconds());
        long end = System.nanoTime() + SHRINKING.toNanos();
        Scenario small =
                Trial.shrink(
                        found.scenario(),
                        clauses.get(),
                        found.finding(),
                        () -> System.nanoTime() < end);
        Trial.Finding finding = Trial.of(small, clauses.get()).orElse(found.finding());
        Scenario told =
                small.withAbout(
                        List.of(
                                "Breaks a rule: " + finding.sentence(),
                                "Made from test-cluster/long simulate --seed %d -n 1"
                                        .formatted(found.seed())));
        out.printf(
                "%s%n%d of %d steps are left%n",
                finding.words(), small.steps().size(), found.scenario().steps().size());
        write(folder.resolve("simulate-" + found.seed() + ".txt"), told);
    }

    private void write(Path file, Scenario scenario) {
        try {
            Files.writeString(file, ScenarioText.print(scenario));
            out.printf(
                    "written to %s; play it by%n  test-cluster/long scenario %s%n",
                    file.toAbsolutePath(), file);
        } catch (IOException unwritable) {
            out.printf("cannot write %s (%s); it is:%n", file, unwritable);
            out.print(ScenarioText.print(scenario));
        }
    }

    private void tellNowAndThen() {
        long last = told.get();
        long now = System.nanoTime();
        if (now - last > PROGRESS_NANOS && told.compareAndSet(last, now)) {
            tell();
        }
    }

    private void tell() {
        out.printf(
                "%d of %d schedules, %d steps, %d s%n",
                played.get(),
                options.schedules(),
                steps.get(),
                Duration.ofNanos(System.nanoTime() - begin).toSeconds());
    }
}
