package dev.baton.orchestrator.node;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;

/** Carries out operators' commands on this node, or passes them on to the node that can. */
final class Operators {

    private static final Duration FORWARD_LIMIT = Duration.ofSeconds(60);
    private static final int MOST_FORWARDED = 1000;
    private static final int MOST_CALLS = 100;

    /** Finds the life of a connected node. */
    interface Lives {
        Optional<Incarnation> of(Pnn pnn);
    }

    /** Sends to a node. */
    interface Post {
        void send(Work work, Pnn to, Message message);
    }

    /** What commands are about. */
    record Parts(
            Flags flags,
            Life life,
            Sections sections,
            LiveRules rules,
            HostedAddresses addresses,
            AddressChanges changes,
            VoterBook voters) {}

    private record Forwarded(Asker asker, Pnn to, Moment limit) {}

    private record Call(Asker asker, Moment limit) {}

    private final Incarnation self;
    private final Parts parts;
    private final Lives lives;
    private final Post post;
    private final TreeMap<Long, Forwarded> forwarded = new TreeMap<>();
    private final TreeMap<Long, Call> calls = new TreeMap<>();
    private long lastId;

    Operators(Incarnation self, Parts parts, Lives lives, Post post) {
        this.self = self;
        this.parts = parts;
        this.lives = lives;
        this.post = post;
    }

    void asked(
            Work work,
            Asker asker,
            OperatorCommand command,
            Optional<Leader> leader,
            Optional<Pnn> leaderNode) {
        switch (command) {
            case OperatorCommand.OnNode onNode -> {
                if (!onNode.node().equals(self.node())) {
                    forward(work, asker, onNode.node(), command);
                } else if (onNode instanceof OperatorCommand.CallTool(Pnn _, var words)) {
                    call(work, asker, id -> new Effect.CallTool(id, words));
                } else if (onNode instanceof OperatorCommand.ReloadAddresses) {
                    call(work, asker, Effect.ReloadAddresses::new);
                } else if (onNode instanceof OperatorCommand.AddAddress add) {
                    answerIfDone(work, asker, onNode, parts.changes().add(work, asker, add));
                } else if (onNode instanceof OperatorCommand.SetAddresses set) {
                    answerIfDone(work, asker, onNode, parts.changes().set(work, asker, set));
                } else {
                    answer(work, asker, onNode, carryOut(work, onNode));
                }
            }
            case OperatorCommand.EnterSection(String name, long wait) -> {
                if (asker instanceof Asker.Here(var request)) {
                    parts.sections().enter(work, request, new Right.Section(name), wait);
                }
            }
            case OperatorCommand.LeaveSection(String name, long number) -> {
                if (asker instanceof Asker.Here(var request)) {
                    parts.sections().leave(work, request, new Right.Section(name), number);
                }
            }
            case OperatorCommand.TakeObject(Right.Changing object, long wait) -> {
                if (asker instanceof Asker.Here(var request)) {
                    parts.sections().enter(work, request, object, wait);
                }
            }
            case OperatorCommand.GiveObjectBack(Right.Changing object, long number) -> {
                if (asker instanceof Asker.Here(var request)) {
                    parts.sections().leave(work, request, object, number);
                }
            }
            case OperatorCommand.Move _,
                    OperatorCommand.ShareVariable _,
                    OperatorCommand.UnshareVariable _,
                    OperatorCommand.Recover _,
                    OperatorCommand.Reallocate _,
                    OperatorCommand.Failback _,
                    OperatorCommand.ReloadNodes _ ->
                    askLeader(work, asker, command, leader, leaderNode);
        }
    }

