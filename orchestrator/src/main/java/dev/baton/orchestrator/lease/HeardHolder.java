package dev.baton.orchestrator.lease;

import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;

import java.util.TreeMap;

/** What a voter remembers of one life of one holder. One clock serves all promises to it. */
final class HeardHolder {

    Moment lastHeard = Moment.PAST;

    /** The last change of the holder's list that was applied. */
    long applied;

    /** Requests that were refused, or overtaken by another holder, by the number they carried. */
    final TreeMap<Right, Long> refused = new TreeMap<>();
}
