package dev.baton.agent.callout;

import dev.baton.events.process.RunningCall;
import dev.baton.events.process.Tether;
import dev.baton.orchestrator.cluster.Right;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * What the calls of one job of drivers run under: the front-end of a datastore, which other jobs of
 * this node may hold too, and the images the job changes. None of it is asked for again when it is
 * lost.
 *
 * <p>Thread: the job's.
 */
public final class FrontEndRight implements Tenure {

    private final ObjectRoom objects;
    private final Exclusive frontEnd;
    private final Exclusive images;
    private final long number;
    private final Runnable back;
    private final AtomicBoolean isBack = new AtomicBoolean();

    FrontEndRight(
            ObjectRoom objects, Exclusive frontEnd, Exclusive images, long number, Runnable back) {
        this.objects = objects;
        this.frontEnd = frontEnd;
        this.images = images;
        this.number = number;
        this.back = back;
    }

    /** The fencing number: it grows with every node that becomes the front-end anew. */
    long number() {
        return number;
    }

    /** Whether it has ended, or is about to: nothing may be begun under it any more. */
    public boolean isOver() {
        return frontEnd.isOver() || images.isOver();
    }

    @Override
    public long fence(Right.Changing object) {
        return Math.max(frontEnd.fence(object), images.fence(object));
    }

    @Override
    public void ensure(Duration patience, BooleanSupplier isOver) throws Refusal {
        frontEnd.ensure(patience, isOver);
        images.ensure(patience, isOver);
    }

    @Override
    public Optional<Tether> tether() {
        return Optional.of(new Leash(objects.timing(), objects.clauses(), this::left));
    }

    private Duration left() {
        Duration one = frontEnd.left();
        Duration other = images.left();
        return one.compareTo(other) < 0 ? one : other;
    }

    @Override
    public void outlivedBy(RunningCall call) {
        frontEnd.outlivedBy(call);
        images.outlivedBy(call::anyAlive);
    }

    /** Gives it back, once nothing lives that ran under it; returns at once. */
    @Override
    public void close() {
        if (isBack.compareAndSet(false, true)) {
            images.close();
            back.run();
        }
    }
}
