package dev.baton.events.process;

import java.time.Duration;

/**
 * What the agent itself can do of an event, in place of a script that allows it by the line {@code
 * # baton-shortcut: EVENT...}: the start of a few processes is most of the time in which an address
 * that moves is on no node.
 *
 * <p>It is asked when the script's turn has come, so that other scripts see the order they know.
 */
@FunctionalInterface
public interface Shortcut {

    /** No event has one: every script is started. */
    Shortcut NONE = _ -> new Answer.Declined();

    /** What became of it. */
    sealed interface Answer {
        /** The script's work is done. */
        record Done() implements Answer {}

        /** Nothing was done, or not all of it; the script, which can do more, is to be started. */
        record Declined() implements Answer {}

        /**
         * Nothing was done: what the event was promised of its lease when it started is over. The
         * script may go on where its launcher watches the lease, as after any slow script.
         */
        record TooLate(String why) implements Answer {}

        /** It was begun and must not be gone on with. */
        record Failed(String why) implements Answer {}
    }

    /** Waits for {@code left} at the most. Thread: the event's own. */
    Answer take(Duration left);
}
