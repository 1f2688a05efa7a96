package dev.baton.agent.core;

import dev.baton.orchestrator.exchange.Fact;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Tells facts to all listeners on a thread of its own, so that a slow log never holds up the core.
 *
 * <p>Bounds: {@value #CAPACITY} facts wait; what comes beyond is dropped and counted. Thread: any.
 */
public final class FactRelay implements Consumer<Fact>, AutoCloseable {

    static final int CAPACITY = 16_384;
    private static final long CLOSE_MILLIS = 1000;
    private static final Logger LOG = LoggerFactory.getLogger(FactRelay.class);

    private final BlockingQueue<Fact> waiting = new ArrayBlockingQueue<>(CAPACITY);
    private final LongAdder dropped = new LongAdder();
    private final List<Consumer<Fact>> listeners;
    private final Thread thread;

    public FactRelay(List<Consumer<Fact>> listeners) {
        this.listeners = List.copyOf(listeners);
        thread = Thread.ofPlatform().name("facts").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void accept(Fact fact) {
        if (!waiting.offer(fact)) {
            dropped.increment();
        }
    }

    /** Facts that were never told because listeners were too slow. */
    public long dropped() {
        return dropped.sum();
    }

    /** Tells what waits, for at most a second, then ends. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                tell(waiting.take());
            }
        } catch (InterruptedException closed) {
            LOG.debug("facts_closing waiting={}", waiting.size());
        }
        for (Fact fact = waiting.poll(); fact != null; fact = waiting.poll()) {
            tell(fact);
        }
    }

    private void tell(Fact fact) {
        for (Consumer<Fact> listener : listeners) {
            try {
                listener.accept(fact);
            } catch (RuntimeException failed) {
                LOG.error("fact_listener_failed fact={}", fact, failed);
            }
        }
    }
}
