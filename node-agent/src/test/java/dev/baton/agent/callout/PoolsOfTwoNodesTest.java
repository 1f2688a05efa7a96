package dev.baton.agent.callout;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.HookOptions;
import dev.baton.config.Pnn;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Two nodes' pools in one process, with real scripts that write their number every 20 ms: once a
 * higher one was written no lower one may follow.
 */
@Timeout(60)
@DisplayName("Storage operations, section 1 (3): one pool is changed by one node at a time")
class PoolsOfTwoNodesTest {

    private static final Duration AMPLE = Duration.ofSeconds(30);
    private static final PoolRequest START = new PoolRequest("8a", true, false);

    private final SharedObjects objects = new SharedObjects();
    private final Path ticks;
    private final RealProviders first;
    private final RealProviders second;
    private StorageRoom a;
    private StorageRoom b;

    PoolsOfTwoNodesTest(@TempDir Path folder) throws IOException {
        ticks = folder.toRealPath().resolve("ticks");
        first = node(Files.createDirectory(folder.resolve("a")), 0);
        second = node(Files.createDirectory(folder.resolve("b")), 1);
    }

    private RealProviders node(Path folder, int pnn) {
        RealProviders node = new RealProviders(folder);
        node.self = new Pnn(pnn);
        node.rights = () -> objects.room(pnn);
        Path custom = node.base.resolve("custom");
        node.hooks =
                new HookOptions(
                        custom,
                        node.base.resolve("marker"),
                        Duration.ofSeconds(20),
                        List.of(),
                        List.of(),
                        Optional.of(custom.resolve("start")),
                        Optional.empty());
        RealProviders.write(
                custom.resolve("start"),
                "#!/bin/bash\nn=10; [ ! -e %s ] || n=1000\nfor ((i = 0; i < n; i++)); do echo"
                                .formatted(custom.resolve("long"))
                        + " $CALLOUT_FENCE >>%s; sleep 0.02; done\n".formatted(ticks),
                "rwxr-xr-x");
        return node;
    }

    @BeforeEach
    void begin() {
        a = first.room();
        b = second.room();
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
    }

    private List<Long> numbers() {
        try {
            return Files.exists(ticks)
                    ? Files.readAllLines(ticks).stream().map(Long::valueOf).toList()
                    : List.of();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void ascend() {
        assertEquals(numbers().stream().sorted().toList(), numbers());
    }

    private static CompletableFuture<PoolEnd> start(StorageRoom room) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return room.pool(START, AMPLE).orElseThrow();
                    } catch (Refusal refused) {
                        throw new IllegalStateException(refused);
                    }
                });
    }

    @Test
    void nodesThatStartItTogetherDoSoOneAfterTheOther() {
        CompletableFuture<PoolEnd> one = start(a);
        CompletableFuture<PoolEnd> other = start(b);

        assertEquals(PoolEnd.State.DONE, one.join().state(), one.join().toString());
        assertEquals(PoolEnd.State.DONE, other.join().state(), other.join().toString());
        assertEquals(20, numbers().size());
        assertEquals(2, numbers().stream().distinct().count());
        ascend();
    }

    @Test
    @DisplayName(
            "The holder renews nothing any more: its call is dead before the next one's begins")
    void aHolderThatIsCutOffIsOverBeforeTheNextBegins() throws IOException {
        Files.createFile(first.base.resolve("custom/long"));
        CompletableFuture<PoolEnd> one = start(a);
        await().atMost(AMPLE).until(() -> !numbers().isEmpty());

        objects.stop(0);
        PoolEnd next = start(b).join();

        assertEquals(PoolEnd.State.DONE, next.state(), next.toString());
        assertEquals(PoolEnd.State.FAILED, one.join().state());
        assertTrue(one.join().why().contains("the end of its right"), one.join().toString());
        assertEquals(2, numbers().stream().distinct().count());
        ascend();
    }
}
