package dev.baton.orchestrator.lease;

import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.Refusal;

import java.util.TreeMap;
import java.util.TreeSet;

/** What a holder knows of one voter from its last answer. */
final class VoterSeen {

    /** The voter's life; 0 while unknown. */
    long incarnation;

    /** The newest heartbeat the voter has answered, and when that was sent. */
    long answered;

    Moment counted = Moment.PAST;

    long applied;
    final TreeMap<Right, Refusal> refusals = new TreeMap<>();
    final TreeSet<Right> weak = new TreeSet<>();

    /** Starts over with another life of the voter, which has applied nothing. */
    void reborn(long number) {
        incarnation = number;
        applied = 0;
        refusals.clear();
        weak.clear();
    }
}
