package dev.baton.agent.callout;

import dev.baton.agent.callout.StorageAccess.Plan;
import dev.baton.agent.callout.StorageAccess.Planned;
import dev.baton.events.callout.CallRun;
import dev.baton.events.callout.Secrets;
import dev.baton.events.contract.quantastor.HookContract;
import dev.baton.orchestrator.cluster.Right;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Takes requests about pools: one for each pool of the cluster at a time, none while a hook of the
 * system runs.
 *
 * <p>Bounds: a right that another node has is waited for twice as long as a lease, so that a dead
 * node's is had. Thread: any; each request runs on a thread of its own. Source: storage call-outs
 * contract, section 2.6.
 */
final class PoolRoom {

    private static final String SYSTEM = "node";
    private static final Logger LOG = LoggerFactory.getLogger("baton.storage");

    private final PoolDesk desk;
    private final ObjectRoom objects;
    private final String node;
    private final Secrets secrets;
    private final Duration patience;
    private final TreeSet<String> busy = new TreeSet<>();

    /**
     * Nothing is done yet.
     *
     * @param patience for pools before a hook of the system is called
     */
    PoolRoom(PoolDesk desk, ObjectRoom objects, String node, Secrets secrets, Duration patience) {
        this.objects = objects;
        this.patience = patience;
        this.desk = desk;
        this.node = node;
        this.secrets = secrets;
    }

    /** Why this node is unhealthy because of a pool. */
    Optional<String> objection() {
        return desk.objection();
    }

    /**
     * While a hook of the system runs nothing is done about pools: from now on none begins, and
     * those that are being started or stopped are waited for, within a bound.
     */
    <T> T excluding(Supplier<T> systemHook) {
        synchronized (this) {
            busy.add(SYSTEM);
            awaitPools();
        }
        try {
            return systemHook.get();
        } finally {
            free(SYSTEM);
        }
    }

    private synchronized void awaitPools() {
        long end = System.nanoTime() + patience.toNanos();
        try {
            for (long left = patience.toMillis(); left > 0 && busy.size() > 1; ) {
                wait(left);
                left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
        if (busy.size() > 1) {
            LOG.warn(
                    "pool_not_waited_for pools=\"{}\" waited_ms={}",
                    busy.tailSet("pool:"),
                    patience.toMillis());
        }
    }

    private synchronized void free(String subject) {
        busy.remove(subject);
        notifyAll();
    }

    /** What would be called. */
    Plan plan(PoolRequest request) throws Refusal {
        check(request);
        List<Planned> calls = new ArrayList<>();
        for (CallRun<?, ?> run : desk.planned(request)) {
            if (run.next() instanceof CallRun.Next.Run<?, ?>(var call, var invocation)) {
                calls.add(
                        new Planned(
                                node,
                                call.action(),
                                invocation.program().toString(),
                                invocation.arguments(),
                                secrets.masked(invocation.environment()),
                                invocation.directory().toString(),
                                invocation.limit().orElse(Duration.ZERO),
                                List.of()));
            }
        }
        return new Plan(calls, List.of());
    }

    private static void check(PoolRequest request) throws Refusal {
        Optional<String> wrong = HookContract.wrongTarget(request.uuid());
        if (wrong.isPresent()) {
            throw new Refusal(Refusal.Kind.USAGE, wrong.get());
        }
    }

    /** How it ended; empty when that takes longer, the work goes on then. */
    Optional<PoolEnd> carryOut(PoolRequest request, Duration patience) throws Refusal {
        check(request);
        begin(request);
        CompletableFuture<PoolEnd> end = new CompletableFuture<>();
        Thread.ofVirtual().name(request.subject()).start(() -> follow(request, end));
        try {
            return Optional.of(end.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException goesOn) {
            return Optional.empty();
        } catch (ExecutionException broken) {
            throw new IllegalStateException("pool " + request.uuid(), broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private synchronized void begin(PoolRequest request) throws Refusal {
        if (busy.contains(SYSTEM) || !busy.add(request.subject())) {
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    busy.contains(SYSTEM)
                            ? "a custom script of the system runs; try again when it has ended,"
                                    + " see: baton call list"
                            : "pool %s is being started or stopped already; see: baton call list"
                                    .formatted(request.uuid()));
        }
    }

    /** A right that is lost half-way is not asked for again: another node may have been there. */
    private PoolEnd underItsRight(PoolRequest request) {
        TreeSet<Right.Changing> pool = new TreeSet<>(List.of(request.object()));
        try (Exclusive held = objects.exclusive(pool, objects.outlivingADeath(), () -> false)) {
            held.once();
            return desk.carryOut(request, CallDesk.Bond.of(held, request.object(), () -> false));
        } catch (Refusal busy) {
            return new PoolEnd(PoolEnd.State.BUSY, busy.sentence());
        }
    }

    /** Whoever hears of the end may ask for more at once. */
    private void follow(PoolRequest request, CompletableFuture<PoolEnd> end) {
        PoolEnd done;
        try {
            done = underItsRight(request);
        } finally {
            free(request.subject());
        }
        end.complete(done);
    }
}
