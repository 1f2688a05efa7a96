package dev.baton.events.process;

import java.time.Duration;

/**
 * What a call may not outlive: it is asked over and over while the call runs, and its launcher
 * kills the call when it hears nothing for too long, whatever became of the agent.
 *
 * <p>Thread: the one that runs the call. Source: safety rule, "Storage objects".
 */
public interface Tether {

    /** What a call is told now. */
    enum Word {
        /** It goes on, and its launcher hears so. */
        GO_ON,
        /** It goes on as long as its launcher lets it. */
        WAIT,
        /** It is killed at once, with all it started. */
        END
    }

    /** Longest time for which a launcher lets a call go on without a word. */
    Duration silence();

    /** How often the launcher is told to let it go on. */
    Duration pause();

    /** What holds now. */
    Word word();
}
