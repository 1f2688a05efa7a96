package dev.baton.orchestrator.node;

import dev.baton.config.FailbackNow;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.leadership.Leadership;
import dev.baton.orchestrator.lease.LeaseEvent;
import dev.baton.orchestrator.lease.Rights;

import java.time.Duration;
import java.util.Optional;

/**
 * The right to lead: this node asks for it while nobody leads, is {@link Leader} while it is held,
 * and gives it back when it may not be one any more.
 */
final class Leading {

    static final Right RIGHT = new Right.Leading();
    private static final Duration MAJORITY_HEARD_WITHIN = Duration.ofSeconds(2);

    private final NodeSetup setup;
    private final VoterBook voters;
    private final LiveRules rules;
    private final Incarnation self;
    private final Peers peers;
    private final Rights rights;
    private final Heartbeats heartbeats;
    private final Leader.Node node;
    private final Leadership leadership = new Leadership();
    private Optional<Leader> leader = Optional.empty();
    private Generations generations = new Generations(0);
    private Optional<NodeView.RunSummary> lastRun = Optional.empty();
    private int leaderSeen = -1;

    Leading(
            NodeSetup setup,
            LiveRules rules,
            Peers peers,
            Rights rights,
            Heartbeats heartbeats,
            VoterBook voters,
            Leader.Node node) {
        this.setup = setup;
        this.rules = rules;
        this.self = setup.self();
        this.peers = peers;
        this.rights = rights;
        this.heartbeats = heartbeats;
        this.voters = voters;
        this.node = node;
    }

    /** The leader's work, while this node leads. */
    Optional<Leader> leader() {
        return leader;
    }

    /** The node that leads, as far as this one can tell. */
    Optional<Pnn> node() {
        return leader.isPresent() ? Optional.of(self.node()) : peers.leader();
    }

    /** The number of the right while this node leads; else 0. */
    long number() {
        return leader.map(Leader::leading).orElse(0L);
    }

    /** The generation of the cluster while this node leads it; else {@link Generations#NONE}. */
    long generation() {
        return leader.isPresent() ? generations.now() : Generations.NONE;
    }

    /** Takes every step that is due. */
    void drive(Work work, boolean candidate) {
        if (leader.isPresent()) {
            if (!candidate || rights.until(RIGHT).isEmpty()) {
                resign(work, candidate ? "lost" : "inactive");
            } else {
                leader.get().drive(work);
                generations.look(node.snapshot(), node, leader.get().recovered());
            }
        } else if (!candidate) {
            leadership.rest();
            rights.giveBack(RIGHT);
        } else if (!rights.wants(RIGHT)) {
            askIfDue(work);
        }
    }

    private void askIfDue(Work work) {
        boolean heard = rights.hearsMajority(work.now(), MAJORITY_HEARD_WITHIN);
        if (node().isPresent() || !heard) {
            leadership.rest();
            return;
        }
        Duration busy =
                rights.promisedTo(work.now(), RIGHT)
                        .filter(other -> !other.equals(self))
                        .map(_ -> rights.promiseLeft(work.now(), RIGHT))
                        .orElse(Duration.ZERO);
        if (leadership.shouldAsk(work.now(), busy, rank())) {
            leadership.rest();
            rights.ask(work.now(), RIGHT, work.wallMillis());
        }
    }

    private int rank() {
        return peers.candidatesBefore(self.node());
    }

    void lease(Work work, LeaseEvent event) {
        if (!event.right().equals(RIGHT)) {
            return;
        }
        switch (event) {
            case LeaseEvent.Granted granted -> begin(work, granted);
            case LeaseEvent.Denied denied ->
                    leadership.denied(work.now(), denied.retryAfter(), rank());
            case LeaseEvent.Lapsed lapsed -> {
                work.fact(new Fact.RightLost(RIGHT, lapsed.number(), "lease_ended"));
                resign(work, "lost");
            }
        }
    }

    private void begin(Work work, LeaseEvent.Granted granted) {
        work.fact(new Fact.RightGranted(RIGHT, granted.number(), granted.took()));
        VoterChanges changes = new VoterChanges(granted.number(), setup, voters, rights, node);
        leader = Optional.of(new Leader(self, granted.number(), rules, changes, node));
        generations = new Generations(granted.number());
        heartbeats.hasten(work.now());
    }

    void answered(Work work, Message.Answer answer) {
        leader.ifPresent(lead -> lead.answered(work, answer));
    }

    void nodesTold(Message.NodesTold told) {
        leader.ifPresent(lead -> lead.nodesTold(told));
    }

    /** Other addresses may leave a healthy node from now on. */
    void failback(FailbackNow now) {
        FailbackNow before = rules.failback();
        rules.failback(now);
        leader.ifPresent(lead -> lead.failbackChanged(before, now));
    }

    void refused(Message.Refused refused) {
        if (leader.map(lead -> lead.refused(refused)).orElse(false)) {
            rights.giveBack(RIGHT);
        }
    }

    /** Gives the right back, or what is left of a request for it, and leads no more. */
    void resign(Work work, String cause) {
        rights.giveBack(RIGHT);
        leader.ifPresent(
                lead -> {
                    lead.resign(work);
                    lastRun = lead.last().or(() -> lastRun);
                    heartbeats.hasten(work.now());
                });
        leader = Optional.empty();
        tell(work, cause);
    }

    /** Says so when another node leads than before. */
    void tell(Work work, String cause) {
        int now = node().map(Pnn::value).orElse(-1);
        if (now != leaderSeen) {
            work.fact(new Fact.LeaderChanged(leaderSeen, now, cause));
            leaderSeen = now;
        }
    }

    boolean hasWork() {
        return leader.map(Leader::hasWork).orElse(false);
    }

    /** Whether this node leads and has not begun its first recovery yet. */
    boolean owesFirstRecovery() {
        return leader.map(Leader::owesFirstRecovery).orElse(false);
    }

    boolean isRunning() {
        return leader.map(Leader::isRunning).orElse(false);
    }

    /** The last run this node led. */
    Optional<NodeView.RunSummary> lastRun() {
        return leader.flatMap(Leader::last).or(() -> lastRun);
    }

    Moment nextDeadline() {
        Moment run = leader.map(Leader::nextDeadline).orElse(Moment.NEVER);
        return Moment.earlier(leadership.due(), run);
    }
}
