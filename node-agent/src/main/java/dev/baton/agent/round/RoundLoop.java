package dev.baton.agent.round;

import dev.baton.orchestrator.cluster.Moment;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The one thread that all that is decided about rounds happens on, and their clock.
 *
 * <p>Bounds: {@value #MOST} things wait; what exceeds that is dropped, as a lost letter is.
 */
final class RoundLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("baton.round");
    private static final int MOST = 10_000;
    private static final long IDLE_MILLIS = 500;

    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>(MOST);
    private final Runnable wake;
    private final Supplier<Moment> deadline;
    private volatile boolean closed;

    /**
     * Does nothing before {@link #start}.
     *
     * @param wake does what is due, and may be called too early
     * @param deadline when something is due
     */
    RoundLoop(Runnable wake, Supplier<Moment> deadline) {
        this.wake = wake;
        this.deadline = deadline;
    }

    static Moment now() {
        return new Moment(System.nanoTime());
    }

    void start() {
        Thread.ofPlatform().name("rounds").daemon().start(this::run);
    }

    /** Does it on the loop's thread. Thread: any. */
    void put(Runnable what) {
        if (!inbox.offer(what)) {
            LOG.error("rounds_flooded dropped=1");
        }
    }

    private void run() {
        try {
            while (!closed) {
                Moment now = now();
                Moment due = deadline.get();
                long left = due.isAfter(now) ? due.since(now).toMillis() + 1 : 0;
                Runnable next = inbox.poll(Math.min(left, IDLE_MILLIS), TimeUnit.MILLISECONDS);
                if (next != null) {
                    next.run();
                }
                wake.run();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException broken) {
            LOG.error("rounds_ended why=\"{}\"", broken.toString(), broken);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
