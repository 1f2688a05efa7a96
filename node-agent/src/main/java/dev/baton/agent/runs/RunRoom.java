package dev.baton.agent.runs;

import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.RunRecord;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Stores the runs this node leads, one after another on a thread of its own: a slow or full disk
 * holds up no run.
 *
 * <p>Bounds: {@value #MOST_WAITING} runs wait; the newest word on a run replaces an older one, and
 * the run that waited longest gives way. Thread: any.
 */
public final class RunRoom {

    static final int MOST_WAITING = 16;
    private static final long CLOSE_MILLIS = 500;

    private final RunFolder folder;
    private final String version;
    private final Consumer<Fact> facts;
    private final Map<RunId, RunRecord> waiting = new LinkedHashMap<>();

    /** One task writes all that waits; a second one, queued, sees what came meanwhile. */
    private final ThreadPoolExecutor disk =
            new ThreadPoolExecutor(
                    1,
                    1,
                    0,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(1),
                    Thread.ofPlatform().name("runs").daemon().factory(),
                    new ThreadPoolExecutor.DiscardPolicy());

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

    /** Returns at once. */
    public void store(Effect.StoreRun order) {
        RunRecord run = order.run();
        Optional<RunId> dropped = Optional.empty();
        synchronized (waiting) {
            waiting.put(run.run(), run);
            if (waiting.size() > MOST_WAITING) {
                dropped = Optional.of(waiting.keySet().iterator().next());
                waiting.remove(dropped.get());
            }
        }
        dropped.ifPresent(id -> tell(id, MOST_WAITING + " runs wait for the disk already"));
        disk.execute(this::writeAll);
    }

    /** How many runs wait for the disk. */
    int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    private void writeAll() {
        for (Optional<RunRecord> next = next(); next.isPresent(); next = next()) {
            write(next.get());
        }
    }

    private Optional<RunRecord> next() {
        synchronized (waiting) {
            Optional<RunRecord> first = waiting.values().stream().findFirst();
            first.ifPresent(run -> waiting.remove(run.run()));
            return first;
        }
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
        disk.shutdown();
        try {
            boolean _ = disk.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
