package dev.baton.orchestrator.node;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.takeover.StageName;

import java.time.Duration;
import java.util.Optional;

/**
 * What a node of a saved view answers instead of doing what a stage orders.
 *
 * @param stage any when empty
 * @param ip any when empty
 * @param why the words of a failure
 * @param after how long the answer takes, of the view's own time
 * @param times how often; afterwards the node does what it is told
 */
public record SavedAnswer(
        Pnn node,
        Optional<StageName> stage,
        Optional<IpAddress> ip,
        Kind kind,
        String why,
        Duration after,
        int times) {

    /** What is answered. */
    public enum Kind {
        /** The event fails. */
        FAIL,
        /** The event's script does not end within EventScriptTimeout. */
        TIMEOUT,
        /** The whole order is not answered. */
        SILENCE,
        /** Not now; nobody is blamed. */
        BUSY,
        /** The right is promised to somebody else for as long as {@code after} says. */
        HELD
    }

    /** For as long as the view lives. */
    public static final int ALWAYS = Integer.MAX_VALUE;

    public SavedAnswer {
        if (times < 1) {
            throw new IllegalArgumentException("expected at least 1 time, got " + times);
        }
    }
}
