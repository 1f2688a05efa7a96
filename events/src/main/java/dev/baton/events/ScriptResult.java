package dev.baton.events;

import java.time.Duration;

/**
 * What came of one script in one sequence.
 *
 * @param script the file name without {@code .script}
 * @param code the stored number: an exit status, or a negative errno; see CTDB events contract,
 *     section 3.1
 * @param output what it printed, both streams, bounded with head and tail kept
 */
public record ScriptResult(
        String script, ScriptStatus status, int code, Duration took, String output) {}
