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
public record Step<C extends Call>(Pnn on, C call, List<C> inverse) {

    public Step {
        inverse = List.copyOf(inverse);
    }

    /** One that is not undone. */
    public static <C extends Call> Step<C> of(Pnn on, C call) {
        return new Step<>(on, call, List.of());
    }
}
