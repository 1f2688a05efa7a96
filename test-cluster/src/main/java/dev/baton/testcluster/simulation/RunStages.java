package dev.baton.testcluster.simulation;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Instruction;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.Outcome;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The stages of takeover runs, as leaders' orders, nodes' answers and facts tell: a stage is a
 * barrier, what failed in one is not built upon in the next, and a leader carries out one run at a
 * time.
 *
 * <p>What a leader orders itself travels by no network and is not seen. Source: CTDB events
 * contract, section 13 (step 8).
 */
final class RunStages {

    static final String RULE = "stages in order";

    /** Runs remembered; messages that are older than so many runs prove nothing. */
    private static final int MOST_RUNS = 64;

    private record Place(int stage, Pnn node) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int stages = Integer.compare(stage, other.stage);
            return stages != 0 ? stages : node.compareTo(other.node);
        }
    }

    private record Ordered(
            long at, Incarnation to, Duration limit, List<Instruction> instructions) {}

    /** What was seen of one run. */
    private static final class Run {
        final TreeMap<Place, Ordered> unanswered = new TreeMap<>();
        final TreeMap<Place, Ordered> ordered = new TreeMap<>();
        final TreeSet<IpAddress> notReleased = new TreeSet<>();
        final TreeSet<Pnn> notReady = new TreeSet<>();
        final TreeSet<Pnn> notRecovered = new TreeSet<>();

        /** The lives that were ordered anything: a later life has made ready for nothing. */
        final TreeMap<Pnn, Incarnation> lives = new TreeMap<>();

        /** A leader leaves out who has refused any of its orders, whenever it hears of it. */
        final TreeSet<Pnn> refused = new TreeSet<>();

        Optional<Pnn> leader = Optional.empty();

        void undone(Instruction instruction) {
            if (instruction instanceof Instruction.Release(IpAddress ip, long _)) {
                notReleased.add(ip);
            }
        }
    }

    private final Duration patience;
    private final Predicate<Incarnation> lives;
    private final TreeMap<RunId, Run> runs = new TreeMap<>();
    private final ArrayDeque<RunId> order = new ArrayDeque<>();
    private final TreeMap<Long, Begun> running = new TreeMap<>();

    /** A run that its leader has not ended. */
    private record Begun(Pnn by, RunId run) {}

    /**
     * @param patience how long before the end of a run inactive nodes are waited for no more
     * @param lives whether this life of a node is still its present one
     */
    RunStages(Duration patience, Predicate<Incarnation> lives) {
        this.patience = patience;
        this.lives = lives;
    }

    /** What is broken by this message at this instant; empty when nothing is. */
    Optional<String> sent(long now, Pnn to, Message message) {
        return message instanceof Message.Order order ? ordered(now, to, order) : Optional.empty();
    }

    /** A message reaches a node: what a leader has not heard it cannot heed. */
    void arrived(Message message) {
        if (message instanceof Message.Answer answer) {
            answered(answer);
        } else if (message instanceof Message.Refused refused) {
            Pnn node = refused.from().node();
            Run run = seen(refused.run());
            run.refused.add(node);
            if (run.unanswered.entrySet().stream().anyMatch(it -> makesReady(it, node))) {
                run.notReady.add(node);
            }
            lost(run, node::equals);
        }
    }

    /** What is broken by this fact or effect of a node; empty when nothing is. */
    Optional<String> happened(Pnn node, Object what) {
        if (what instanceof Fact.PeerDisconnected(Pnn lost, String _)) {
            ledBy(node).forEach(run -> lost(run, lost::equals));
        }
        if (what instanceof Effect.MeetNodes(var met)) {
            ledBy(node).forEach(run -> lost(run, peer -> !met.containsKey(peer)));
        }
        if (what instanceof Fact.TakeoverRunStarted started) {
            Begun begun = new Begun(node, started.run());
            return Optional.ofNullable(running.put(started.run().leading(), begun))
                    .map(old -> "run %s began within run %s".formatted(started.run(), old.run()));
        }
        if (what instanceof Fact.TakeoverRunFinished finished) {
            running.remove(finished.run().leading());
        }
        return Optional.empty();
    }

    /**
     * A leader's agent has ended, and its run with it. Where wall clocks differ, a later life may
     * use the same number.
     */
    void died(Pnn leader) {
        for (Begun begun : List.copyOf(running.values())) {
            if (begun.by().equals(leader)) {
                running.remove(begun.run().leading());
                runs.remove(begun.run());
                order.remove(begun.run());
            }
        }
    }

    private Stream<Run> ledBy(Pnn node) {
        return runs.values().stream().filter(run -> run.leader.equals(Optional.of(node)));
    }

    /** Nobody waits any more for nodes their leader has no connection to. */
    private static void lost(Run run, Predicate<Pnn> nodes) {
        run.unanswered
                .entrySet()
                .removeIf(
                        entry -> {
                            boolean isLost = nodes.test(entry.getKey().node());
                            if (isLost) {
                                entry.getValue().instructions().forEach(run::undone);
                            }
                            return isLost;
                        });
    }

    private Run seen(RunId id) {
        if (!runs.containsKey(id)) {
            order.add(id);
            if (order.size() > MOST_RUNS) {
                runs.remove(order.remove());
            }
        }
        return runs.computeIfAbsent(id, _ -> new Run());
    }

    private Optional<String> ordered(long now, Pnn to, Message.Order sent) {
        Run run = seen(sent.run());
        run.leader = Optional.of(sent.from().node());
        Place place = new Place(sent.stage(), to);
        if (run.ordered.containsKey(place)) {
            return Optional.empty();
        }
        Ordered fresh =
                new Ordered(
                        now, sent.to(), Duration.ofMillis(sent.limitMillis()), sent.instructions());
        run.ordered.put(place, fresh);
        run.unanswered.put(place, fresh);
        return another(sent, run)
                .or(() -> missing(now, sent, run))
                .or(
                        () ->
                                sent.instructions().stream()
                                        .filter(each -> isUnfounded(run, to, each))
                                        .findFirst()
                                        .map(each -> "%s ordered %s".formatted(sent.run(), each)))
                .map(broken -> "to node %s: %s".formatted(to, broken));
    }

    private static Optional<String> another(Message.Order sent, Run run) {
        Incarnation first = run.lives.computeIfAbsent(sent.to().node(), _ -> sent.to());
        return first.equals(sent.to())
                ? Optional.empty()
                : Optional.of("run %s goes on with another life".formatted(sent.run()));
    }

    /** A node that has not answered an earlier stage and has still time for it. */
    private Optional<String> missing(long now, Message.Order sent, Run run) {
        return run.unanswered.entrySet().stream()
                .filter(entry -> entry.getKey().stage() < sent.stage())
                .filter(entry -> !run.refused.contains(entry.getKey().node()))
                .filter(entry -> hasTime(now, entry.getValue()))
                .filter(entry -> lives.test(entry.getValue().to()))
                .findFirst()
                .map(
                        entry ->
                                "stage %d of run %s began before node %s had answered stage %d"
                                        .formatted(
                                                sent.stage(),
                                                sent.run(),
                                                entry.getKey().node(),
                                                entry.getKey().stage()));
    }

    /** Inactive nodes have less, clocks differ; an order says a second where less is left. */
    private boolean hasTime(long now, Ordered order) {
        boolean known = order.limit().toMillis() > 1000;
        return known && now < order.at() + order.limit().minus(patience).toNanos() / 100 * 98;
    }

    private static boolean isUnfounded(Run run, Pnn to, Instruction instruction) {
        return switch (instruction) {
            case Instruction.Take(IpAddress ip) ->
                    run.notReleased.contains(ip)
                            || run.unanswered.values().stream().anyMatch(it -> releases(it, ip))
                            || run.notReady.contains(to);
            case Instruction.Recovered _ -> run.notRecovered.contains(to);
            case Instruction.StartRecovery _,
                    Instruction.StartIpReallocate _,
                    Instruction.IpReallocated _,
                    Instruction.Release _,
                    Instruction.Update _,
                    Instruction.Ban _ ->
                    false;
        };
    }

    private static boolean makesReady(Map.Entry<Place, Ordered> order, Pnn node) {
        return order.getKey().node().equals(node)
                && order.getValue().instructions().stream()
                        .anyMatch(each -> each instanceof Instruction.StartIpReallocate);
    }

    private static boolean releases(Ordered order, IpAddress ip) {
        return order.instructions().stream()
                .anyMatch(each -> each instanceof Instruction.Release it && it.ip().equals(ip));
    }

    private void answered(Message.Answer answer) {
        Run run = seen(answer.run());
        Pnn node = answer.from().node();
        Ordered order = run.unanswered.remove(new Place(answer.stage(), node));
        if (order != null && order.instructions().size() == answer.outcomes().size()) {
            for (int i = 0; i < answer.outcomes().size(); i++) {
                note(run, node, order.instructions().get(i), answer.outcomes().get(i));
            }
        }
    }

    private static void note(Run run, Pnn node, Instruction instruction, Outcome outcome) {
        boolean failed = outcome instanceof Outcome.Failed;
        if (failed || outcome instanceof Outcome.Busy) {
            run.undone(instruction);
        }
        if (failed && instruction instanceof Instruction.StartIpReallocate) {
            run.notReady.add(node);
        } else if (failed && instruction instanceof Instruction.StartRecovery) {
            run.notRecovered.add(node);
        }
    }
}
