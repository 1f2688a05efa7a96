package dev.baton.orchestrator.lease;

import java.time.Duration;

/**
 * How who is inside a cluster-wide section follows its lease: a word every {@link #WORD}, and its
 * command is killed after {@link #SILENCE} without one.
 *
 * <p>Source: {@code docs/safety.md}, "Sections".
 */
public final class SectionTiming {

    /** How often it is told that it may go on. */
    public static final Duration WORD = Duration.ofMillis(500);

    /** After so long without a word its command is killed. */
    public static final Duration SILENCE = Duration.ofSeconds(2);

    /** What must be left of the lease for each word, the first one too. */
    public static final Duration LEAST_LEFT = SILENCE.plus(WORD);

    private SectionTiming() {}
}
