package dev.baton.agent.callout;

import dev.baton.config.LeaseTiming;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.node.NodeView;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * The rights of a node that gets all it asks for, but what another node has; its leases are renewed
 * all the time. Thread: any.
 */
public final class OneNodesObjects {

    private Duration patience = Duration.ofMillis(300);

    private final Map<Right.Changing, NodeView.Section> held = new TreeMap<>();
    private final TreeSet<Right.Changing> elsewhere = new TreeSet<>();
    private long number;

    /** Of a new life: what an earlier one had is over. */
    synchronized ObjectRoom room() {
        held.clear();
        return new ObjectRoom(
                this::ask, this::held, System::nanoTime, LeaseTiming.DEFAULT, patience);
    }

    /** For rooms that open later: how long a job waits that has done nothing. */
    void patience(Duration longest) {
        patience = longest;
    }

    /** From now on another node has it, or no longer. */
    public synchronized void elsewhere(Right.Changing object, boolean isThere) {
        if (isThere) {
            elsewhere.add(object);
        } else {
            elsewhere.remove(object);
        }
    }

    /** Every lease that runs is over now; what is asked for later is granted. */
    public synchronized void lapse() {
        held.replaceAll((_, section) -> new NodeView.Section(section.number(), Moment.PAST));
    }

    /** What is held now. */
    public synchronized Map<Right.Changing, NodeView.Section> held() {
        return new TreeMap<>(held);
    }

    private synchronized Optional<NodeView.Section> held(Right.Changing object) {
        return Optional.ofNullable(held.get(object))
                .map(
                        section ->
                                section.until().equals(Moment.PAST)
                                        ? section
                                        : renewed(section.number()));
    }

    private synchronized CompletableFuture<OperatorReply> ask(OperatorCommand command) {
        return CompletableFuture.completedFuture(answer(command));
    }

    private OperatorReply answer(OperatorCommand command) {
        if (command instanceof OperatorCommand.TakeObject(Right.Changing object, long _)) {
            return take(object);
        }
        if (command instanceof OperatorCommand.GiveObjectBack(Right.Changing object, long given)) {
            held.computeIfPresent(
                    object, (_, section) -> section.number() == given ? null : section);
        }
        return new OperatorReply.Done("left");
    }

    private OperatorReply take(Right.Changing object) {
        if (elsewhere.contains(object) || held.containsKey(object)) {
            return new OperatorReply.TimedOut("busy: node 1 has " + object);
        }
        number++;
        held.put(object, renewed(number));
        return new OperatorReply.Obtained(object, number);
    }

    private static NodeView.Section renewed(long number) {
        Moment until = new Moment(System.nanoTime()).plus(LeaseTiming.DEFAULT.lease());
        return new NodeView.Section(number, until);
    }
}
