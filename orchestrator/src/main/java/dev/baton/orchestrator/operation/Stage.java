package dev.baton.orchestrator.operation;

import dev.baton.events.callout.Call;

import java.util.List;

/** Steps that run side by side; the next stage begins when all of them have ended. */
public record Stage<C extends Call>(List<Step<C>> steps) {

    public Stage {
        steps = List.copyOf(steps);
    }

    /** Of one step. */
    static <C extends Call> Stage<C> of(Step<C> step) {
        return new Stage<>(List.of(step));
    }
}
