package dev.baton.orchestrator.lifecycle;

import dev.baton.config.Pnn;
import dev.baton.events.contract.opennebula.DriverCall;
import dev.baton.events.contract.opennebula.TransferCall;
import dev.baton.orchestrator.operation.Operation;
import dev.baton.orchestrator.operation.Stage;
import dev.baton.orchestrator.operation.Step;

import java.util.ArrayList;
import java.util.List;

/**
 * The calls of one change, one after the other; the first that fails ends it.
 *
 * <p>Source: storage call-outs contract, section 4.5; there nothing is undone, here what can be is.
 */
public record DiskPlan(List<PlannedCall> calls) {

    /**
     * What to do after a failure.
     *
     * @param undo calls, in their order
     * @param left what stays as it is; sentences
     */
    public record Recovery(List<TransferCall> undo, List<String> left) {
        public Recovery {
            undo = List.copyOf(undo);
            left = List.copyOf(left);
        }
    }

    public DiskPlan {
        calls = List.copyOf(calls);
    }

    /**
     * One step after the other on the front-end. A run of it undoes what had been done, and what a
     * failed attempt left where that can be; what stays is in {@link #after}.
     */
    public Operation<DriverCall> operation(Pnn frontEnd) {
        List<Stage<DriverCall>> stages = new ArrayList<>();
        for (PlannedCall each : calls) {
            List<DriverCall> inverse = List.copyOf(each.inverse());
            Step.Weight weight = each.undoesAttempt() ? Step.Weight.UNDONE_TOO : Step.Weight.USUAL;
            stages.add(new Stage<>(List.of(new Step<>(frontEnd, each.call(), inverse, weight))));
        }
        return new Operation<>(stages);
    }

    /**
     * What is undone and what is left when this call has failed, or nobody knows its end.
     *
     * @param failed its place among the calls, from 0
     */
    public Recovery after(int failed) {
        List<TransferCall> undo = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (int each = failed; each >= 0; each--) {
            PlannedCall call = calls.get(each);
            if (each < failed || call.undoesAttempt()) {
                undo.addAll(call.inverse());
            }
        }
        for (int each = 0; each < failed; each++) {
            if (!calls.get(each).left().isEmpty()) {
                left.add(calls.get(each).left());
            }
        }
        if (!calls.get(failed).undoesAttempt()) {
            left.add("not done, or only in part: " + calls.get(failed).line());
        }
        calls.subList(failed + 1, calls.size()).stream()
                .filter(call -> !call.left().isEmpty())
                .forEach(call -> left.add("not begun: " + call.line()));
        return new Recovery(undo, left);
    }
}
