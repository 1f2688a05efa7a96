package dev.baton.agent.callout;

import dev.baton.config.Pnn;
import dev.baton.events.process.RunningCall;
import dev.baton.events.process.Tether;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.lease.Vouch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * A part of another node's job: its calls run under that node's right, with its number, as long as
 * that node vouches for it.
 *
 * <p>It asks over and over, as long as anything of the part may live: so the holder knows that,
 * too. Thread: the job's; a thread of its own asks. Source: {@code docs/safety.md}, "Storage
 * objects".
 */
final class Vouched implements Tenure {

    private static final Logger LOG = LoggerFactory.getLogger("baton.storage");

    private static final Duration LOOK = Duration.ofMillis(10);

    private final ObjectRoom room;
    private final Function<OperatorCommand, CompletableFuture<OperatorReply>> core;
    private final Pnn holder;
    private final Right.Changing object;
    private final OperatorCommand line;
    private final List<RunningCall> survivors = new ArrayList<>();
    private Vouch latest = Vouch.NONE;
    private boolean isUnwanted;
    private volatile boolean closed;
    private volatile long fence;

    /** Begins to ask. */
    Vouched(
            ObjectRoom room,
            Function<OperatorCommand, CompletableFuture<OperatorReply>> core,
            Pnn holder,
            Right.Changing object,
            VolumeRequest.Part part) {
        this.room = room;
        this.core = core;
        this.holder = holder;
        this.object = object;
        this.line = new VouchLine(part).to(holder);
        Thread.ofVirtual().name("vouch-" + part.parent()).start(this::askOn);
    }

    private void askOn() {
        Duration pause = room.timing().word().dividedBy(2);
        try {
            while (!closed) {
                Moment asked = room.now();
                CompletableFuture<Void> heard =
                        core.apply(line).thenAccept(reply -> hear(asked, reply));
                await(heard);
                LockSupport.parkNanos(pause.toNanos());
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    /** One that comes later counts as well, from the moment of its own asking. */
    private void await(CompletableFuture<Void> heard) throws InterruptedException {
        try {
            heard.get(room.timing().word().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException later) {
            LOG.debug("vouch_late holder={} object={}", holder, object);
        } catch (ExecutionException broken) {
            LOG.error("vouch_not_heard holder={} object={}", holder, object, broken);
        }
    }

    private synchronized void hear(Moment asked, OperatorReply reply) {
        if (reply instanceof OperatorReply.Printed(int _, String out, String _)) {
            VouchLine.Answer.read(out)
                    .ifPresent(
                            answer -> {
                                Vouch heard =
                                        Vouch.heard(
                                                answer.number(),
                                                Duration.ofNanos(Math.max(0, answer.leftNanos())),
                                                asked,
                                                room.now(),
                                                room.leaseTiming(),
                                                room.clauses());
                                latest = latest.orNewer(heard);
                                isUnwanted |= answer.state() == VouchLine.State.OVER;
                            });
        }
    }

    private synchronized Vouch latest() {
        return latest;
    }

    private synchronized boolean isUnwanted() {
        return isUnwanted;
    }

    @Override
    public long fence(Right.Changing of) {
        return of.equals(object) ? fence : 0;
    }

    @Override
    public void ensure(Duration patience, BooleanSupplier isOver) throws Refusal {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Vouch now = latest();
            if (room.clauses().mayStartCall(now.left(room.now(), now.number()), room.timing())) {
                fence = now.number();
                return;
            }
            if (isUnwanted() || isOver.getAsBoolean() || System.nanoTime() > end) {
                throw new Refusal(Refusal.Kind.REFUSED, why(isUnwanted()));
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private String why(boolean unwanted) {
        return unwanted
                ? "node %s does not wait for it any more".formatted(holder)
                : "node %s, whose job it belongs to, does not say that it still has %s"
                        .formatted(holder, object);
    }

    @Override
    public Optional<Tether> tether() {
        long number = fence;
        return Optional.of(
                new Leash(room.timing(), room.clauses(), () -> latest().left(room.now(), number)));
    }

    @Override
    public synchronized void outlivedBy(RunningCall call) {
        if (call.anyAlive()) {
            LOG.error("call_outlives_kill objects={}", object);
            survivors.add(call);
        }
    }

    /** Waits until nothing of the part lives; only then may its end be told. */
    void awaitDeath(BooleanSupplier isOver) {
        while (anyAlive() && !isOver.getAsBoolean()) {
            LockSupport.parkNanos(GLANCE.toNanos());
        }
    }

    private synchronized boolean anyAlive() {
        survivors.removeIf(call -> !call.anyAlive());
        return !survivors.isEmpty();
    }

    /** Asks no more; the right is another node's, and nothing is given back. */
    @Override
    public void close() {
        closed = true;
    }
}
