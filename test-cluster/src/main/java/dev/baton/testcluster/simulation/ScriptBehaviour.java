package dev.baton.testcluster.simulation;

import java.time.Duration;

/**
 * What the scripts of one event do.
 *
 * @param acts when, from the start, the address is added, deleted or moved; negative: never
 * @param ends when they end
 * @param ok whether they succeed
 * @param hangs whether they never end by themselves
 * @param permanent whether they add the address without an end
 */
public record ScriptBehaviour(
        Duration acts, Duration ends, boolean ok, boolean hangs, boolean permanent) {

    /** Adds at 20 ms, ends at 30 ms. */
    public static final ScriptBehaviour QUICK =
            new ScriptBehaviour(Duration.ofMillis(20), Duration.ofMillis(30), true, false, false);

    public ScriptBehaviour permanently() {
        return new ScriptBehaviour(acts, ends, ok, hangs, true);
    }

    public ScriptBehaviour failing() {
        return new ScriptBehaviour(acts, ends, false, hangs, permanent);
    }

    public ScriptBehaviour hanging() {
        return new ScriptBehaviour(acts, ends, ok, true, permanent);
    }

    /** Never adds, deletes or moves anything. */
    public ScriptBehaviour idle() {
        return new ScriptBehaviour(Duration.ofNanos(-1), ends, ok, hangs, permanent);
    }

    public ScriptBehaviour lasting(Duration untilActing, Duration untilEnd) {
        return new ScriptBehaviour(untilActing, untilEnd, ok, hangs, permanent);
    }
}
