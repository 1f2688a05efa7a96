package dev.baton.agent.callout;

import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.cluster.StorageKind;

import java.util.List;
import java.util.TreeSet;

/**
 * The right of this node to run rounds of one schedule, for one round. One that is lost is not
 * asked for again. Thread: any.
 */
public final class ScheduleRight implements AutoCloseable {

    private final Exclusive held;
    private final long number;

    private ScheduleRight(Exclusive held, long number) {
        this.held = held;
        this.number = number;
    }

    static ScheduleRight of(ObjectRoom objects, String schedule) throws Refusal {
        Right.Changing object = new Right.Changing(StorageKind.SCHEDULE, schedule);
        Exclusive held =
                objects.exclusive(
                        new TreeSet<>(List.of(object)), objects.outlivingADeath(), () -> false);
        return new ScheduleRight(held, held.fence(object));
    }

    /** Its fencing number. */
    public long number() {
        return number;
    }

    /** Whether it has ended, or is about to: nothing may be begun under it any more. */
    public boolean isOver() {
        return held.isOver();
    }

    /** Gives it back; returns at once. */
    @Override
    public void close() {
        held.close();
    }
}
