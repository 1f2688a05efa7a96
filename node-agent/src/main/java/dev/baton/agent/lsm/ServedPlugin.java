package dev.baton.agent.lsm;

import dev.baton.events.callout.Outcome;

import java.util.Optional;

/** A plugin behind a socket of clients: its process is whose socket that is. */
record ServedPlugin(FrameChannel channel) implements OtherEnd {

    @Override
    public Optional<Outcome> endSoon() {
        return Optional.empty();
    }

    @Override
    public void abandon(String by) {
        channel.close();
    }

    @Override
    public void close() {
        channel.close();
    }
}
