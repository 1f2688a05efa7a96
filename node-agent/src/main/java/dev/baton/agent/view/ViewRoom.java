package dev.baton.agent.view;

import dev.baton.agent.cli.Elsewhere;
import dev.baton.agent.compat.CtdbTool;
import dev.baton.agent.control.OperatorDesk;
import dev.baton.agent.records.SharedHistory;
import dev.baton.config.Pnn;
import dev.baton.monitoring.facts.FactHistory;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.exchange.RequestId;
import dev.baton.orchestrator.node.NodeView;
import dev.baton.orchestrator.node.SavedView;
import dev.baton.orchestrator.node.ViewStep;
import dev.baton.orchestrator.node.ViewedCluster;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The cluster of a view behind the desk that commands ask. Thread: any; one command at a time, each
 * answered before it returns.
 *
 * <p>Its clock is the machine's, and ahead of it by what runs did not have to wait.
 */
public final class ViewRoom implements OperatorDesk {

    private final ViewedCluster cluster;
    private final Pnn self;
    private final LongSupplier machine;
    private final Clock machineWall;
    private final Map<Pnn, FactHistory> histories = new TreeMap<>();
    private final Map<Pnn, CtdbTool> tools = new TreeMap<>();
    private final BiConsumer<Pnn, Fact> listener;
    private final Consumer<Effect.Stop> onStop;
    private final ViewHistory shared;
    private final Map<RequestId, CompletableFuture<OperatorReply>> waiting = new TreeMap<>();
    private final SetClock telling;
    private long lastId;

    /**
     * A cluster as it was saved.
     *
     * @param machine the machine's monotonic clock
     * @param listener hears every fact with the node that tells it
     * @param onStop the node whose view it is was shut down
     */
    public ViewRoom(
            SavedView saved,
            LongSupplier machine,
            Clock machineWall,
            BiConsumer<Pnn, Fact> listener,
            Consumer<Effect.Stop> onStop) {
        this.self = saved.self();
        this.machine = machine;
        this.machineWall = machineWall;
        this.listener = listener;
        this.onStop = onStop;
        telling = new SetClock(machineWall.instant());
        cluster = new ViewedCluster(saved, machineNow());
        saved.nodes().keySet().forEach(pnn -> histories.put(pnn, new FactHistory(pnn, telling)));
        shared = new ViewHistory(histories);
    }

    /** What answers CTDB's commands that are asked of a node. */
    public synchronized void answersBy(Pnn node, CtdbTool tool) {
        tools.put(node, tool);
    }

    @Override
    public CompletableFuture<OperatorReply> ask(OperatorCommand command) {
        if (command instanceof OperatorCommand.CallTool(Pnn node, var words)) {
            return CompletableFuture.completedFuture(call(node, words));
        }
        CompletableFuture<OperatorReply> reply = new CompletableFuture<>();
        synchronized (this) {
            RequestId id = new RequestId(++lastId);
            waiting.put(id, reply);
            carryOut(cluster.asked(machineNow(), id, command));
        }
        return reply;
    }

    /** Beside the others: a tool asks this room again. */
    private OperatorReply call(Pnn node, List<String> words) {
        Optional<CtdbTool> tool = reachable(node);
        if (tool.isPresent() && Elsewhere.isOne(words)) {
            return new OperatorReply.Refused(
                    "a node of a saved view has neither files nor scripts");
        }
        return tool.isEmpty()
                ? new OperatorReply.Refused("node " + node + " cannot be reached from node " + self)
                : tool.get().answer(words);
    }

    private synchronized Optional<CtdbTool> reachable(Pnn node) {
        return cluster.connected().contains(node)
                ? Optional.ofNullable(tools.get(node))
                : Optional.empty();
    }

    /** Does what is due; the time until the next, at most {@code longest}. */
    public synchronized Duration wake(Duration longest) {
        carryOut(cluster.wake(machineNow()));
        Duration left = cluster.nextDeadline().since(machineNow());
        return left.compareTo(longest) < 0 ? left : longest;
    }

    private void carryOut(ViewStep step) {
        for (ViewStep.Told told : step.told()) {
            telling.set(wall().instant().minus(new Moment(nanoTime()).since(told.at())));
            Optional.ofNullable(histories.get(told.node())).ifPresent(it -> it.accept(told.fact()));
            listener.accept(told.node(), told.fact());
        }
        step.replies()
                .forEach(
                        reply ->
                                Optional.ofNullable(waiting.remove(reply.request()))
                                        .ifPresent(asker -> asker.complete(reply.reply())));
        step.stop().ifPresent(onStop);
    }

    /** What a node sees now. */
    public synchronized NodeView view(Pnn of) {
        return cluster.view(of, machineNow());
    }

    /** What a node has told. */
    public FactHistory history(Pnn of) {
        return Optional.ofNullable(histories.get(of)).orElseThrow();
    }

    /** What all nodes have told. */
    public SharedHistory shared() {
        return shared;
    }

    private Moment machineNow() {
        return new Moment(machine.getAsLong());
    }

    private synchronized Duration ahead() {
        return cluster.ahead();
    }

    /** The view's own monotonic clock, the one of {@link NodeView#at}. */
    public long nanoTime() {
        return machine.getAsLong() + ahead().toNanos();
    }

    /** The view's own wall clock. */
    public Clock wall() {
        return new Ahead(machineWall);
    }

    private final class Ahead extends Clock {
        private final Clock behind;

        private Ahead(Clock behind) {
            this.behind = behind;
        }

        @Override
        public ZoneId getZone() {
            return behind.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return new Ahead(behind.withZone(zone));
        }

        @Override
        public Instant instant() {
            return behind.instant().plus(ahead());
        }
    }
}
