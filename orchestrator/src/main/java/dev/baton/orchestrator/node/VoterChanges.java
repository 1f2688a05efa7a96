package dev.baton.orchestrator.node;

import dev.baton.config.NodesFile;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Ballot;
import dev.baton.orchestrator.cluster.ClusterSnapshot;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.cluster.VoterSet;
import dev.baton.orchestrator.cluster.Voters;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.lease.Rights;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a leader does about who votes: the nodes an operator changed, nodes that end and give their
 * vote back, nodes that are there again. One change at a time, each by way of both sets together.
 *
 * <p>A change is proposed by the leader's own voter book and spreads with the heartbeats. It is
 * settled by a leader that proposed it under its own number, once every quorum of either set
 * contains a node that has stored it, and no lease of before can run. Source: {@code
 * docs/safety.md}, section "Voters".
 */
final class VoterChanges implements LedVoters {

    private static final Duration READ_LIMIT = Duration.ofSeconds(5);

    /** An operator waits for the nodes to be reloaded. */
    private static final class Reload {
        final Asker asker;
        final long id;
        final Moment limit;
        final TreeSet<Pnn> asked;
        final TreeMap<Pnn, Message.NodesTold> answers = new TreeMap<>();
        Optional<VoterSet> target = Optional.empty();
        String text = "";

        Reload(Asker asker, long id, Moment limit, Set<Pnn> asked) {
            this.asker = asker;
            this.id = id;
            this.limit = limit;
            this.asked = new TreeSet<>(asked);
        }
    }

    private final Incarnation self;
    private final long leading;
    private final VoterBook book;
    private final Rights rights;
    private final VoterSet configured;
    private final Leader.Node node;
    private Optional<Reload> reload = Optional.empty();
    private Optional<Voters> proposed = Optional.empty();
    private Moment settleAt = Moment.NEVER;
    private long lastId;
    private long lastBallot;

    VoterChanges(long leading, NodeSetup setup, VoterBook book, Rights rights, Leader.Node node) {
        this.self = setup.self();
        this.leading = leading;
        this.book = book;
        this.rights = rights;
        this.configured = setup.voting().configured();
        this.node = node;
    }

    // ---- reload

    /** Asks every connected node for its file. */
    @Override
    public void reload(Work work, Asker asker) {
        if (reload.isPresent()) {
            node.reply(work, asker, new OperatorReply.Refused("the nodes are being reloaded"));
            return;
        }
        TreeSet<Pnn> all = new TreeSet<>(node.snapshot().reports().keySet());
        Moment limit = work.now().plus(READ_LIMIT);
        reload = Optional.of(new Reload(asker, ++lastId, limit, all));
        for (Pnn to : all) {
            node.send(work, to, new Message.NodesAsked(self, lastId));
        }
    }

    @Override
    public void told(Message.NodesTold told) {
        reload.filter(waiting -> waiting.id == told.id())
                .ifPresent(waiting -> waiting.answers.put(told.from().node(), told));
    }

    private void goOn(Work work, Reload waiting) {
        if (waiting.target.isPresent()) {
            if (!book.current().isJoint() && isReached(waiting.target.get())) {
                answer(work, waiting, new OperatorReply.Done(waiting.text));
            }
            return;
        }
        TreeSet<Pnn> silent = new TreeSet<>(waiting.asked);
        silent.removeAll(waiting.answers.keySet());
        if (!silent.isEmpty()) {
            if (!work.now().isBefore(waiting.limit)) {
                String why = "no answer about the nodes file from node " + silent.first();
                answer(work, waiting, new OperatorReply.TimedOut(why));
            }
            return;
        }
        decide(work, waiting);
    }

    private boolean isReached(VoterSet target) {
        VoterSet now = book.current().set();
        return now.withVoters(target.voters()).equals(target);
    }

    private void decide(Work work, Reload waiting) {
        Optional<String> problem = firstProblem(waiting);
        if (problem.isPresent()) {
            answer(work, waiting, new OperatorReply.Refused(problem.get()));
            return;
        }
        NodesFile file = waiting.answers.firstEntry().getValue().nodes().orElseThrow();
        VoterSet now = book.current().set();
        Set<Pnn> connected = node.snapshot().reports().keySet();
        NodesChange change = new NodesChange(now.nodes(), file);
        Optional<String> impossible = change.impossible(connected);
        if (impossible.isPresent()) {
            answer(work, waiting, new OperatorReply.Refused(impossible.get()));
            return;
        }
        TreeSet<Pnn> voters = new TreeSet<>(now.voters());
        voters.retainAll(file.addresses().keySet());
        if (voters.isEmpty()) {
            String why = "no node that votes now is left in the file";
            answer(work, waiting, new OperatorReply.Refused(why));
            return;
        }
        VoterSet target = new VoterSet(file, voters, configured.mode(), configured.lock());
        if (now.lockVotes() && target.lockVotes() && !now.lock().equals(target.lock())) {
            String why =
                    "the lock that votes, \"%s\", cannot become \"%s\" while both would vote; take its vote away first"
                            .formatted(now.lock(), target.lock());
            answer(work, waiting, new OperatorReply.Refused(why));
            return;
        }
        waiting.text = change.words();
        waiting.target = Optional.of(target);
        if (target.equals(now)) {
            answer(work, waiting, new OperatorReply.Done(waiting.text));
        }
    }

