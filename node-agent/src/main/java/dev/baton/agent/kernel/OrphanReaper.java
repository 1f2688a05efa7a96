package dev.baton.agent.kernel;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Collects ended processes that nobody waits for: what a sub-reaper adopts stays in the kernel's
 * table until it is asked how it ended.
 *
 * <p>The JDK asks about its own children within milliseconds, so only what was seen ended at two
 * looks one {@link #INTERVAL} apart is collected. Thread: its own.
 */
public final class OrphanReaper implements AutoCloseable {

    static final Duration INTERVAL = Duration.ofSeconds(5);

    private final CountDownLatch closed = new CountDownLatch(1);
    private Set<Long> endedBefore = Set.of();

    /** Looks until it is closed. */
    public void start() {
        Thread.ofVirtual().name("orphans").start(this::run);
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void run() {
        try {
            while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Collects what had ended at the last look already. */
    void look() {
        Set<Long> ended =
                ProcessHandle.current()
                        .children()
                        .map(ProcessHandle::pid)
                        .filter(OrphanReaper::hasEnded)
                        .collect(Collectors.toCollection(TreeSet::new));
        for (long pid : ended) {
            if (endedBefore.contains(pid)) {
                var _ = ProcessCalls.collect((int) pid);
            }
        }
        endedBefore = ended;
    }

    private static boolean hasEnded(long pid) {
        try {
            Path file = Path.of("/proc", Long.toString(pid), "stat");
            String line = new String(Files.readAllBytes(file), ISO_8859_1);
            return line.charAt(line.lastIndexOf(')') + 2) == 'Z';
        } catch (IOException gone) {
            return false;
        }
    }
}
