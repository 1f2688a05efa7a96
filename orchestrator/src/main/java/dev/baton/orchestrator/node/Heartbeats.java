package dev.baton.orchestrator.node;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.ReportNews;
import dev.baton.orchestrator.lease.Rights;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Heartbeats and their answers: they carry what a node asks of the voters, how it votes, and its
 * report. Source: {@code docs/safety.md}.
 */
final class Heartbeats {

    /** What a node is doing about a leader's orders. */
    enum Ordered {
        NOTHING,
        WORKING,
        ANSWERING
    }

    private static final Duration REPORT_AT_MOST_EVERY = Duration.ofMillis(20);

    private final Incarnation self;
    private final Duration interval;
    private final Peers peers;
    private final Rights rights;
    private final OwnReport report;
    private final Outgoing outgoing;
    private final VoterBook voters;
    private final ToldReports toldReports;
    private final TreeSet<Pnn> hastened = new TreeSet<>();
    private Ordered ordered = Ordered.NOTHING;
    private Moment next = Moment.PAST;
    private Moment lastReport = Moment.PAST;

    Heartbeats(
            NodeSetup setup,
            Peers peers,
            Rights rights,
            OwnReport report,
            Outgoing outgoing,
            VoterBook voters) {
        this.self = setup.self();
        this.interval = setup.timing().heartbeat();
        this.peers = peers;
        this.rights = rights;
        this.report = report;
        this.outgoing = outgoing;
        this.voters = voters;
        this.toldReports = new ToldReports(peers);
    }

    /** Votes on a heartbeat; true when its sender is back, or in a new life. */
    boolean heard(Work work, Message.Beat beat) {
        Pnn from = beat.from().node();
        if (peers.isOutlived(beat.from())) {
            peers.endedLifeAfter(work.now(), beat.from())
                    .map(known -> new Message.Outlived(self, beat.from(), known))
                    .ifPresent(answer -> outgoing.send(work, from, answer));
            return false;
        }
        if (!voters.hears(work, beat)) {
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
            hasten(from);
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
                ack.age(),
                ack.done(),
                seen,
                ack.refusals(),
                ack.weak(),
                ack.lock());
    }

    void acknowledged(Work work, Message.BeatAck ack) {
        if (!rights.goesBySame(ack.voters()) || !ack.to().equals(self)) {
            return;
        }
        Pnn from = ack.from().node();
        boolean reborn = rights.meet(ack.from());
        rights.count(work.now(), ack);
        rights.sent(ack.number()).ifPresent(sent -> peers.answered(work, ack.from(), sent));
        peers.find(from).ifPresent(state -> state.reportSeen = ack.seen());
        if (reborn) {
            hasten(from);
        }
    }

    /** The next heartbeat does not wait for its turn. */
    void hasten(Moment now) {
        next = now;
    }

    /**
     * The next heartbeat to this peer does not wait for its turn: it is back, or in a new life,
     * knows nothing of this node and has promised it nothing. All others hear what they know in
     * turn; were they told with each peer that is met, many nodes that start would say it so many
     * times more.
     */
    void hasten(Pnn peer) {
        hastened.add(peer);
    }

    /**
     * Sends a heartbeat to every peer when one is due, with the report for those that have not seen
     * it. One that goes early because of a right leaves the report out, which is the larger part of
     * it and may change again in a moment.
     *
     * <p>What changes in the report between two turns is told to the leader, who acts on it, and to
     * everybody while none is known; not while an order is carried out, whose answer tells more.
     *
     * @param led the number of the right to lead while this node holds it; else 0
     * @param leader the node that leads, as far as this one knows
     * @param now what there is of a leader's orders
     */
    boolean beatIfDue(Work work, long led, Optional<Pnn> leader, Ordered now) {
        ordered = now;
        boolean inTurn = !work.now().isBefore(next);
        boolean tells = report.isUntold() && !work.now().isBefore(tellAt());
        if (tells && led != 0 && !inTurn) {
            report.told();
            tells = false;
        }
        if (inTurn || rights.isUrgent() || (tells && leader.isEmpty())) {
            next = work.now().plus(interval);
            Optional<Pnn> hears = inTurn ? Optional.empty() : leader;
            send(work, led, peers.all().keySet(), inTurn || tells, hears);
            return true;
        }
        hastened.retainAll(peers.all().keySet());
        if (!tells && hastened.isEmpty()) {
            return false;
        }
        TreeSet<Pnn> some = new TreeSet<>(hastened);
        if (tells) {
            some.add(leader.orElseThrow());
        }
        send(work, led, some, tells, leader);
        return true;
    }

    /**
     * One numbered heartbeat.
     *
     * @param reports whether the report goes with it where it is news; to a hastened peer it always
     *     does
     * @param onlyTo the only other peer the report goes to; empty: all
     */
    private void send(
            Work work, long led, Collection<Pnn> receivers, boolean reports, Optional<Pnn> onlyTo) {
        if (reports) {
            report.told();
            lastReport = work.now();
        }
        NodeReport own = report.current();
        long number = rights.beat(work.now());
        for (Pnn to : receivers) {
            boolean addressed =
                    hastened.contains(to) || (reports && onlyTo.map(to::equals).orElse(true));
            Optional<ReportNews> told = addressed ? toldReports.newsFor(to, own) : Optional.empty();
            work.effect(new Effect.Send(to, beat(work, number, led, to, told)));
        }
        hastened.clear();
    }

    /** When a changed report is told: at once with the answer to an order, not before it. */
    private Moment tellAt() {
        return switch (ordered) {
            case ANSWERING -> Moment.PAST;
            case WORKING -> next;
            case NOTHING -> Moment.earlier(next, lastReport.plus(REPORT_AT_MOST_EVERY));
        };
    }

    private Message.Beat beat(
            Work work, long number, long leading, Pnn to, Optional<ReportNews> told) {
        return new Message.Beat(
                self,
                rights.votersHash(),
                number,
                rights.incarnationOf(to),
                rights.lockLifeAt(to),
                leading,
                rights.changesFor(work.now(), to),
                report.current().version(),
                told);
    }

    Moment nextDeadline() {
        return report.isUntold() ? tellAt() : next;
    }
}
