package dev.baton.config;

import java.time.Duration;

/**
 * Whose votes make a lease. Source: {@code docs/safety.md}, section "Voters".
 *
 * @param lockProof R: how long the lock's vote counts after it was last seen to be held
 * @param givesBack whether a node that ends in order leaves the voters until it is back
 */
public record VoteOptions(VoteMode mode, Duration lockProof, boolean givesBack) {

    public static final VoteOptions DEFAULT =
            new VoteOptions(VoteMode.MAJORITY, Duration.ofSeconds(3), true);
}
