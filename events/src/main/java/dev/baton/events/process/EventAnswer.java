package dev.baton.events.process;

import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.events.sequence.ExitMapping;

import java.time.Duration;
import java.util.List;

/**
 * What a request came to.
 *
 * @param code 0 or an error number; CTDB events contract, section 3.2
 */
public record EventAnswer(int code, SequenceResult result) {

    /** An event that ran, or was cancelled. */
    public static EventAnswer of(SequenceResult result) {
        return new EventAnswer(ExitMapping.codeOf(result.status()), result);
    }

    /** An event that was not run at all. */
    public static EventAnswer refused(int code, String why) {
        return new EventAnswer(
                code,
                new SequenceResult(SequenceStatus.NOT_STARTED, List.of(), Duration.ZERO, why));
    }
}
