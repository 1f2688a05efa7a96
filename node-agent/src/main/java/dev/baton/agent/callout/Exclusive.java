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
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Storage objects that this node has, for the calls of one job. A lease that ended is asked for
 * anew, with another fencing number, before the next call.
 *
 * <p>Each goes back when no process of a call lives that was ended and did not die at once; a
 * process that cannot be killed keeps its object for this node. Thread: the job's.
 */
final class Exclusive implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("baton.storage");

    /** How long the truth about what was cut off waits for the right to ask for it. */
    private static final Duration SETTLING = Duration.ofMinutes(10);

    private static final Duration GLANCE = Duration.ofMillis(500);

    private final Optional<ObjectRoom> room;
    private final SortedMap<Right.Changing, Long> fences = new TreeMap<>();
    private final List<RunningCall> survivors = new ArrayList<>();

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

    /** The number of the object's right; 0 for one that is not among these. */
    long fence(Right.Changing object) {
        return fences.getOrDefault(object, 0L);
    }

    /** Sees to it that all are held for long enough to begin a call. */
    void ensure(BooleanSupplier isOver) throws Refusal {
        ensure(SETTLING, isOver);
    }

    void ensure(Duration patience, BooleanSupplier isOver) throws Refusal {
        if (room.isEmpty()) {
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
        survivors.removeIf(call -> !call.anyAlive());
        return room.map(objects -> objects.clauses().mayGiveObjectBack(!survivors.isEmpty()))
                .orElse(true);
    }

    /** A call has ended; what it started may not have. */
    synchronized void outlivedBy(RunningCall call) {
        if (room.isPresent() && call.anyAlive()) {
            LOG.error("call_outlives_kill objects={}", fences.keySet());
            survivors.add(call);
        }
    }

    /** What a call under these rights may not outlive; empty for one that needs none. */
    Optional<Tether> tether() {
        return room.filter(_ -> !fences.isEmpty()).map(Leash::new);
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

    /** Follows the leases of all objects. */
    private final class Leash implements Tether {

        private final ObjectRoom objects;

        Leash(ObjectRoom objects) {
            this.objects = objects;
        }

        @Override
        public Duration silence() {
            return objects.clauses().callSilence(objects.timing());
        }

        @Override
        public Duration pause() {
            return objects.timing().word();
        }

        @Override
        public Word word() {
            Duration least = objects.timing().renewable();
            for (Right.Changing object : fences.keySet()) {
                Duration left = objects.left(object, fence(object));
                least = left.compareTo(least) < 0 ? left : least;
            }
            if (objects.clauses().mustEndCall(least, objects.timing())) {
                return Word.END;
            }
            return objects.clauses().mayStartCall(least, objects.timing()) ? Word.GO_ON : Word.WAIT;
        }
    }
}
