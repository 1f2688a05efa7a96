package dev.baton.testcluster.simulation;

import dev.baton.orchestrator.lease.Clauses;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Plays many random schedules of faults, on every core, until all are played or one breaks a rule.
 *
 * <p>Exit: 0 when no rule was broken; 1 when one was, with its seed, its faults and its trace; 2
 * for wrong usage. A seed stands for one schedule: the same is played again by {@code -n 1 --seed
 * SEED}.
 */
public final class SimulateMain {

    private static final String USAGE = "usage: simulate [-n N] [--seed N]";
    private static final long MOST = 100_000_000;
    private static final long PROGRESS_NANOS = Duration.ofSeconds(10).toNanos();

    private record Options(long schedules, long first) {}

    private final Options options;
    private final long begin = System.nanoTime();
    private final AtomicLong next;
    private final AtomicLong played = new AtomicLong();
    private final AtomicLong steps = new AtomicLong();
    private final AtomicLong told = new AtomicLong(begin);
    private final Queue<String> broken = new ConcurrentLinkedQueue<>();

    private SimulateMain(Options options) {
        this.options = options;
        this.next = new AtomicLong(options.first());
    }

    /** Plays and ends the JVM with the exit code. */
    public static void main(String[] arguments) throws InterruptedException {
        try {
            Options options = parse(List.of(arguments).iterator());
            System.exit(new SimulateMain(options).play());
        } catch (IllegalArgumentException usage) {
            System.err.println("simulate: " + usage.getMessage() + "\n" + USAGE);
            System.exit(2);
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
        System.out.printf("%d schedules, first seed %d%n", options.schedules(), options.first());
        List<Thread> threads =
                IntStream.range(0, Runtime.getRuntime().availableProcessors())
                        .mapToObj(number -> Thread.ofPlatform().start(this::playMany))
                        .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        tell();
        broken.forEach(System.out::println);
        boolean passed = broken.isEmpty() && played.get() == options.schedules();
        System.out.println(passed ? "PASSED" : "FAILED");
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
        RandomRun run = new RandomRun(seed, Clauses.SAFE);
        try {
            steps.addAndGet(run.play());
            played.incrementAndGet();
            tellNowAndThen();
        } catch (Violation | IllegalStateException found) {
            broken.add("seed %d, faults:%n%s%n%s".formatted(seed, run.faults(), found));
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
        System.out.printf(
                "%d of %d schedules, %d steps, %d s%n",
                played.get(),
                options.schedules(),
                steps.get(),
                Duration.ofNanos(System.nanoTime() - begin).toSeconds());
    }
}