    private void askLeader(
            Work work,
            Asker asker,
            OperatorCommand command,
            Optional<Leader> leader,
            Optional<Pnn> leaderNode) {
        boolean moves =
                command instanceof OperatorCommand.Move
                        || command instanceof OperatorCommand.Failback;
        if (leader.isPresent() && moves && parts.rules().now().failoverDisabled()) {
            reply(
                    work,
                    asker,
                    new OperatorReply.Refused(
                            "[failover] disabled is true on the leader, node "
                                    + self.node()
                                    + ": no address is moved"));
        } else if (leader.isPresent() && command instanceof OperatorCommand.ShareVariable share) {
            String problem =
                    parts.rules()
                            .share(work, self, leader.get().leading(), share.name(), share.value());
            answer(work, asker, command, done(problem));
        } else if (leader.isPresent() && command instanceof OperatorCommand.UnshareVariable gone) {
            String problem = parts.rules().unshare(work, self, leader.get().leading(), gone.name());
            answer(work, asker, command, done(problem));
        } else if (leader.isPresent()) {
            work.fact(new Fact.OperatorActed(command.toString(), "next run"));
            switch (command) {
                case OperatorCommand.Move(var ip, Pnn to) -> leader.get().move(ip, to, asker);
                case OperatorCommand.Recover() -> leader.get().reallocate(true, asker);
                case OperatorCommand.Reallocate() -> leader.get().reallocate(false, asker);
                case OperatorCommand.Failback(var ips) -> leader.get().failback(ips, asker);
                case OperatorCommand.ReloadNodes() -> leader.get().reloadNodes(work, asker);
                case OperatorCommand.OnNode _,
                        OperatorCommand.ShareVariable _,
                        OperatorCommand.UnshareVariable _,
                        OperatorCommand.EnterSection _,
                        OperatorCommand.LeaveSection _,
                        OperatorCommand.TakeObject _,
                        OperatorCommand.GiveObjectBack _ ->
                        throw new IllegalStateException("not a leader's command: " + command);
            }
        } else if (leaderNode.isPresent() && asker instanceof Asker.Here) {
            forward(work, asker, leaderNode.get(), command);
        } else {
            reply(
                    work,
                    asker,
                    new OperatorReply.Refused(
                            "the cluster has no leader now; see \"baton status\" and try again"));
        }
    }

    private OperatorReply carryOut(Work work, OperatorCommand.OnNode command) {
        switch (command) {
            case OperatorCommand.Disable(Pnn _, String reason) ->
                    parts.flags().set(work, NodeFlag.DISABLED, reason);
            case OperatorCommand.Enable(Pnn _) ->
                    parts.flags().clear(work, NodeFlag.DISABLED, "operator");
            case OperatorCommand.StopNode(Pnn _, String reason) ->
                    parts.flags().set(work, NodeFlag.STOPPED, reason);
            case OperatorCommand.ContinueNode(Pnn _) ->
                    parts.flags().clear(work, NodeFlag.STOPPED, "operator");
            case OperatorCommand.Ban(Pnn _, long seconds, String reason) -> {
                if (!parts.flags().ban(work, Duration.ofSeconds(seconds), reason)) {
                    return new OperatorReply.Ignored("the tunable EnableBans of this node is 0");
                }
            }
            case OperatorCommand.Unban(Pnn _) -> parts.flags().unban(work, "operator");
            case OperatorCommand.Shutdown(Pnn _) -> parts.life().stop(work, "operator");
            case OperatorCommand.SetVariable(Pnn _, String name, int value) -> {
                return done(parts.rules().change(name, value));
            }
            case OperatorCommand.ResetVariable(Pnn _, String name) -> {
                return done(parts.rules().reset(name));
            }
            case OperatorCommand.SetLeaderRole(Pnn _, boolean mayLead) ->
                    parts.rules().mayLead(mayLead);
            case OperatorCommand.SetLink(Pnn _, var on, boolean up) ->
                    parts.addresses().sayLink(work, on, up);
            case OperatorCommand.AnnounceAgain(Pnn _, var ip) -> {
                return done(parts.addresses().announceAgain(work, ip));
            }
            case OperatorCommand.AddConnections(Pnn _, var connections) -> {
                String problem = parts.addresses().register(work, connections);
                return problem.isEmpty() ? done("") : new OperatorReply.Failed(problem);
            }
            case OperatorCommand.RemoveConnections(Pnn _, var connections) ->
                    parts.addresses().strike(work, connections);
            case OperatorCommand.DeleteAddress delete -> {
                return parts.changes().delete(work, delete);
            }
            case OperatorCommand.FoundVoters _ -> {
                return done(parts.voters().foundByWord(work));
            }
            case OperatorCommand.CallTool _,
                    OperatorCommand.AddAddress _,
                    OperatorCommand.ReloadAddresses _,
                    OperatorCommand.SetAddresses _ ->
                    throw new IllegalStateException("not done at once: " + command);
        }
        return new OperatorReply.Done("done");
    }

