package dev.baton.orchestrator.node;

import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Input;
import dev.baton.orchestrator.exchange.Step;

/** One node's decisions; see package. */
public interface NodeMachine {
    /** Begins the node's life: the first step, before any input. */
    Step start(Moment now, long wallMillis);

    /** Takes one input; the result's effects are to be executed in order. */
    Step step(Moment now, long wallMillis, Input input);

    /** When {@link Input.DeadlineReached} is due next. */
    Moment nextDeadline();

    /** The view after the last step; made only when asked for. */
    NodeView view(Moment now);
}
