package dev.baton.agent.membership;

import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;

import dev.baton.config.Pnn;

import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Records every node may read, kept in the memory of the cluster. For display and convenience only:
 * never on the path of a lease, a renewal or a takeover stage.
 *
 * <p>Bounds: an answer within 3 s; 64 calls wait; a value has at most 64 KiB. Thread: any, never
 * waits; answers come on another thread. Failure: {@link RecordAnswer.Unavailable}, never an
 * exception. One writer per key: every key begins with the number of the node that writes it.
 */
public final class SharedRecords {

    /** How long a call may take. */
    public static final Duration LIMIT = Duration.ofSeconds(3);

    private static final int WAITING_CALLS = 64;
    private static final int VALUE_CHARS = 64 << 10;

    private final Pnn self;
    private final Supplier<Optional<HazelcastInstance>> member;
    private final ThreadPoolExecutor caller;

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

    /** Writes a record of this node. */
    public CompletionStage<RecordAnswer> put(RecordKind kind, String name, String json) {
        if (json.length() > VALUE_CHARS) {
            return answered(
                    "record %s/%s has %d characters, at most %d are kept"
                            .formatted(kind.mapName(), name, json.length(), VALUE_CHARS));
        }
        return call(
                with -> {
                    with.<String, String>getMap(kind.mapName()).set(key(name), json);
                    return new RecordAnswer.Stored();
                });
    }

    /** Removes a record of this node, if there is one. */
    public CompletionStage<RecordAnswer> remove(RecordKind kind, String name) {
        return call(
                with -> {
                    with.<String, String>getMap(kind.mapName()).delete(key(name));
                    return new RecordAnswer.Stored();
                });
    }

    /** Reads all records of a kind, of every node. */
    public CompletionStage<RecordAnswer> read(RecordKind kind) {
        return call(
                with -> {
                    TreeMap<String, String> values = new TreeMap<>();
                    with.<String, String>getMap(kind.mapName())
                            .entrySet()
                            .forEach(entry -> values.put(entry.getKey(), entry.getValue()));
                    return new RecordAnswer.Found(values);
                });
    }

    void close() {
        caller.shutdownNow();
    }

    private String key(String name) {
        return self + "/" + name;
    }

    private CompletionStage<RecordAnswer> call(Function<HazelcastInstance, RecordAnswer> work) {
        CompletableFuture<RecordAnswer> answer = new CompletableFuture<>();
        RecordAnswer late =
                new RecordAnswer.Unavailable("no answer within " + LIMIT.toSeconds() + " s");
        answer.completeOnTimeout(late, LIMIT.toMillis(), TimeUnit.MILLISECONDS);
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
        } catch (HazelcastException | IllegalStateException failed) {
            return new RecordAnswer.Unavailable("Hazelcast: " + failed);
        }
    }

    private RecordAnswer absent() {
        return new RecordAnswer.Unavailable("the membership of node " + self + " has not started");
    }

    private static CompletionStage<RecordAnswer> answered(String why) {
        return CompletableFuture.completedStage(new RecordAnswer.Unavailable(why));
    }
}
