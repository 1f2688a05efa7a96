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
import java.util.concurrent.CompletableFuture;

/**
 * The rights of some nodes in one process, with one voter that promises each to one of them for T,
 * and nodes that can be made to renew nothing. Thread: any.
 */
public final class SharedObjects {

    private static final Duration AMPLE = Duration.ofSeconds(30);

    private record Held(int node, long number) {}

    private final Map<Right.Changing, Held> held = new TreeMap<>();
    private final Map<Integer, Moment> stopped = new TreeMap<>();
    private long last;

    /** A node's door. */
    public ObjectRoom room(int node) {
        return new ObjectRoom(
                command -> CompletableFuture.completedFuture(answer(node, command)),
                object -> held(node, object),
                System::nanoTime,
                LeaseTiming.DEFAULT,
                AMPLE);
    }

    private static Moment now() {
        return new Moment(System.nanoTime());
    }

    /** From now on this node renews nothing, as if its agent stood still or was cut off. */
    public synchronized void stop(int node) {
        stopped.put(node, now());
    }

    /** Whether anybody has it. */
    public synchronized boolean isHeld(Right.Changing object) {
        return held.containsKey(object);
    }

    private Moment renewed(int node) {
        return Optional.ofNullable(stopped.get(node)).orElseGet(SharedObjects::now);
    }

    private synchronized Optional<NodeView.Section> held(int node, Right.Changing object) {
        return Optional.ofNullable(held.get(object))
                .filter(each -> each.node() == node)
                .map(
                        each ->
                                new NodeView.Section(
                                        each.number(),
                                        renewed(node).plus(LeaseTiming.DEFAULT.lease())));
    }

    private synchronized OperatorReply answer(int node, OperatorCommand command) {
        if (stopped.containsKey(node)) {
            return new OperatorReply.TimedOut("no majority of the voters");
        }
        if (command instanceof OperatorCommand.TakeObject(Right.Changing object, long _)) {
            return take(node, object);
        }
        if (command instanceof OperatorCommand.GiveObjectBack(Right.Changing object, long given)) {
            held.computeIfPresent(object, (_, each) -> each.number() == given ? null : each);
        }
        return new OperatorReply.Done("left");
    }

    private OperatorReply take(int node, Right.Changing object) {
        Optional<Held> other = Optional.ofNullable(held.get(object));
        boolean isPromised =
                other.filter(
                                each ->
                                        now().isBefore(
                                                        renewed(each.node())
                                                                .plus(
                                                                        LeaseTiming.DEFAULT
                                                                                .promise())))
                        .isPresent();
        if (isPromised) {
            return new OperatorReply.Refused(
                    "busy: node %d has %s".formatted(other.get().node(), object));
        }
        last++;
        held.put(object, new Held(node, last));
        return new OperatorReply.Obtained(object, last);
    }
}
