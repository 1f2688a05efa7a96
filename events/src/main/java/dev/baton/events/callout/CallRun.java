package dev.baton.events.callout;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Follows one call until it is known whether what it was for has happened: runs it, and after it
 * whatever its contract wants to ask or see.
 *
 * <p>Whoever drives it does what {@link #next} says and reports it; each report is expected exactly
 * once. Bounds: {@value #MOST_PROBES} probes inside each other.
 *
 * @param <C> calls of the contract
 * @param <R> what they yield
 */
public final class CallRun<C extends Call, R> {

    static final int MOST_PROBES = 3;

    /** What is to be done next. */
    public sealed interface Next<C extends Call, R> {

        /** Start this and report its outcome. */
        record Run<C extends Call, R>(C call, Invocation invocation) implements Next<C, R> {}

        /** Look there and report what is seen. */
        record Look<C extends Call, R>(String path) implements Next<C, R> {}

        /** It is over. */
        record Over<C extends Call, R>(Truth<R> truth) implements Next<C, R> {}
    }

    /** A call that waits for what was asked because of it. */
    private record Waiting<C extends Call>(C call, Outcome outcome) {}

    private final Contract<C, R> contract;
    private final Deque<Waiting<C>> waiting = new ArrayDeque<>();
    private C current;
    private Next<C, R> next;
    private boolean begun;

    /** A call that has not been run yet. */
    public CallRun(Contract<C, R> contract, C call) {
        this.contract = contract;
        this.current = call;
        this.next = begin(call);
    }

    /** A call of which only the outcome is known: of an earlier life of this agent. */
    public static <C extends Call, R> CallRun<C, R> resumed(
            Contract<C, R> contract, C call, Outcome outcome) {
        CallRun<C, R> run = new CallRun<>(contract, call);
        run.begun = true;
        run.take(contract.decode(call, outcome), outcome);
        return run;
    }

    /** What is to be done. */
    public Next<C, R> next() {
        return next;
    }

    /** Whether its script was started, in this life or an earlier one. */
    public boolean hasBegun() {
        return begun;
    }

    /** The script that was to be run has ended. */
    public void ended(Outcome outcome) {
        expect(next instanceof Next.Run, "an outcome");
        begun |= outcome.ran();
        if (outcome.ran() || waiting.isEmpty()) {
            take(contract.decode(current, outcome), outcome);
        } else {
            settle(new Truth.Unknown<>(unasked(current, outcome.sentence())));
        }
    }

    /** The path that was to be looked at was. */
    public void seen(Sighting sighting) {
        expect(next instanceof Next.Look, "a sighting");
        Waiting<C> asker = waiting.pop();
        current = asker.call();
        take(contract.decode(current, asker.outcome(), sighting), asker.outcome());
    }

    private void take(Decoded<C, R> decoded, Outcome outcome) {
        switch (decoded) {
            case Decoded.Settled<C, R>(Truth<R> truth) -> settle(truth);
            case Decoded.Look<C, R>(String path, String _) -> {
                waiting.push(new Waiting<>(current, outcome));
                next = new Next.Look<>(path);
            }
            case Decoded.Ask<C, R>(C probe, String why) -> {
                if (waiting.size() >= MOST_PROBES) {
                    settle(new Truth.Unknown<>(why));
                } else {
                    waiting.push(new Waiting<>(current, outcome));
                    current = probe;
                    next = begin(probe);
                }
            }
        }
    }

    private void settle(Truth<R> truth) {
        if (waiting.isEmpty()) {
            next = new Next.Over<>(truth);
        } else {
            Waiting<C> asker = waiting.pop();
            current = asker.call();
            take(contract.decode(current, asker.outcome(), truth), asker.outcome());
        }
    }

    /** Without a script to run the truth is known at once, and may be what a probe waits for. */
    private Next<C, R> begin(C call) {
        return switch (contract.encode(call)) {
            case Encoded.Ready(Invocation invocation) -> new Next.Run<>(call, invocation);
            case Encoded.Nothing _ -> over(new Truth.Done<>(contract.nothing()));
            case Encoded.Refused(String why) ->
                    over(
                            waiting.isEmpty()
                                    ? new Truth.NotDone<>(why)
                                    : new Truth.Unknown<>(unasked(call, why)));
        };
    }

    /**
     * A probe that cannot be run proves nothing, neither that a volume is there nor that it is not.
     */
    private static String unasked(Call probe, String why) {
        return probe.action() + ", which would show it, " + why;
    }

    private Next<C, R> over(Truth<R> truth) {
        settle(truth);
        return next;
    }

    private void expect(boolean fits, String reported) {
        if (!fits) {
            throw new IllegalStateException(
                    "expected what %s asks for, got %s of %s".formatted(next, reported, current));
        }
    }
}
