package dev.baton.testcluster.simulation;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Instruction;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.Outcome;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;

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

    private record Ordered(long at, Duration limit, List<Instruction> instructions) {}

    /** What was seen of one run. */
    private static final class Run {
        final TreeMap<Place, Ordered> unanswered = new TreeMap<>();
        final TreeMap<Place, Ordered> ordered = new TreeMap<>();
        final TreeSet<IpAddress> notReleased = new TreeSet<>();
        final TreeSet<Pnn> notReady = new TreeSet<>();
        final TreeSet<Pnn> notRecovered = new TreeSet<>();
    }

    private final Duration patience;
    private final BiPredicate<Pnn, Pnn> knows;
    private final TreeMap<RunId, Run> runs = new TreeMap<>();
    private final ArrayDeque<RunId> order = new ArrayDeque<>();
    private final TreeMap<Long, RunId> running = new TreeMap<>();

    /**
     * @param patience how long before the end of a run inactive nodes are waited for no more
     * @param knows whether the first node has a connection to the second
     */
    RunStages(Duration patience, BiPredicate<Pnn, Pnn> knows) {
        this.patience = patience;
        this.knows = knows;
    }

    /** What is broken by this message at this instant; empty when nothing is. */
    Optional<String> sent(long now, Pnn to, Message message) {
        return switch (message) {
            case Message.Order sent -> ordered(now, to, sent);
            case Message.Answer answer -> {
                answered(answer);
                yield Optional.empty();
            }
            case Message.Refused refused -> {
                seen(refused.run())
                        .unanswered
                        .remove(new Place(refused.stage(), refused.from().node()));
                yield Optional.empty();
            }
            case Message.Beat _,
                    Message.BeatAck _,
                    Message.VotersTold _,
                    Message.NodesAsked _,
                    Message.NodesTold _,
                    Message.Connections _,
                    Message.Request _,
                    Message.Response _ ->
                    Optional.empty();
        };
    }

    /** What is broken by this fact of a node; empty when nothing is. */
    Optional<String> happened(Object what) {
        if (what instanceof Fact.TakeoverRunStarted started) {
            RunId before = running.put(started.run().leading(), started.run());
            return Optional.ofNullable(before)
                    .map(run -> "run %s began within run %s".formatted(started.run(), run));
        }
        if (what instanceof Fact.TakeoverRunFinished finished) {
            running.remove(finished.run().leading());
        }
        return Optional.empty();
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
        Place place = new Place(sent.stage(), to);
        if (run.ordered.containsKey(place)) {
            return Optional.empty();
        }
        Ordered fresh =
                new Ordered(now, Duration.ofMillis(sent.limitMillis()), sent.instructions());
        run.ordered.put(place, fresh);
        run.unanswered.put(place, fresh);
        return missing(now, sent, run)
                .or(() -> sent.instructions().stream()
                                .filter(each -> isUnfounded(run, to, each))
                                .findFirst()
                                .map(each -> "%s ordered %s".formatted(sent.run(), each)))
                .map(broken -> "to node %s: %s".formatted(to, broken));
    }

    /** A node that is known, has not answered an earlier stage and still has time for it. */
    private Optional<String> missing(long now, Message.Order sent, Run run) {
        return run.unanswered.entrySet().stream()
                .filter(entry -> entry.getKey().stage() < sent.stage())
                .filter(entry -> hasTime(now, entry.getValue()))
                .filter(entry -> knows.test(sent.from().node(), entry.getKey().node()))
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

    /** Inactive nodes have less; an order says a second where less is left. */
    private boolean hasTime(long now, Ordered order) {
        boolean known = order.limit().toMillis() > 1000;
        return known && now < order.at() + order.limit().minus(patience).toNanos();
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
        boolean undone = failed || outcome instanceof Outcome.Busy;
        if (undone && instruction instanceof Instruction.Release(IpAddress ip, long _)) {
            run.notReleased.add(ip);
        } else if (failed && instruction instanceof Instruction.StartIpReallocate) {
            run.notReady.add(node);
        } else if (failed && instruction instanceof Instruction.StartRecovery) {
            run.notRecovered.add(node);
        }
    }
}
