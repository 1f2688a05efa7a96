package dev.baton.orchestrator.node;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.lease.Rights;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Heartbeats and their answers: they carry what a node asks of the voters, how it votes, and its
 * report. Source: {@code docs/safety.md}.
 */
final class Heartbeats {

    private static final Duration REPORT_AT_MOST_EVERY = Duration.ofMillis(4);

    private final Incarnation self;
    private final long voters;
    private final Duration interval;
    private final Peers peers;
    private final Rights rights;
    private final OwnReport report;
    private final Outgoing outgoing;
    private Moment next = Moment.PAST;
    private Moment last = Moment.PAST;

    Heartbeats(NodeSetup setup, Peers peers, Rights rights, OwnReport report, Outgoing outgoing) {
        this.self = setup.self();
        this.voters = setup.voters().hash();
        this.interval = setup.timing().heartbeat();
        this.peers = peers;
        this.rights = rights;
        this.report = report;
        this.outgoing = outgoing;
    }

    /** Votes on a heartbeat; true when its sender is back, or in a new life. */
    boolean heard(Work work, Message.Beat beat) {
        Pnn from = beat.from().node();
        if (beat.voters() != voters) {
            // The wire refused such a node and said why; this holds if it should ever not.
            return false;
        }
        boolean known = peers.connected(from).isPresent();
        if (!peers.hear(work, beat)) {
            return false;
        }
        boolean reborn = rights.meet(beat.from());
        outgoing.send(work, from, vote(work, beat));
        boolean met = reborn || (!known && peers.connected(from).isPresent());
        if (met) {
            hasten(work.now());
        }
        return met;
    }

    private Message.BeatAck vote(Work work, Message.Beat beat) {
        Message.BeatAck ack = rights.vote(work.now(), beat);
        long seen =
                peers.find(beat.from().node())
                        .flatMap(state -> state.report)
                        .map(NodeReport::version)
                        .orElse(0L);
        return new Message.BeatAck(
                ack.from(),
                ack.to(),
                ack.voters(),
                ack.number(),
                ack.applied(),
                seen,
                ack.refusals(),
                ack.weak());
    }

    void acknowledged(Work work, Message.BeatAck ack) {
        if (ack.voters() != voters || !ack.to().equals(self)) {
            return;
        }
        Pnn from = ack.from().node();
        boolean reborn = rights.meet(ack.from());
        rights.count(work.now(), ack);
        rights.sent(ack.number()).ifPresent(sent -> peers.answered(work, from, sent));
        peers.find(from).ifPresent(state -> state.reportSeen = ack.reportSeen());
        if (reborn) {
            hasten(work.now());
        }
    }

    /** The next heartbeat does not wait for its turn. */
    void hasten(Moment now) {
        next = now;
    }

    /**
     * Sends a heartbeat to every peer when one is due.
     *
     * @param leading the number of the right to lead while this node holds it; else 0
     */
    boolean beatIfDue(Work work, long leading) {
        boolean soon = report.isUntold() && !work.now().isBefore(last.plus(REPORT_AT_MOST_EVERY));
        if (!rights.isUrgent() && !soon && work.now().isBefore(next)) {
            return false;
        }
        report.told();
        last = work.now();
        next = work.now().plus(interval);
        long number = rights.beat(work.now());
        for (Map.Entry<Pnn, PeerState> peer : peers.all().entrySet()) {
            Pnn to = peer.getKey();
            Message.Beat beat = beat(work, number, leading, to, peer.getValue().reportSeen);
            work.effect(new Effect.Send(to, beat));
        }
        return true;
    }

    private Message.Beat beat(Work work, long number, long leading, Pnn to, long reportSeen) {
        NodeReport own = report.current();
        return new Message.Beat(
                self,
                voters,
                number,
                rights.incarnationOf(to),
                leading,
                rights.changesFor(work.now(), to),
                own.version(),
                reportSeen == own.version() ? Optional.empty() : Optional.of(own));
    }

    Moment nextDeadline() {
        return report.isUntold() ? Moment.earlier(next, last.plus(REPORT_AT_MOST_EVERY)) : next;
    }
}