    private static Optional<String> firstProblem(Reload waiting) {
        Message.NodesTold first = waiting.answers.firstEntry().getValue();
        for (Map.Entry<Pnn, Message.NodesTold> entry : waiting.answers.entrySet()) {
            Message.NodesTold told = entry.getValue();
            if (told.nodes().isEmpty()) {
                return Optional.of("node " + entry.getKey() + ": " + told.problem());
            }
            if (!told.nodes().equals(first.nodes())) {
                return Optional.of(
                        "the nodes files of node %s and node %s differ; make them equal"
                                .formatted(first.from().node(), entry.getKey()));
            }
        }
        return Optional.empty();
    }

    private void answer(Work work, Reload waiting, OperatorReply reply) {
        reload = Optional.empty();
        node.reply(work, waiting.asker, reply);
    }

    // ---- the loop

    @Override
    public void drive(Work work, ClusterSnapshot snapshot) {
        reload.ifPresent(waiting -> goOn(work, waiting));
        Voters now = book.current();
        if (proposed.filter(own -> own.compareTo(now) > 0).isPresent()) {
            return; // it is being stored
        }
        if (now.isJoint()) {
            settle(work, now);
        } else if (now.isFounded()) {
            settleAt = Moment.NEVER;
            due(now.set(), snapshot).ifPresent(next -> propose(work, now, next));
        }
    }

    /** A change another leader proposed is proposed again, so that no third one can be. */
    private void settle(Work work, Voters joint) {
        if (!proposed.equals(Optional.of(joint))) {
            settleAt = Moment.NEVER;
            propose(work, joint, joint.set());
            return;
        }
        if (!rights.isStoredByEnough(book.agreeing())) {
            return;
        }
        if (settleAt.equals(Moment.NEVER)) {
            settleAt = work.now().plus(rights.clauses().settlesAfter(rights.timing()));
        }
        if (!work.now().isBefore(settleAt)) {
            settleAt = Moment.NEVER;
            proposed = Optional.empty();
            book.adopt(work, joint.settled());
        }
    }

    private void propose(Work work, Voters now, VoterSet next) {
        lastBallot = Math.max(leading, Math.max(lastBallot, now.ballot().number()) + 1);
        Voters proposal = now.proposing(next, new Ballot(lastBallot, self));
        proposed = Optional.of(proposal);
        book.adopt(work, proposal);
    }

    /** The set to go to, when another one than now is wanted. */
    private Optional<VoterSet> due(VoterSet now, ClusterSnapshot snapshot) {
        Optional<VoterSet> asked = reload.flatMap(waiting -> waiting.target);
        VoterSet base = asked.orElse(now);
        TreeSet<Pnn> voters = new TreeSet<>(base.voters());
        snapshot.reports()
                .forEach(
                        (pnn, report) -> {
                            if (report.vote().givesBack()) {
                                voters.remove(pnn);
                            } else if (mayJoin(base, pnn, report)) {
                                voters.add(pnn);
                            }
                        });
        if (voters.isEmpty() || areManyEnding(snapshot)) {
            voters.addAll(base.voters());
        }
        VoterSet wanted = base.withVoters(voters);
        return wanted.equals(now) ? Optional.empty() : Optional.of(wanted);
    }

    private static boolean mayJoin(VoterSet base, Pnn pnn, NodeReport report) {
        boolean lives =
                report.runstate().compareTo(Runstate.FIRST_RECOVERY) >= 0
                        && report.runstate() != Runstate.SHUTDOWN;
        return lives && base.nodes().addressOf(pnn).isPresent();
    }

    /** Where the whole cluster ends, votes stay as they are: whoever comes back first may serve. */
    private static boolean areManyEnding(ClusterSnapshot snapshot) {
        return snapshot.reports().values().stream()
                        .filter(report -> report.runstate() == Runstate.SHUTDOWN)
                        .count()
                > 1;
    }

    /** This node leads no more: nobody may wait for it. */
    @Override
    public void resign(Work work) {
        reload.ifPresent(
                waiting ->
                        answer(
                                work,
                                waiting,
                                new OperatorReply.Failed(
                                        "the leader changed; ask again with the same command")));
    }

    @Override
    public Moment nextDeadline() {
        return Moment.earlier(
                settleAt,
                reload.filter(r -> r.target.isEmpty()).map(r -> r.limit).orElse(Moment.NEVER));
    }
}
