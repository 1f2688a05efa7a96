package dev.baton.agent.callout;

import dev.baton.events.process.RunningCall;
import dev.baton.events.process.Tether;
import dev.baton.orchestrator.cluster.Right;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What the calls of one job run under: rights of this node, or what another node's right vouches
 * for. Thread: the job's.
 */
sealed interface Tenure extends AutoCloseable permits Exclusive, Vouched, FrontEndRight {

    /** How long the truth about what was cut off waits for the right to ask for it. */
    Duration SETTLING = Duration.ofMinutes(10);

    /** How often it is looked whether a process has died. */
    Duration GLANCE = Duration.ofMillis(500);

    /** The number of the object's right; 0 for one that is not among these. */
    long fence(Right.Changing object);

    /**
     * Sees to it that all lasts for long enough to begin a call.
     *
     * @throws Refusal when it does not within that time, or when the asker has given up
     */
    void ensure(Duration patience, BooleanSupplier isOver) throws Refusal;

    /** What a call may not outlive; empty for one that needs no right. */
    Optional<Tether> tether();

    /** A call has ended; what it started may not have. */
    void outlivedBy(RunningCall call);

    @Override
    void close();
}
