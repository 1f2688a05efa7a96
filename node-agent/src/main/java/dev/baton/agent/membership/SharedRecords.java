package dev.baton.agent.membership;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;

import dev.baton.config.Pnn;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Records every node may read, kept in the memory of the cluster. For display and convenience only:
 * never on the path of a lease, a renewal or a takeover stage.
 *
 * <p>Bounds: an answer within 3 s; 64 calls wait; a value has at most 64 KiB. Thread: any, never
 * waits; answers come on another thread. Failure: {@link RecordAnswer.Unavailable}, never an
 * exception. One writer per key: every key begins with the number of the node that writes it.
 *
 * <p>A write can be late: a member that was paused sends what it held, Hazelcast repeats what found
 * no answer, and a call that was given up here goes on. So every record carries a {@link Stamp} and
 * a write replaces exactly the text it has compared itself with: if another write came between, the
 * member that keeps the key refuses, and it is compared again. Why not compare on reading: a reader
 * that comes later never sees what was overwritten. Why not an entry processor: it would send code
 * of one version to members of another. Halves that merge keep the greater stamp too, see {@link
 * NewerRecordMergePolicy}.
 */
public final class SharedRecords {

    /** How long a call may take. */
    public static final Duration LIMIT = Duration.ofSeconds(3);

    private static final int WAITING_CALLS = 64;
    private static final int ATTEMPTS = 3;

    private final Pnn self;
    private final Supplier<Optional<HazelcastInstance>> member;
    private final ThreadPoolExecutor caller;
    private final Map<RecordKind, RecordFollower> followers = new EnumMap<>(RecordKind.class);

    SharedRecords(Pnn self, Supplier<Optional<HazelcastInstance>> member) {
        this.self = self;
        this.member = member;
        this.caller =
                new ThreadPoolExecutor(
                        1,
                        1,
                        10,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(WAITING_CALLS),
                        Thread.ofPlatform().name("records").daemon().factory());
        caller.allowCoreThreadTimeOut(true);
    }

    /** The key of a record of a node. */
    public static String key(Pnn writer, String name) {
        return writer + "/" + name;
    }

    /** Writes a record of this node, unless a newer one is there. */
    public CompletionStage<RecordAnswer> put(RecordKind kind, String name, StampedRecord fresh) {
        int chars = fresh.json().length();
        if (chars > StampedRecord.MOST_CHARS) {
            return CompletableFuture.completedStage(
                    new RecordAnswer.Unavailable(
                            "record %s/%s has %d characters, at most %d are kept"
                                    .formatted(
                                            kind.mapName(),
                                            name,
                                            chars,
                                            StampedRecord.MOST_CHARS)));
        }
        String key = key(self, name);
        return call(LIMIT, with -> replaceOlder(with.getMap(kind.mapName()), key, fresh));
    }

    /**
     * Reads records by their keys, of any node.
     *
     * @param limit how long it may take, at most {@link #LIMIT}
     */
    public CompletionStage<RecordAnswer> read(
            RecordKind kind, SortedSet<String> keys, Duration limit) {
        SortedSet<String> wanted = new TreeSet<>(keys);
        return call(
                limit,
                with -> {
                    TreeMap<String, StampedRecord> values = new TreeMap<>();
                    with.<String, Object>getMap(kind.mapName())
                            .getAll(wanted)
                            .forEach(
                                    (key, value) ->
                                            StampedRecord.of(value)
                                                    .ifPresent(it -> values.put(key, it)));
                    return new RecordAnswer.Found(values);
                });
    }

    /**
     * Tells of every record of a kind that is written from now on, by any node, in the order in
     * which one node wrote; some may be missing. To be called before the member starts.
     *
     * @param heard is told key and record, on a thread of Hazelcast's; returns at once
     */
    public void follow(RecordKind kind, BiConsumer<String, StampedRecord> heard) {
        followers.put(kind, new RecordFollower(heard));
    }

    Map<RecordKind, RecordFollower> followers() {
        return followers;
    }

    /** The member runs. Hazelcast registers who follows a map when it is first used here. */
    void begin() {
        for (RecordKind kind : followers.keySet()) {
            var _ =
                    call(
                            LIMIT,
                            with -> {
                                with.getMap(kind.mapName());
                                return new RecordAnswer.Stored();
                            });
        }
    }

    void close() {
        caller.shutdownNow();
    }

    /** Writes only if nothing came between the comparison and the write. */
    static RecordAnswer replaceOlder(IMap<String, Object> map, String key, StampedRecord fresh) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Object> there = Optional.ofNullable(map.get(key));
            Optional<Stamp> other = there.flatMap(StampedRecord::of).map(StampedRecord::stamp);
            if (other.filter(fresh.stamp()::equals).isPresent()) {
                return new RecordAnswer.Stored();
            }
            if (other.filter(fresh.stamp()::isNotAfter).isPresent()) {
                return new RecordAnswer.Superseded(other.get());
            }
            boolean written =
                    there.map(old -> map.replace(key, old, fresh.text()))
                            .orElseGet(() -> isAbsent(map.putIfAbsent(key, fresh.text())));
            if (written) {
                return new RecordAnswer.Stored();
            }
        }
        return new RecordAnswer.Unavailable(key + " was changed by others " + ATTEMPTS + " times");
    }

    private static boolean isAbsent(@Nullable Object before) {
        return before == null;
    }

    private CompletionStage<RecordAnswer> call(
            Duration limit, Function<HazelcastInstance, RecordAnswer> work) {
        CompletableFuture<RecordAnswer> answer = new CompletableFuture<>();
        RecordAnswer late =
                new RecordAnswer.Unavailable("no answer within " + limit.toMillis() + " ms");
        answer.completeOnTimeout(late, limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            caller.execute(() -> run(work, answer));
        } catch (RejectedExecutionException full) {
            answer.complete(
                    new RecordAnswer.Unavailable(
                            caller.isShutdown()
                                    ? "the membership has stopped"
                                    : WAITING_CALLS + " calls wait already"));
        }
        return answer;
    }

    private void run(
            Function<HazelcastInstance, RecordAnswer> work,
            CompletableFuture<RecordAnswer> answer) {
        if (!answer.isDone()) {
            answer.complete(member.get().map(with -> attempt(work, with)).orElseGet(this::absent));
        }
    }

    private RecordAnswer attempt(
            Function<HazelcastInstance, RecordAnswer> work, HazelcastInstance with) {
        try {
            return work.apply(with);
        } catch (RuntimeException failed) { // outermost frame of this thread
            return new RecordAnswer.Unavailable("Hazelcast: " + failed);
        }
    }

    private RecordAnswer absent() {
        return new RecordAnswer.Unavailable("Hazelcast does not run on this node yet");
    }
}
