package dev.baton.agent.lsm;

import dev.baton.events.callout.Outcome;

import java.util.Optional;

/** Whoever answers the requests of a session: a plugin of our own, or one that somebody serves. */
sealed interface OtherEnd extends AutoCloseable permits PluginProcess, ServedPlugin {

    FrameChannel channel();

    /** How it ended, as far as that is known after a moment. */
    Optional<Outcome> endSoon();

    /** Ends it without waiting. */
    void abandon(String by);

    @Override
    void close();
}
