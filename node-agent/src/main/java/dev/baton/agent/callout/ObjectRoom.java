package dev.baton.agent.callout;

import dev.baton.config.LeaseTiming;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.lease.CallTiming;
import dev.baton.orchestrator.lease.Clauses;
import dev.baton.orchestrator.node.NodeView;

import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Where storage objects are asked for: each is a right of the cluster, which one node has at a
 * time.
 *
 * <p>Bounds: a right is waited for as long as its asker says, in turns of {@value #TURN_MILLIS} ms,
 * between which the asker may give up; the core's reply for 20 s. Thread: any; blocks. Source:
 * {@code docs/safety.md}, "Storage objects".
 */
public final class ObjectRoom {

    /** How long a job waits by default for what another node has. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long TURN_MILLIS = 1000;
    private static final Duration PUBLISHED = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final long NANOS_OF_A_MILLI = 1_000_000;

    /** Beyond the turn itself; the core answers within milliseconds, or is about to end. */
    private static final Duration REPLY = Duration.ofSeconds(20);

    private final Function<OperatorCommand, CompletableFuture<OperatorReply>> core;
    private final Function<Right.Changing, Optional<NodeView.Section>> held;
    private final LongSupplier nanoTime;
    private final LeaseTiming lease;
    private final CallTiming timing;
    private final Duration patience;
    private final Clauses clauses = Clauses.SAFE;

    /**
     * A door to this node's core.
     *
     * @param held what the core says of an object that this node has
     * @param patience how long a job that has done nothing waits for what another node has
     */
    public ObjectRoom(
            Function<OperatorCommand, CompletableFuture<OperatorReply>> core,
            Function<Right.Changing, Optional<NodeView.Section>> held,
            LongSupplier nanoTime,
            LeaseTiming timing,
            Duration patience) {
        this.core = core;
        this.held = held;
        this.nanoTime = nanoTime;
        this.lease = timing;
        this.timing = CallTiming.of(timing);
        this.patience = patience;
    }

    /**
     * All of these objects, or none of them. They are asked for in their order, so that two nodes
     * that want the same ones never wait for each other.
     *
     * @param isOver whether the asker has given up
     * @throws Refusal that says who has the one that could not be had
     */
    Exclusive exclusive(
            SortedSet<Right.Changing> objects, Duration patience, BooleanSupplier isOver)
            throws Refusal {
        Exclusive rights = new Exclusive(this, objects);
        try {
            rights.ensure(patience, isOver);
            return rights;
        } catch (Refusal busy) {
            rights.close();
            throw busy;
        }
    }

    /** Waits for one object; its fencing number. */
    long take(Right.Changing object, Duration patience, BooleanSupplier isOver) throws Refusal {
        long end = System.nanoTime() + patience.toNanos();
        String why = "nobody waits for " + object + " any more";
        while (!isOver.getAsBoolean()) {
            long left = (end - System.nanoTime()) / NANOS_OF_A_MILLI;
            long turn = Math.clamp(left, 0, TURN_MILLIS);
            OperatorReply reply = ask(new OperatorCommand.TakeObject(object, turn));
            if (reply instanceof OperatorReply.Obtained(Right.Changing _, long number)) {
                awaitView(object, number);
                return number;
            }
            why = reason(reply);
            if (left <= TURN_MILLIS) {
                break;
            }
            if (!(reply instanceof OperatorReply.TimedOut)) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        throw new Refusal(Refusal.Kind.REFUSED, why);
    }

    /** The core answers before it publishes what it knows. */
    private void awaitView(Right.Changing object, long number) {
        long end = System.nanoTime() + PUBLISHED.toNanos();
        while (left(object, number).isZero() && System.nanoTime() < end) {
            LockSupport.parkNanos(NANOS_OF_A_MILLI);
        }
    }

    private OperatorReply ask(OperatorCommand command) {
        CompletableFuture<OperatorReply> reply = core.apply(command);
        try {
            return reply.get(REPLY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException broken) {
            throw new IllegalStateException("no reply of the core", broken);
        } catch (TimeoutException late) {
            forgo(reply);
            return new OperatorReply.TimedOut(
                    "the agent did not decide within " + REPLY.toSeconds() + " s");
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            forgo(reply);
            return new OperatorReply.TimedOut("the agent is ending");
        }
    }

    /** What comes when nobody waits for it any more goes back at once. */
    private void forgo(CompletableFuture<OperatorReply> reply) {
        var _ =
                reply.thenAccept(
                        late -> {
                            if (late instanceof OperatorReply.Obtained(var object, long number)) {
                                var _ =
                                        core.apply(
                                                new OperatorCommand.GiveObjectBack(object, number));
                            }
                        });
    }

    private static String reason(OperatorReply reply) {
        return switch (reply) {
            case OperatorReply.TimedOut(String why) -> why;
            case OperatorReply.Refused(String why) -> why;
            case OperatorReply.NotFound(String why) -> why;
            case OperatorReply.Failed(String why) -> why;
            case OperatorReply.Ignored(String why) -> why;
            case OperatorReply.Done _,
                    OperatorReply.Entered _,
                    OperatorReply.Obtained _,
                    OperatorReply.Printed _ ->
                    "expected a right, got " + reply;
        };
    }

    /** No process of a call that ran under this right lives any more. */
    void giveBack(Right.Changing object, long number) {
        ask(new OperatorCommand.GiveObjectBack(object, number));
    }

    /** How long a job that has done nothing waits for what another node has. */
    Duration patience() {
        return patience;
    }

    /** The same for what somebody waits for: as long as a dead node's right takes to be free. */
    Duration outlivingADeath() {
        Duration death = lease.lease().multipliedBy(2);
        return death.compareTo(patience) < 0 ? death : patience;
    }

    /** How much of a lease is left; nothing of one that is over, or of another number. */
    Duration left(Right.Changing object, long number) {
        Moment now = now();
        return held.apply(object)
                .filter(section -> section.number() == number)
                .map(section -> section.until().since(now))
                .filter(left -> !left.isNegative())
                .orElse(Duration.ZERO);
    }

    CallTiming timing() {
        return timing;
    }

    LeaseTiming leaseTiming() {
        return lease;
    }

    /** By the clock of all leases. */
    Moment now() {
        return new Moment(nanoTime.getAsLong());
    }

    Clauses clauses() {
        return clauses;
    }
}
