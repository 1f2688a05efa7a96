package dev.baton.orchestrator.node;

import dev.baton.config.LeaseTiming;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Message;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The other nodes as this one hears them. Hints only shorten the wait; silence decides. */
final class Peers {

    /** So many heartbeats may be missing before a peer counts as disconnected. */
    private static final int SILENT_BEATS = 4;

    /** An answer to an older heartbeat may have lain in a cut connection. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private static final NodeView.Peer DELETED =
            new NodeView.Peer(NodeFlag.DELETED.bit(), Moment.PAST, Optional.empty());

    private final Duration silence;
    private final Duration promise;
    private final TreeMap<Pnn, PeerState> states = new TreeMap<>();

    Peers(LeaseTiming timing) {
        this.silence = timing.heartbeat().multipliedBy(SILENT_BEATS);
        this.promise = timing.promise();
    }

    /** From now on these nodes but one are the peers; what is known of those that stay, stays. */
    void keep(Set<Pnn> nodes, Pnn self) {
        states.keySet().retainAll(nodes);
        states.remove(self);
        for (Pnn node : nodes) {
            if (!node.equals(self)) {
                states.computeIfAbsent(node, _ -> new PeerState());
            }
        }
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

    /** When this life of a peer was last heard; empty for another life than the present one. */
    Optional<Moment> lastHeard(Incarnation life) {
        return find(life.node())
                .filter(state -> state.incarnation == life.number())
                .map(state -> state.lastHeard);
    }

    /** The connected peer that says it leads, by the highest number. */
    Optional<Pnn> leader() {
        Optional<Pnn> best = Optional.empty();
        long highest = 0;
        for (Map.Entry<Pnn, PeerState> peer : states.entrySet()) {
            if (peer.getValue().connected && peer.getValue().leading > highest) {
                highest = peer.getValue().leading;
                best = Optional.of(peer.getKey());
            }
        }
        return best;
    }

    /** How many connected peers in front of a node may lead. */
    int candidatesBefore(Pnn node) {
        return (int)
                states.headMap(node).values().stream()
                        .filter(state -> state.connected)
                        .filter(state -> state.report.filter(NodeReport::mayLead).isPresent())
                        .count();
    }

    /** Whether these are still the reports of exactly the connected peers. */
    boolean areReports(Map<Pnn, NodeReport> reports) {
        int known = 0;
        for (Map.Entry<Pnn, PeerState> entry : states.entrySet()) {
            if (entry.getValue().connected && entry.getValue().report.isPresent()) {
                known++;
                if (!entry.getValue().report.get().equals(reports.get(entry.getKey()))) {
                    return false;
                }
            }
        }
        return known == reports.size();
    }

    /** The version of this node's report that a peer has; 0 when it has none. */
    long reportSeenBy(Pnn peer) {
        return find(peer).map(state -> state.reportSeen).orElse(0L);
    }

    /** What the connected peers last reported. */
    SortedMap<Pnn, NodeReport> reports() {
        TreeMap<Pnn, NodeReport> reports = new TreeMap<>();
        states.forEach(
                (pnn, state) -> {
                    if (state.connected) {
                        state.report.ifPresent(theirs -> reports.put(pnn, theirs));
                    }
                });
        return reports;
    }

    /** Every configured node but this one as an operator sees it; deleted ones included. */
    SortedMap<Pnn, NodeView.Peer> view(int nodeCount) {
        TreeMap<Pnn, NodeView.Peer> all = new TreeMap<>();
        for (int i = 0; i < nodeCount; i++) {
            Pnn pnn = new Pnn(i);
            all.put(pnn, find(pnn).map(Peers::shown).orElse(DELETED));
        }
        return all;
    }

    private static NodeView.Peer shown(PeerState state) {
        int own = state.report.map(NodeReport::flags).orElse(0);
        int bits =
                state.connected
                        ? own
                        : own | NodeFlag.DISCONNECTED.bit() | NodeFlag.UNHEALTHY.bit();
        return new NodeView.Peer(bits, state.lastHeard, state.report);
    }

    /** Whether a later life of that node was heard. */
    boolean isOutlived(Incarnation life) {
        return find(life.node()).filter(state -> life.number() < state.incarnation).isPresent();
    }

    /**
     * The number of the later life, once it was silent for T; while it may live, whoever else says
     * to be that node is not helped to take its place.
     */
    Optional<Long> endedLifeAfter(Moment now, Incarnation life) {
        return find(life.node())
                .filter(state -> life.number() < state.incarnation)
                .filter(state -> !now.isBefore(state.lastHeard.plus(promise)))
                .map(state -> state.incarnation)
                .filter(number -> number <= Incarnation.HIGHEST);
    }

    /**
     * Notes a heartbeat. False when it is of an earlier life and must be ignored. A later life is
     * another peer: the one that was connected is gone, also where its end was not heard, as by a
     * machine that stood still meanwhile.
     */
    boolean hear(Work work, Message.Beat beat) {
        Pnn node = beat.from().node();
        PeerState state = states.get(node);
        if (state == null || isOutlived(beat.from())) {
            return false;
        }
        if (beat.from().number() > state.incarnation) {
            disconnect(work, node, "later_life");
            state.incarnation = beat.from().number();
            state.report = Optional.empty();
            state.reportSeen = 0;
            state.leading = 0;
        }
        state.lastHeard = work.now();
        state.leading = beat.leading();
        long known = state.report.map(NodeReport::version).orElse(0L);
        beat.report()
                .flatMap(news -> news.on(state.report))
                .filter(told -> told.version() > known)
                .ifPresent(told -> state.report = Optional.of(told));
        boolean upToDate =
                state.report.filter(seen -> seen.version() == beat.version()).isPresent();
        if (!state.connected && state.answers == state.incarnation && upToDate) {
            state.connected = true;
            work.fact(new Fact.PeerConnected(node, state.incarnation));
        }
        return true;
    }

    /** The peer has answered the heartbeat sent at {@code sent}; its next one can be believed. */
    void answered(Work work, Incarnation peer, Moment sent) {
        boolean fresh = work.now().isBefore(sent.plus(FRESH));
        find(peer.node())
                .filter(_ -> fresh)
                .ifPresent(state -> state.answers = Math.max(state.answers, peer.number()));
    }

    /** A connection ended. The next heartbeat makes up for a false alarm. */
    void lost(Work work, Pnn peer) {
        disconnect(work, peer, "connection_ended");
    }

    void checkSilence(Work work) {
        Moment limit = work.now().minus(silence);
        for (Map.Entry<Pnn, PeerState> entry : states.entrySet()) {
            if (entry.getValue().connected && !entry.getValue().lastHeard.isAfter(limit)) {
                disconnect(work, entry.getKey(), "silent");
            }
        }
    }

    Moment nextSilence() {
        Moment oldest = Moment.NEVER;
        for (PeerState state : states.values()) {
            if (state.connected) {
                oldest = Moment.earlier(oldest, state.lastHeard);
            }
        }
        return oldest.isBefore(Moment.NEVER) ? oldest.plus(silence) : Moment.NEVER;
    }

    private void disconnect(Work work, Pnn peer, String cause) {
        PeerState state = states.get(peer);
        if (state != null && state.connected) {
            state.connected = false;
            state.answers = 0;
            state.leading = 0;
            work.fact(new Fact.PeerDisconnected(peer, cause));
        }
    }
}