    /** Scripts say links and connections and announce all the time: not worth a word of its own. */
    private static void tell(Work work, OperatorCommand command, OperatorReply reply) {
        boolean ofScripts =
                command instanceof OperatorCommand.SetLink
                        || command instanceof OperatorCommand.AnnounceAgain
                        || command instanceof OperatorCommand.AddConnections
                        || command instanceof OperatorCommand.RemoveConnections;
        if (!ofScripts) {
            work.fact(new Fact.OperatorActed(command.toString(), reply.toString()));
        }
    }

    private static OperatorReply done(String problem) {
        return problem.isEmpty()
                ? new OperatorReply.Done("done")
                : new OperatorReply.Refused(problem);
    }

    private void forward(Work work, Asker asker, Pnn to, OperatorCommand command) {
        if (lives.of(to).isEmpty()) {
            reply(
                    work,
                    asker,
                    new OperatorReply.Refused(
                            "node " + to + " cannot be reached from node " + self.node()));
        } else if (forwarded.size() >= MOST_FORWARDED) {
            reply(work, asker, new OperatorReply.Refused("too many commands are under way"));
        } else {
            long id = ++lastId;
            forwarded.put(id, new Forwarded(asker, to, work.now().plus(FORWARD_LIMIT)));
            post.send(work, to, new Message.Request(self, id, command));
        }
    }

    private void answer(Work work, Asker asker, OperatorCommand command, OperatorReply said) {
        tell(work, command, said);
        reply(work, asker, said);
    }

    private void answerIfDone(
            Work work, Asker asker, OperatorCommand command, Optional<OperatorReply> reply) {
        reply.ifPresentOrElse(
                said -> answer(work, asker, command, said),
                () -> work.fact(new Fact.OperatorActed(command.toString(), "begun")));
    }

    /** The shell watches for the addresses it was told of, or says why it cannot. */
    void watched(Work work, long generation, String problem) {
        parts.changes()
                .watched(work, generation, problem)
                .ifPresent(asker -> reply(work, asker, done(problem)));
    }

    private void call(Work work, Asker asker, LongFunction<Effect> effect) {
        if (calls.size() >= MOST_CALLS) {
            reply(work, asker, new OperatorReply.Refused("too many tools are being called"));
            return;
        }
        long id = ++lastId;
        calls.put(id, new Call(asker, work.now().plus(FORWARD_LIMIT)));
        work.effect(effect.apply(id));
    }

    /** A tool has ended; nobody may wait for it any more. */
    void called(Work work, long id, OperatorReply reply) {
        Call call = calls.remove(id);
        if (call != null) {
            reply(work, call.asker(), reply);
        }
    }

    void answered(Work work, Message.Response response) {
        Forwarded waiting = forwarded.get(response.id());
        if (waiting != null && waiting.to().equals(response.from().node())) {
            forwarded.remove(response.id());
            reply(work, waiting.asker(), response.reply());
        }
    }

    void reply(Work work, Asker asker, OperatorReply reply) {
        switch (asker) {
            case Asker.Here(var request) -> work.effect(new Effect.Reply(request, reply));
            case Asker.There(Pnn peer, long id) ->
                    post.send(work, peer, new Message.Response(self, id, reply));
        }
    }

    void wake(Work work) {
        calls.values().removeIf(call -> !work.now().isBefore(call.limit()));
        if (forwarded.isEmpty()) {
            return;
        }
        for (Map.Entry<Long, Forwarded> entry : new TreeMap<>(forwarded).entrySet()) {
            if (!work.now().isBefore(entry.getValue().limit())) {
                forwarded.remove(entry.getKey());
                reply(
                        work,
                        entry.getValue().asker(),
                        new OperatorReply.TimedOut(
                                "node " + entry.getValue().to() + " did not answer in time"));
            }
        }
    }

    Moment nextDeadline() {
        Moment next = Moment.NEVER;
        for (Forwarded waiting : forwarded.values()) {
            next = Moment.earlier(next, waiting.limit());
        }
        for (Call call : calls.values()) {
            next = Moment.earlier(next, call.limit());
        }
        return next;
    }
}
