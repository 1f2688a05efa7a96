package dev.baton.agent.lsm;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
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
        private final ScheduledFuture<?> end;
        private volatile boolean reached;

        private Limit(Duration after, Runnable ending) {
            end =
                    clock.schedule(
                            () -> {
                                reached = true;
                                ending.run();
                            },
                            after.toNanos(),
                            TimeUnit.NANOSECONDS);
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

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
