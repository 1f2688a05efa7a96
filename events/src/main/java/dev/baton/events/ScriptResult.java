package dev.baton.events;

import java.time.Duration;

/**
 * What came of one script in one sequence.
 *
 * @param script the file name without {@code .script}
 * @param code the stored number: an exit status, or a negative errno; see CTDB events contract,
 *     section 3.1
 * @param output what it printed, both streams, bounded with head and tail kept
 * @param remark one sentence of ours about a script that could not be run; empty otherwise
 */
public record ScriptResult(
        String script, ScriptStatus status, int code, Duration took, String output, String remark) {

    /** A script that was run. */
    public ScriptResult(
            String script, ScriptStatus status, int code, Duration took, String output) {
        this(script, status, code, took, output, "");
    }

    /** Whether it let the event go on. */
    public boolean ok() {
        return status == ScriptStatus.OK || status == ScriptStatus.DISABLED;
    }
}
