package dev.baton.agent.core;

import dev.baton.orchestrator.exchange.Input;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * What waits for the core, in order of arrival.
 *
 * <p>Bounds: {@value #CAPACITY} inputs. Messages of peers beyond it are dropped and counted, as a
 * network may drop them. Anything else beyond it cannot be lost without the core being wrong from
 * then on: {@link #put} throws and the caller's agent ends. Thread: any; never waits.
 */
public final class Inbox {

    /** Inputs that may wait. */
    public static final int CAPACITY = 65_536;

    private final BlockingQueue<Input> waiting;
    private final Broken broken;
    private final LongAdder dropped = new LongAdder();

    public Inbox(Broken broken) {
        this(CAPACITY, broken);
    }

    Inbox(int capacity, Broken broken) {
        this.waiting = new ArrayBlockingQueue<>(capacity);
        this.broken = broken;
    }

    /** Hands an input to the core. */
    public void put(Input input) {
        if (waiting.offer(input)) {
            return;
        }
        if (input instanceof Input.MessageReceived) {
            dropped.increment();
        } else {
            broken.stop(
                    new IllegalStateException(
                            "the core is stuck: no room for " + input + " in its inbox"));
        }
    }

    /** Messages that found no room since the start. */
    public long dropped() {
        return dropped.sum();
    }

    /** How many inputs wait now. */
    public int size() {
        return waiting.size();
    }

    Optional<Input> next() {
        return Optional.ofNullable(waiting.poll());
    }

    /** Moves what waits, in order, to the end of that list, until that has so many. */
    void drain(List<Input> taken, int most) {
        waiting.drainTo(taken, most - taken.size());
    }

    Optional<Input> next(Duration limit) throws InterruptedException {
        return Optional.ofNullable(waiting.poll(limit.toNanos(), TimeUnit.NANOSECONDS));
    }
}
