package dev.baton.orchestrator.operation;

import dev.baton.config.Pnn;
import dev.baton.events.callout.Call;

import java.util.List;

/**
 * One call of an operation.
 *
 * @param on the node that runs it
 * @param inverse calls that undo it, in their order; none for what needs no undoing
 */
public record Step<C extends Call>(Pnn on, C call, List<C> inverse, Weight weight) {

    /** What follows when a step does not succeed. */
    public enum Weight {
        /** What was done before it is undone. */
        USUAL,
        /** So is the step itself: it may have done a part, and undoing nothing does no harm. */
        UNDONE_TOO,
        /** Nothing but a warning: what was asked for has happened already. */
        TIDYING
    }

    public Step {
        inverse = List.copyOf(inverse);
    }

    /** One of the usual weight. */
    public Step(Pnn on, C call, List<C> inverse) {
        this(on, call, inverse, Weight.USUAL);
    }

    /** One that is not undone. */
    public static <C extends Call> Step<C> of(Pnn on, C call) {
        return new Step<>(on, call, List.of());
    }

    /** Whether the operation goes on without it. */
    public boolean mayFail() {
        return weight == Weight.TIDYING;
    }
}
