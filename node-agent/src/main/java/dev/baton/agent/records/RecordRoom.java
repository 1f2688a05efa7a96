package dev.baton.agent.records;

import dev.baton.agent.membership.RecordAnswer;
import dev.baton.agent.membership.RecordKind;
import dev.baton.agent.membership.SharedRecords;
import dev.baton.agent.membership.StampedRecord;
import dev.baton.config.NodeName;
import dev.baton.config.Pnn;
import dev.baton.monitoring.facts.FactHistory;
import dev.baton.monitoring.facts.FactLevels;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.exchange.Fact;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the shared records of this node up to date, and reads those of all nodes.
 *
 * <p>One thread writes: facts a second after they were told, the node record every {@link #ROUND},
 * everything again when a member came or went, since backups are not waited for. Routine facts are
 * not shared, so that an idle cluster writes its node records only. What a record cannot hold any
 * more, or Hazelcast would not take in time, is lost to others, never to this node's own history.
 * Thread: any. Source: architecture, section 10, "Hazelcast's part".
 */
public final class RecordRoom implements SharedHistory {

    /** How often a node says that it is there, and reads what the others said. */
    public static final Duration ROUND = Duration.ofSeconds(15);

    /** How long a command may wait for the records of the cluster. */
    public static final Duration PATIENCE = Duration.ofMillis(500);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);
    private static final int FACT_RECORDS = 16;
    private static final int RUN_RECORDS = 4;
    private static final Logger LOG = LoggerFactory.getLogger("dev.baton.agent.records");

    private final SortedSet<Pnn> nodes;
    private final Store store;
    private final FactRing facts;
    private final FactRing runs;
    private final Chronicle chronicle;
    private final NodeBook book;
    private final NodeSheet providers;
    private final NodeSheet storage;
    private final Semaphore bell = new Semaphore(0);
    private final Thread thread;
    private volatile boolean doubted = true;
    private volatile boolean closing;
    private long nextRound;
    private volatile long dropped;

    /**
     * A room that does nothing before {@link #start}.
     *
     * @param nodes all that are not deleted
     * @param history of this node
     */
    public RecordRoom(
            Incarnation self,
            NodeName name,
            String version,
            SortedSet<Pnn> nodes,
            FactHistory history,
            SharedRecords records) {
        this.nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
        this.store = Store.of(records);
        this.facts =
                new FactRing(
                        RecordKind.FACTS,
                        FACT_RECORDS,
                        self.number(),
                        fact -> !FactLevels.isRoutine(fact));
        this.runs =
                new FactRing(
                        RecordKind.RUNS,
                        RUN_RECORDS,
                        self.number(),
                        Fact.TakeoverRunFinished.class::isInstance);
        this.chronicle = new Chronicle(self, history, List.of(facts, runs));
        this.book = new NodeBook(self, name, version, this.nodes, Clock.systemUTC());
        this.providers = new NodeSheet(RecordKind.PROVIDERS, "providers", self.number());
        this.storage = new NodeSheet(RecordKind.STORAGE, "storage", self.number());
        records.follow(RecordKind.PROVIDERS, providers::heard);
        records.follow(RecordKind.STORAGE, storage::heard);
        this.thread = Thread.ofPlatform().name("records-keeper").daemon().unstarted(this::keep);
    }

    /** Begins to write; returns at once. To be called once. */
    public void start() {
        thread.start();
    }

    /** Facts of this node that were never shared: the records took none for too long. */
    public long dropped() {
        return dropped;
    }

    /** A member came or went: what was written may be gone. Returns at once. */
    public void doubt() {
        doubted = true;
        bell.release();
    }

    /** Which storage providers this node has, as JSON; shared within a second. Returns at once. */
    public void tellProviders(String sheet) {
        providers.tell(sheet);
        bell.release();
    }

    /** Which jobs and volumes this node has, as JSON; shared within a second. Returns at once. */
    public void tellStorage(String sheet) {
        storage.tell(sheet);
        bell.release();
    }

    /** Writes the last facts, for at most {@code limit}. */
    public void close(Duration limit) {
        closing = true;
        bell.release();
        try {
            thread.join(limit.toMillis()); // returns at once if it never started
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Reading facts() {
        return read(facts);
    }

    @Override
    public Reading runs() {
        return read(runs);
    }

    @Override
    public Sheets providers() {
        return providers.read(store, nodes, PATIENCE);
    }

    @Override
    public Sheets storage() {
        return storage.read(store, nodes, PATIENCE);
    }

    @Override
    public SortedMap<Pnn, NodeRecord> nodes() {
        return book.nodes();
    }

    private Reading read(FactRing ring) {
        SortedSet<String> keys = new TreeSet<>();
        nodes.forEach(pnn -> keys.addAll(ring.keys(pnn)));
        return switch (store.read(ring.kind(), keys, PATIENCE)) {
            case RecordAnswer.Found(SortedMap<String, StampedRecord> found) ->
                    new Reading.Told(told(ring, found));
            case RecordAnswer.Unavailable(String why) -> new Reading.Unreadable(why);
            case RecordAnswer.Stored other -> throw new IllegalStateException("read: " + other);
            case RecordAnswer.Superseded other -> throw new IllegalStateException("read: " + other);
        };
    }

    private List<ToldFact> told(FactRing ring, SortedMap<String, StampedRecord> found) {
        List<ToldFact> told = new ArrayList<>();
        for (Pnn pnn : nodes) {
            for (String key : ring.keys(pnn)) {
                StampedRecord record = found.get(key);
                if (record != null) {
                    Incarnation teller = new Incarnation(pnn, record.stamp().incarnation());
                    told.addAll(RecordText.facts(teller, record.json()));
                }
            }
        }
        Collections.sort(told);
        return told;
    }

    private void keep() {
        Duration pause = PAUSE;
        try {
            while (!closing) {
                pause = turn() ? PAUSE : longer(pause);
                if (bell.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    bell.drainPermits();
                    pause = PAUSE;
                }
            }
            chronicle.copy(store);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes what there is to write; whether all of it was taken. */
    private boolean turn() {
        if (doubted) {
            doubted = false;
            chronicle.doubt();
            providers.doubt();
            storage.doubt();
            nextRound = System.nanoTime();
        }
        boolean done = chronicle.copy(store) && providers.copy(store);
        done = storage.copy(store) && done;
        if (done && System.nanoTime() - nextRound >= 0) {
            done = book.exchange(store);
            nextRound = System.nanoTime() + (done ? ROUND.toNanos() : 0);
        }
        report();
        return done;
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    private void report() {
        long all = chronicle.dropped();
        if (all > dropped) {
            LOG.warn("facts_not_shared facts={}", all - dropped);
            dropped = all;
        }
    }
}
