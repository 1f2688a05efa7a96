package dev.baton.agent.lsm;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends what takes too long, by doing something that never waits, such as closing its channel.
 *
 * <p>Thread: any; what is done runs on one thread of its own.
 */
final class TimeLimits implements AutoCloseable {

    private final ScheduledThreadPoolExecutor clock =
            new ScheduledThreadPoolExecutor(
                    1, task -> Thread.ofPlatform().name("lsm-limits").daemon().unstarted(task));

    TimeLimits() {
        clock.setRemoveOnCancelPolicy(true);
        clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** A limit that runs until it is closed. */
    final class Limit implements AutoCloseable {
        private final Future<?> end;
        private volatile boolean reached;

        private Limit(Duration after, Runnable ending) {
            end = begin(after, ending);
        }

        /** Where the clock has stopped, no time is left. */
        private Future<?> begin(Duration after, Runnable ending) {
            try {
                return clock.schedule(() -> end(ending), after.toNanos(), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException stopped) {
                end(ending);
                return CompletableFuture.completedFuture(stopped);
            }
        }

        private void end(Runnable ending) {
            reached = true;
            ending.run();
        }

        /** Whether it was the limit that ended it. */
        boolean isReached() {
            return reached;
        }

        @Override
        public void close() {
            end.cancel(false);
        }
    }

    /** Begins now. */
    Limit start(Duration after, Runnable ending) {
        return new Limit(after, ending);
    }

    /** Whether every limit ends at once, because this was closed. */
    boolean isStopped() {
        return clock.isShutdown();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
