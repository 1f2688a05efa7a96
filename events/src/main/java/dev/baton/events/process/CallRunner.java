package dev.baton.events.process;

import dev.baton.events.callout.Invocation;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Starts the executables of storage call-outs: all of them, of every contract.
 *
 * <p>Thread: any. Source: storage call-outs contract, section 1, "rules of our runner".
 */
public final class CallRunner {

    /** What every call needs. */
    record Means(
            Path outputs,
            ScriptTrust trust,
            ProcessScopes scopes,
            Launchers launchers,
            LeftoverOutput leftOut,
            LeftoverOutput leftErrors) {}

    private final Means means;

    /**
     * Nothing runs yet.
     *
     * @param outputs an existing directory for what scripts print while they run
     */
    public CallRunner(Path outputs, ScriptTrust trust, ProcessScopes scopes, Launchers launchers) {
        means =
                new Means(
                        outputs,
                        trust,
                        scopes,
                        launchers,
                        new LeftoverOutput(),
                        new LeftoverOutput());
    }

    /**
     * A call that has not been started.
     *
     * @param number unique in the life of this agent
     */
    public RunningCall prepare(long number, Invocation invocation) {
        return prepare(number, invocation, () -> {});
    }

    /**
     * The same for one that may hold something.
     *
     * @param held is told once it says so, on the thread that runs it
     */
    public RunningCall prepare(long number, Invocation invocation, Runnable held) {
        return new RunningCall(means, number, invocation, held, Optional.empty());
    }

    /**
     * The same for one that ends with what it is tied to.
     *
     * @param tether it does not outlive
     */
    public RunningCall prepare(long number, Invocation invocation, Runnable held, Tether tether) {
        return new RunningCall(means, number, invocation, held, Optional.of(tether));
    }
}
