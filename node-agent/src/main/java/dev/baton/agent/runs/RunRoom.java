package dev.baton.agent.runs;

import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.RunRecord;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Stores the runs this node leads, one after another on a thread of its own: a slow or full disk
 * holds up no run.
 *
 * <p>The beginning of a run is written a little later, unless it has ended by then: most are over,
 * and the machine has better things to do while one is under way. Bounds: {@value #MOST_WAITING}
 * runs wait; the newest word on a run replaces an older one, and the run that waited longest gives
 * way. Thread: any.
 */
public final class RunRoom {

    static final int MOST_WAITING = 16;
    private static final long UNDER_WAY_MILLIS = 200;
    private static final long CLOSE_MILLIS = 500;

    /** The newest word on a run, and when it may be written. */
    private record Waiting(RunRecord run, long dueNanos) {}

    private final RunFolder folder;
    private final String version;
    private final Consumer<Fact> facts;
    private final Map<RunId, Waiting> waiting = new LinkedHashMap<>();
    private final Thread disk = Thread.ofPlatform().name("runs").daemon().unstarted(this::writeAll);
    private boolean closes;
    private Optional<RunId> notStored = Optional.empty();

    /**
     * Stores into a folder.
     *
     * @param version of this agent
     * @param facts hears of runs that could not be stored
     */
    public RunRoom(RunFolder folder, String version, Consumer<Fact> facts) {
        this.folder = folder;
        this.version = version;
        this.facts = facts;
    }

    /** Begins to write. */
    public void start() {
        disk.start();
    }

    /** Returns at once. */
    public void store(Effect.StoreRun order) {
        RunRecord run = order.run();
        long delay = run.ending().isPresent() ? 0 : UNDER_WAY_MILLIS * 1_000_000;
        Optional<RunId> dropped = Optional.empty();
        synchronized (waiting) {
            waiting.put(run.run(), new Waiting(run, System.nanoTime() + delay));
            if (waiting.size() > MOST_WAITING) {
                dropped = Optional.of(waiting.keySet().iterator().next());
                waiting.remove(dropped.get());
            }
            waiting.notifyAll();
        }
        dropped.ifPresent(id -> tell(id, MOST_WAITING + " runs wait for the disk already"));
    }

    /** How many runs wait for the disk. */
    int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    private void writeAll() {
        try {
            for (Optional<RunRecord> next = next(); next.isPresent(); next = next()) {
                write(next.get());
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for what is due; empty when the room closes and nothing is left. */
    private Optional<RunRecord> next() throws InterruptedException {
        synchronized (waiting) {
            while (true) {
                long now = System.nanoTime();
                Optional<Waiting> first = earliest();
                if (first.isEmpty() && closes) {
                    return Optional.empty();
                }
                if (first.isPresent() && (closes || first.get().dueNanos() - now <= 0)) {
                    waiting.remove(first.get().run().run());
                    return Optional.of(first.get().run());
                }
                long left = first.map(it -> (it.dueNanos() - now) / 1_000_000 + 1).orElse(0L);
                waiting.wait(left);
            }
        }
    }

    private Optional<Waiting> earliest() {
        return waiting.values().stream()
                .min((one, other) -> Long.compare(one.dueNanos() - other.dueNanos(), 0));
    }

    private void write(RunRecord run) {
        try {
            folder.write(new StoredRun(run, version));
        } catch (IOException failed) {
            tell(run.run(), folder.path() + ": " + failed);
        }
    }

    /** Once for a run: its end comes as its beginning did. */
    private synchronized void tell(RunId run, String cause) {
        if (!notStored.equals(Optional.of(run))) {
            notStored = Optional.of(run);
            facts.accept(new Fact.RunNotStored(run, cause));
        }
    }

    /** Writes what waits, for at most half a second. */
    public void close() {
        synchronized (waiting) {
            closes = true;
            waiting.notifyAll();
        }
        try {
            disk.join(CLOSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
