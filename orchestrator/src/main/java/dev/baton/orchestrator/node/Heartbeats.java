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

    private static final Duration REPORT_AT_MOST_EVERY = Duration.ofMillis(20);

    private final Incarnation self;
    private final long voters;
    private final Duration interval;
    private final Peers peers;
    private final Rights rights;
    private final OwnReport report;
    private final Outgoing outgoing;
    private Moment next = Moment.PAST;
    private Moment lastReport = Moment.PAST;

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
     * Sends a heartbeat to every peer when one is due. One that goes early because of a right
     * leaves out the report, which is the larger part of it and may change again in a moment.
     *
     * @param leading the number of the right to lead while this node holds it; else 0
     * @param answering whether orders are answered now: who hears of an order's end has the report
     */
    boolean beatIfDue(Work work, long leading, boolean answering) {
        boolean ripe = answering || !work.now().isBefore(lastReport.plus(REPORT_AT_MOST_EVERY));
        boolean inTurn = !work.now().isBefore(next);
        boolean reports = inTurn || (report.isUntold() && ripe);
        if (!rights.isUrgent() && !reports) {
            return false;
        }
        if (reports) {
            report.told();
            lastReport = work.now();
        }
        next = work.now().plus(interval);
        long number = rights.beat(work.now());
        for (Map.Entry<Pnn, PeerState> peer : peers.all().entrySet()) {
            Pnn to = peer.getKey();
            NodeReport own = report.current();
            boolean unseen = reports && peer.getValue().reportSeen != own.version();
            Optional<NodeReport> told = unseen ? Optional.of(own) : Optional.empty();
            work.effect(new Effect.Send(to, beat(work, number, leading, to, told)));
        }
        return true;
    }

    private Message.Beat beat(
            Work work, long number, long leading, Pnn to, Optional<NodeReport> told) {
        return new Message.Beat(
                self,
                voters,
                number,
                rights.incarnationOf(to),
                leading,
                rights.changesFor(work.now(), to),
                report.current().version(),
                told);
    }

    Moment nextDeadline() {
        return report.isUntold()
                ? Moment.earlier(next, lastReport.plus(REPORT_AT_MOST_EVERY))
                : next;
    }
}
