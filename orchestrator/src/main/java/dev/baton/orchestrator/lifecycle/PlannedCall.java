package dev.baton.orchestrator.lifecycle;

import dev.baton.events.contract.opennebula.TransferCall;

import java.util.List;

/**
 * One call of a plan.
 *
 * @param inverse what undoes it when it has happened, in order; none where nothing can
 * @param undoesAttempt whether the same also clears away what a failed attempt left
 * @param left what stays so because nothing undoes it, a sentence; empty for what can be undone
 */
public record PlannedCall(
        TransferCall call, List<TransferCall> inverse, boolean undoesAttempt, String left) {

    public PlannedCall {
        inverse = List.copyOf(inverse);
    }

    /** On one line, as people read it. */
    public String line() {
        return line(call);
    }

    /** The same of any call. */
    public static String line(TransferCall call) {
        return "%s %s %s".formatted(call.provider(), call.action(), String.join(" ", call.words()));
    }
}
