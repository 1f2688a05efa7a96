package dev.baton.agent.voters;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.ClusterLock;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Input;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** With the helper that is shipped, and with others that follow the protocol. */
@DisplayName("CTDB events contract, section 12.2: the cluster lock")
class LockRoomTest {

    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final Path HELPER = Path.of("src/main/dist/compat/ctdb_mutex_fcntl_helper");

    @TempDir Path directory;

    private final List<LockRoom> rooms = new ArrayList<>();

    private final class Room {
        private final List<Input> heard = new CopyOnWriteArrayList<>();
        private final LockRoom room;

        Room(ClusterLock lock) {
            room = new LockRoom(Optional.of(lock), HELPER.toAbsolutePath(), heard::add);
            rooms.add(room);
        }

        void take(long attempt) {
            room.take(new Effect.TakeLock(attempt));
        }

        Input first() {
            await().atMost(BOUND).until(() -> !heard.isEmpty());
            return heard.getFirst();
        }

        boolean heard(Class<? extends Input> kind) {
            return heard.stream().anyMatch(kind::isInstance);
        }
    }

    @AfterEach
    void letGo() {
        rooms.forEach(LockRoom::leave);
    }

    private ClusterLock file() {
        return new ClusterLock.LockFile(directory.resolve("lock").toString());
    }

    private ClusterLock helper(String text) throws IOException {
        Path script = directory.resolve("helper");
        Files.writeString(script, "#!/bin/sh\n" + text);
        assertTrue(script.toFile().setExecutable(true));
        return new ClusterLock.LockCommand(List.of(script.toString()));
    }

    @Test
    void oneHasItAndIsSeenToHaveItAndTheOtherGetsItAfterwards() {
        Room one = new Room(file());
        Room other = new Room(file());
        Moment before = new Moment(System.nanoTime());

        one.take(1);
        Input.LockTaken taken = assertInstanceOf(Input.LockTaken.class, one.first());
        other.take(7);
        assertEquals(new Input.LockDenied(7, "contention"), other.first());
        await().atMost(BOUND).until(() -> one.heard(Input.LockProven.class));

        assertEquals(1, taken.attempt());
        assertTrue(taken.at().isAfter(before));
        one.heard.stream()
                .filter(Input.LockProven.class::isInstance)
                .map(Input.LockProven.class::cast)
                .forEach(proof -> assertTrue(isRecent(before, proof.at()), proof::toString));

        one.room.leave();
        other.heard.clear();
        await().atMost(BOUND)
                .until(
                        () -> {
                            other.take(8);
                            return other.first() instanceof Input.LockTaken || forget(other);
                        });
    }

    private static boolean forget(Room room) {
        room.heard.clear();
        return false;
    }

    private static boolean isRecent(Moment before, Moment at) {
        return at.isAfter(before.minus(Duration.ofSeconds(1)))
                && !at.isAfter(new Moment(System.nanoTime()));
    }

    @Test
    void aFileThatIsReplacedIsALostLock() throws IOException {
        Room one = new Room(file());
        one.take(1);
        assertInstanceOf(Input.LockTaken.class, one.first());

        Files.delete(directory.resolve("lock"));
        Files.createFile(directory.resolve("lock"));

        await().atMost(BOUND).until(() -> one.heard(Input.LockLost.class));
    }

    @Test
    void aFileThatCannotBeLockedIsDenied() {
        Room one = new Room(new ClusterLock.LockFile(directory.toString()));

        one.take(1);

        assertEquals(new Input.LockDenied(1, "its helper failed"), one.first());
    }

    @Test
    void anotherHelperHoldsItWhileItRuns() throws IOException {
        Room one = new Room(helper("printf 0; exec sleep 1000\n"));

        one.take(3);

        assertInstanceOf(Input.LockTaken.class, one.first());
        await().atMost(BOUND).until(() -> one.heard(Input.LockProven.class));
    }

    @Test
    void anotherHelperThatEndsHasLostIt() throws IOException {
        Room one = new Room(helper("printf 0\n"));

        one.take(3);

        await().atMost(BOUND).until(() -> one.heard(Input.LockLost.class));
    }

    @Test
    void whatIsNoHelperIsNamed() {
        Room one = new Room(new ClusterLock.LockCommand(List.of("/nowhere/helper")));

        one.take(3);

        Input.LockDenied denied = assertInstanceOf(Input.LockDenied.class, one.first());
        assertTrue(denied.why().contains("/nowhere/helper"), denied::why);
    }
}
