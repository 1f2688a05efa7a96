package dev.baton.orchestrator.snapshot;

import java.time.Duration;
import java.util.Optional;

/** What a node tells the coordinator of a round; each answers one order. */
public sealed interface RoundReport {

    /** The end of prestart. */
    record Prepared(HookEnd end) implements RoundReport {}

    /** The end of presnap; {@link HookEnd.Ok} means that it is frozen. */
    record Frozen(HookEnd end) implements RoundReport {}

    /**
     * The end of a snapshot.
     *
     * @param problem empty when it was taken; else a sentence
     */
    record Snapped(int index, String problem) implements RoundReport {}

    /**
     * The end of thawing.
     *
     * @param ago how long before the order to thaw arrived the node had begun by itself, by its
     *     clock; empty where the order began it
     * @param frozen from the start of presnap to the end of postsnap; zero where nothing was begun
     * @param abandoned whether the agent died meanwhile: then nobody knows when thawing began
     * @param problem empty when postsnap went well; else a sentence, and the node may still be
     *     frozen
     */
    record Thawed(Optional<Duration> ago, Duration frozen, boolean abandoned, String problem)
            implements RoundReport {}
}
