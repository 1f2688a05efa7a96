package dev.baton.agent.lsm;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How large the file system of a share is. One that does not answer, as a cluster's whose storage
 * is ill, holds nobody up: it has no space to show until it answers.
 *
 * <p>Bounds: {@link #LIMIT} for an answer, one thread for each path. Thread: any; blocks.
 */
final class ShareSpace {

    static final Duration LIMIT = Duration.ofSeconds(1);

    /** In bytes. */
    record Space(long total, long free) {
        static final Space UNKNOWN = new Space(0, 0);
    }

    private final ConcurrentMap<Path, CompletableFuture<Space>> asked = new ConcurrentHashMap<>();

    /** Of the file system this path is on. */
    Space of(Path path) {
        CompletableFuture<Space> answer = asked.computeIfAbsent(path, this::ask);
        try {
            return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException noAnswer) {
            return Space.UNKNOWN;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return Space.UNKNOWN;
        }
    }

    private CompletableFuture<Space> ask(Path path) {
        CompletableFuture<Space> answer = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon()
                .name("space-of-" + path.getFileName())
                .start(
                        () -> {
                            try {
                                FileStore store = Files.getFileStore(path);
                                answer.complete(
                                        new Space(store.getTotalSpace(), store.getUsableSpace()));
                            } catch (IOException | RuntimeException missing) {
                                answer.completeExceptionally(missing);
                            } finally {
                                asked.remove(path);
                            }
                        });
        return answer;
    }
}
