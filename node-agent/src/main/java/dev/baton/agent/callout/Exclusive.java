package dev.baton.agent.callout;

import dev.baton.events.process.RunningCall;
import dev.baton.events.process.Tether;
import dev.baton.orchestrator.cluster.Right;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Storage objects that this node has, for the calls of one job. A lease that ended is asked for
 * anew, with another fencing number, before the next call.
 *
 * <p>Each goes back when no process of a call lives that was ended and did not die at once; a
 * process that cannot be killed keeps its object for this node. Thread: the job's; {@link #fence}
 * and {@link #left} any.
 */
final class Exclusive implements Tenure {

    private static final Logger LOG = LoggerFactory.getLogger("baton.storage");

    private final Optional<ObjectRoom> room;
    private final SortedMap<Right.Changing, Long> fences = new ConcurrentSkipListMap<>();
    private final List<BooleanSupplier> survivors = new ArrayList<>();
    private boolean isOnce;

    /** Nothing is held yet. */
    Exclusive(ObjectRoom room, SortedSet<Right.Changing> objects) {
        this(Optional.of(room));
        objects.forEach(object -> fences.put(object, 0L));
    }

    private Exclusive(Optional<ObjectRoom> room) {
        this.room = room;
    }

    /** For calls that need no right. */
    static Exclusive none() {
        return new Exclusive(Optional.empty());
    }

    @Override
    public long fence(Right.Changing object) {
        return fences.getOrDefault(object, 0L);
    }

    @Override
    public void ensure(Duration patience, BooleanSupplier isOver) throws Refusal {
        if (room.isEmpty()) {
            return;
        }
        if (isOnce) {
            awaitRenewal(isOver);
            return;
        }
        long end = System.nanoTime() + patience.toNanos();
        while (!lost().isEmpty()) {
            awaitDeath(end, isOver);
            for (Right.Changing object : lost()) {
                giveBack(object);
                Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
                fences.put(object, room.get().take(object, left, isOver));
            }
        }
    }

    /** From now on what is lost is not asked for again: what was begun is not gone on with. */
    void once() {
        isOnce = true;
    }

    /** The core renews a lease that runs, or it ends. */
    private void awaitRenewal(BooleanSupplier isOver) throws Refusal {
        while (!lost().isEmpty()) {
            if (left().isZero() || isOver.getAsBoolean()) {
                throw new Refusal(
                        Refusal.Kind.REFUSED,
                        "this node has lost %s while it was being changed"
                                .formatted(fences.firstKey()));
            }
            LockSupport.parkNanos(GLANCE.toNanos());
        }
    }

    /** What is left of the lease that ends first; an hour where no right is needed. */
    Duration left() {
        Duration least = Duration.ofHours(1);
        for (Right.Changing object : fences.keySet()) {
            Duration left = room.orElseThrow().left(object, fence(object));
            least = left.compareTo(least) < 0 ? left : least;
        }
        return least;
    }

    /** Whether a lease has ended, or is about to, so that nothing may be done under it. */
    boolean isOver() {
        return room.map(each -> each.clauses().mustEndCall(left(), each.timing())).orElse(false);
    }

    private List<Right.Changing> lost() {
        return room.map(
                        objects ->
                                fences.keySet().stream()
                                        .filter(object -> !mayStart(objects, object))
                                        .toList())
                .orElse(List.of());
    }

    private boolean mayStart(ObjectRoom objects, Right.Changing object) {
        return objects.clauses()
                .mayStartCall(objects.left(object, fence(object)), objects.timing());
    }

    private void giveBack(Right.Changing object) {
        long number = fence(object);
        if (number > 0) {
            fences.put(object, 0L);
            room.orElseThrow().giveBack(object, number);
        }
    }

    private void awaitDeath(long end, BooleanSupplier isOver) throws Refusal {
        while (!mayGiveBack()) {
            if (isOver.getAsBoolean() || System.nanoTime() > end) {
                throw new Refusal(
                        Refusal.Kind.REFUSED,
                        "a process of a call that was ended lives on; see: baton call list");
            }
            LockSupport.parkNanos(GLANCE.toNanos());
        }
    }

    private synchronized boolean mayGiveBack() {
        survivors.removeIf(alive -> !alive.getAsBoolean());
        return room.map(objects -> objects.clauses().mayGiveObjectBack(!survivors.isEmpty()))
                .orElse(true);
    }

    @Override
    public void outlivedBy(RunningCall call) {
        if (room.isPresent() && call.anyAlive()) {
            LOG.error("call_outlives_kill objects={}", fences.keySet());
            outlivedBy(call::anyAlive);
        }
    }

    /** They do not go back while this is so. */
    synchronized void outlivedBy(BooleanSupplier isAlive) {
        survivors.add(isAlive);
    }

    @Override
    public Optional<Tether> tether() {
        return room.filter(_ -> !fences.isEmpty())
                .map(objects -> new Leash(objects.timing(), objects.clauses(), this::left));
    }

    /** Gives all back, once nothing lives that ran under them; returns at once. */
    @Override
    public void close() {
        if (mayGiveBack()) {
            giveAllBack();
        } else {
            Thread.ofVirtual().name("object-back").start(this::giveBackLater);
        }
    }

    /** As long as it takes: the lease ends by itself when this agent does. */
    private void giveBackLater() {
        while (!mayGiveBack()) {
            LockSupport.parkNanos(GLANCE.toNanos());
        }
        giveAllBack();
    }

    private void giveAllBack() {
        List.copyOf(fences.keySet()).forEach(this::giveBack);
    }
}
