package dev.baton.agent.control;

import dev.baton.agent.access.Entrance;
import dev.baton.agent.access.FailedAttempts;
import dev.baton.agent.access.TokenFile;
import dev.baton.orchestrator.exchange.Fact;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Who may change something over HTTP, and who is told that somebody did.
 *
 * @param loud how many refusals of one address are logged
 * @param facts hears of every call that was carried out
 */
public record Access(Entrance entrance, FailedAttempts loud, Consumer<Fact> facts) {

    /**
     * By a file of tokens.
     *
     * @param wall by which tokens end
     * @param nanoTime by which wrong ones are limited
     */
    public static Access by(
            Path tokens, InstantSource wall, LongSupplier nanoTime, Consumer<Fact> facts) {
        return new Access(
                new Entrance(new TokenFile(tokens), wall, nanoTime),
                new FailedAttempts(nanoTime),
                facts);
    }
}
