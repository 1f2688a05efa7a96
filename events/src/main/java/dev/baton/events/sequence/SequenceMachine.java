package dev.baton.events.sequence;

import dev.baton.events.ScriptResult;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides which script of an event comes next and what the event came to.
 *
 * <p>One deadline holds for all scripts together; it begins when the event is started, not when it
 * is queued. The first script that fails ends the event, unless it is told to run through failures;
 * a timeout and a cancellation always end it. Time is an argument. Source: CTDB events contract,
 * sections 3 and 16 (number 1).
 */
public final class SequenceMachine {

    /** What to do next. */
    public sealed interface Step {
        /** Run this script, for no longer than {@code left}, which may be zero. */
        record Run(String script, Duration left) implements Step {}

        /** Nothing more to run. */
        record End() implements Step {}
    }

    private final List<String> scripts;
    private final Duration limit;
    private final boolean throughFailures;
    private final List<ScriptResult> results = new ArrayList<>();
    private SequenceStatus status = SequenceStatus.OK;
    private boolean over;

    public SequenceMachine(List<String> scripts, Duration limit, boolean throughFailures) {
        this.scripts = List.copyOf(scripts);
        this.limit = limit;
        this.throughFailures = throughFailures;
    }

    /** The next step, {@code elapsed} after the start of the event. */
    public Step next(Duration elapsed) {
        if (over || results.size() == scripts.size()) {
            return new Step.End();
        }
        Duration left = limit.minus(elapsed);
        return new Step.Run(scripts.get(results.size()), left.isNegative() ? Duration.ZERO : left);
    }

    /** Takes the result of the script that {@link #next} named. */
    public void ended(String script, ScriptResult result) {
        String expected = over ? "no script" : scripts.get(results.size());
        if (!script.equals(expected)) {
            throw new IllegalStateException(
                    "expected the end of " + expected + ", got that of " + script);
        }
        results.add(result);
        SequenceStatus came = ExitMapping.ofEvent(result.status());
        boolean mayGoOn = came == SequenceStatus.OK || came == SequenceStatus.FAILED;
        if (status == SequenceStatus.OK || !mayGoOn) {
            status = came;
        }
        over = !mayGoOn || (status == SequenceStatus.FAILED && !throughFailures);
    }

    /** The event so far; the final result once {@link #next} has said {@link Step.End}. */
    public SequenceResult result(Duration took, String detail) {
        return new SequenceResult(status, results, took, detail);
    }
}
