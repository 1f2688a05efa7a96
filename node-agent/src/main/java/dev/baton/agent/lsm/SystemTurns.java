package dev.baton.agent.lsm;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets calls that change a system come one after another; those of other systems, and those that
 * only look, go beside them. Source: storage call-outs contract, section 5.11.
 *
 * <p>On this node. Bounds: as many entries as there are calls under way. Thread: any.
 */
final class SystemTurns {

    private static final class Line {
        private final Semaphore turn = new Semaphore(1, true);
        private int users;
    }

    private final Map<String, Line> lines = new TreeMap<>();

    /** One's turn, until it is closed. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits for one's turn; empty where it did not come within that time. */
    Optional<Turn> enter(String system, Duration patience) {
        Line line = join(system);
        try {
            if (line.turn.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.of(
                        () -> {
                            line.turn.release();
                            leave(system, line);
                        });
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        leave(system, line);
        return Optional.empty();
    }

    private synchronized Line join(String system) {
        Line line = lines.computeIfAbsent(system, _ -> new Line());
        line.users++;
        return line;
    }

    private synchronized void leave(String system, Line line) {
        line.users--;
        if (line.users == 0) {
            lines.remove(system);
        }
    }

    /** For tests: how many systems somebody is in line for. */
    synchronized int size() {
        return lines.size();
    }
}
