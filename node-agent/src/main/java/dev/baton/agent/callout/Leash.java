package dev.baton.agent.callout;

import dev.baton.events.process.Tether;
import dev.baton.orchestrator.lease.CallTiming;
import dev.baton.orchestrator.lease.Clauses;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Ties a call to what is left of its right.
 *
 * @param left now; zero when the right is over or another one by now
 */
record Leash(CallTiming timing, Clauses clauses, Supplier<Duration> left) implements Tether {

    @Override
    public Duration silence() {
        return clauses.callSilence(timing);
    }

    @Override
    public Duration pause() {
        return timing.word();
    }

    @Override
    public Word word() {
        Duration now = left.get();
        if (clauses.mustEndCall(now, timing)) {
            return Word.END;
        }
        return clauses.mayStartCall(now, timing) ? Word.GO_ON : Word.WAIT;
    }
}
