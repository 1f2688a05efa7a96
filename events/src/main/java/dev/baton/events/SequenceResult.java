package dev.baton.events;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What came of one event on this node.
 *
 * @param scripts the scripts that were tried, in order
 * @param detail one sentence where no script result says why; empty otherwise
 */
public record SequenceResult(
        SequenceStatus status, List<ScriptResult> scripts, Duration took, String detail) {

    public SequenceResult {
        scripts = List.copyOf(scripts);
    }

    public boolean ok() {
        return status == SequenceStatus.OK;
    }

    /** The script that ended the sequence, or the first that failed it, if one did. */
    public Optional<ScriptResult> culprit() {
        return scripts.stream().filter(script -> !script.ok()).findFirst();
    }

    /** Why it did not succeed, in a few words: the script that ended it, or what came instead. */
    public String why() {
        return culprit()
                .map(script -> script.script() + " " + script.status() + " " + script.code())
                .orElse(status + " " + detail);
    }
}
