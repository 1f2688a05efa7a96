package dev.baton.events;

import java.time.Duration;
import java.time.Instant;

/**
 * The latest run of an event that counts: a cancelled one never does.
 *
 * <p>Source: CTDB events contract, section 3.2.
 *
 * @param started when the first script could begin
 */
public record LastRun(Instant started, SequenceResult result) {

    /** Whether a result is remembered: neither cancelled nor refused before it began. */
    public static boolean counts(SequenceResult result) {
        return result.status() != SequenceStatus.CANCELLED
                && result.status() != SequenceStatus.NOT_STARTED;
    }

    /** What the event came to: 0, the failing script's exit status, or an error number. */
    public int summary() {
        return result.culprit().map(script -> Math.abs(script.code())).orElse(0);
    }

    /** When a script began; scripts run one after another. */
    public Instant startOf(int script) {
        Duration before = Duration.ZERO;
        for (ScriptResult earlier : result.scripts().subList(0, script)) {
            before = before.plus(earlier.took());
        }
        return started.plus(before);
    }
}
