package dev.baton.orchestrator.node;

import dev.baton.config.LeaseTiming;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Message;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** The other nodes as this one hears them. Hints only shorten the wait; silence decides. */
final class Peers {

    /** So many heartbeats may be missing before a peer counts as disconnected. */
    private static final int SILENT_BEATS = 4;

    /** An answer to an older heartbeat may have lain in a cut connection. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Duration silence;
    private final TreeMap<Pnn, PeerState> states = new TreeMap<>();

    Peers(SortedSet<Pnn> peers, LeaseTiming timing) {
        this.silence = timing.heartbeat().multipliedBy(SILENT_BEATS);
        peers.forEach(peer -> states.put(peer, new PeerState()));
    }

    SortedMap<Pnn, PeerState> all() {
        return states;
    }

    Optional<PeerState> find(Pnn peer) {
        return Optional.ofNullable(states.get(peer));
    }

    Optional<PeerState> connected(Pnn peer) {
        return find(peer).filter(state -> state.connected);
    }

    /** The life of a connected peer. */
    Optional<Incarnation> life(Pnn peer) {
        return connected(peer).map(state -> new Incarnation(peer, state.incarnation));
    }

    /** Notes a heartbeat. False when it is of an earlier life and must be ignored. */
    boolean hear(Work work, Message.Beat beat) {
        Pnn node = beat.from().node();
        PeerState state = states.get(node);
        if (state == null || beat.from().number() < state.incarnation) {
            return false;
        }
        if (beat.from().number() > state.incarnation) {
            state.incarnation = beat.from().number();
            state.report = Optional.empty();
            state.reportSeen = 0;
            state.leading = 0;
        }
        state.lastHeard = work.now();
        state.leading = beat.leading();
        if (beat.report().isPresent()) {
            state.report = beat.report();
        }
        if (!state.connected && state.answers && state.report.isPresent()) {
            state.connected = true;
            work.fact(new Fact.PeerConnected(node, state.incarnation));
        }
        return true;
    }

    /** The peer has answered the heartbeat sent at {@code sent}; its next one can be believed. */
    void answered(Work work, Pnn peer, Moment sent) {
        boolean fresh = work.now().isBefore(sent.plus(FRESH));
        find(peer).filter(_ -> fresh).ifPresent(state -> state.answers = true);
    }

    /** A connection ended. The next heartbeat makes up for a false alarm. */
    void lost(Work work, Pnn peer) {
        disconnect(work, peer, "connection_ended");
    }

    void checkSilence(Work work) {
        for (Map.Entry<Pnn, PeerState> entry : states.entrySet()) {
            if (entry.getValue().connected
                    && !work.now().isBefore(entry.getValue().lastHeard.plus(silence))) {
                disconnect(work, entry.getKey(), "silent");
            }
        }
    }

    Moment nextSilence() {
        return states.values().stream()
                .filter(state -> state.connected)
                .map(state -> state.lastHeard.plus(silence))
                .min(Moment::compareTo)
                .orElse(Moment.NEVER);
    }

    private void disconnect(Work work, Pnn peer, String cause) {
        PeerState state = states.get(peer);
        if (state != null && state.connected) {
            state.connected = false;
            state.answers = false;
            state.leading = 0;
            work.fact(new Fact.PeerDisconnected(peer, cause));
        }
    }
}
