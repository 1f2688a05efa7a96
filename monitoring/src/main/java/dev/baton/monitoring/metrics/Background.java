package dev.baton.monitoring.metrics;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Does things over and over, each on a thread of its own: one that hangs holds up no other.
 *
 * <p>Failure: what a task throws ends that task; tasks that may fail catch it themselves.
 */
final class Background implements AutoCloseable {

    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    void every(Duration pause, String name, Runnable task) {
        threads.add(Thread.ofVirtual().name("metrics-" + name).start(() -> repeat(pause, task)));
    }

    private static void repeat(Duration pause, Runnable task) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                task.run();
                Thread.sleep(pause);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
