package dev.baton.agent.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.baton.config.IpAddress;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Input;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** One thread does everything in the order the core wanted. Safety rule, section 3. */
class AddressRoomTest {

    private static final IpAddress ONE = IpAddress.of("10.0.0.1");
    private static final IpAddress TWO = IpAddress.of("10.0.0.2");
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final RecordedRoom around = new RecordedRoom(List.of(ONE, TWO));
    private final RecordingKernel kernel = around.kernel;
    private final AddressRoom room = new AddressRoom(kernel, around.wiring());
    private final CountDownLatch writing = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @AfterEach
    void close() {
        mayEnd.countDown();
        room.close();
    }

    @Test
    void renewingAndDroppingOneAddressHappenInTheOrderTheyWereWanted() {
        room.start();
        Awaitility.await().atMost(BOUND).until(() -> kernel.calls.contains("ready eth1"));
        kernel.calls.clear();

        holdTheNextWrite();
        room.renew(renew(ONE));
        awaitWriting();
        room.drop(new Effect.DropAddress(ONE, false));
        room.renew(renew(ONE));
        room.renew(renew(TWO));
        room.read(new Effect.ReadAddress(ONE));
        mayEnd.countDown();

        awaitTold(Input.AddressRead.class);
        assertEquals(
                List.of(
                        "write 10.0.0.1 3",
                        "write 10.0.0.2 3",
                        "sockets 10.0.0.1",
                        "delete 10.0.0.1",
                        "write 10.0.0.1 3"),
                kernel.calls);
    }

    @Test
    void aRenewalThatWaitedBehindASlowOneUntilItWasLateIsNotWritten() {
        room.start();
        Awaitility.await().atMost(BOUND).until(() -> kernel.calls.contains("ready eth1"));
        kernel.calls.clear();

        holdTheNextWrite();
        room.renew(renew(ONE));
        awaitWriting();
        Moment latest = new Moment(System.nanoTime() + Duration.ofMillis(50).toNanos());
        room.renew(new Effect.RenewAddress(TWO, 24, RecordingKernel.ETH, 3, latest));
        Awaitility.await().atMost(BOUND).until(() -> System.nanoTime() - latest.nanos() > 0);
        mayEnd.countDown();
        room.read(new Effect.ReadAddress(TWO));

        awaitTold(Input.AddressRead.class);
        assertEquals(List.of("write 10.0.0.1 3"), kernel.calls);
    }

    @Test
    @DisplayName("CTDB events contract, section 14.1: clients are tickled after each announcement")
    void whatIsDoneAfterwardsIsDoneOnceTheNeighboursAreTold() {
        room.start();
        Awaitility.await().atMost(BOUND).until(() -> kernel.calls.contains("ready eth1"));
        kernel.calls.clear();

        holdTheNextWrite();
        room.renew(renew(TWO));
        awaitWriting();
        for (IpAddress ip : List.of(ONE, TWO)) {
            room.announce(new Effect.Announce(ip, RecordingKernel.ETH, soon()));
            room.afterwards(() -> kernel.calls.add("tickle " + ip));
        }
        mayEnd.countDown();

        Awaitility.await().atMost(BOUND).until(() -> kernel.calls.contains("tickle 10.0.0.2"));
        assertEquals(
                List.of(
                        "write 10.0.0.2 3",
                        "announce 10.0.0.1 on eth1",
                        "tickle 10.0.0.1",
                        "announce 10.0.0.2 on eth1",
                        "tickle 10.0.0.2"),
                kernel.calls);
    }

    private static Moment soon() {
        return new Moment(System.nanoTime() + BOUND.toNanos());
    }

    @Test
    void aKernelThatCannotBeReadEndsNeitherTheRoomNorTheAgent() {
        room.start();
        Awaitility.await().atMost(BOUND).until(() -> kernel.calls.contains("ready eth1"));
        kernel.readable = false;

        room.drop(new Effect.DropAddress(ONE, false));
        awaitTold(Input.AddressDropped.class);
        assertEquals(
                List.of(new Input.AddressDropped(ONE, false)), told(Input.AddressDropped.class));
        kernel.readable = true;
        around.told.clear();
        room.drop(new Effect.DropAddress(ONE, false));

        awaitTold(Input.AddressDropped.class);
        assertEquals(
                List.of(new Input.AddressDropped(ONE, true)), told(Input.AddressDropped.class));
        assertEquals(List.of(), around.broken);
    }

    @Test
    void aRoomThatIsStuckIsABrokenInvariantOfWhoeverAsks() {
        for (int job = 0; job < AddressRoom.CAPACITY; job++) {
            room.renew(renew(ONE));
        }

        assertThrows(IllegalStateException.class, () -> room.renew(renew(ONE)));
    }

    @Test
    void whatTheRoomCannotExplainEndsTheAgent() {
        kernel.slow =
                () -> {
                    throw new IllegalStateException("impossible");
                };
        room.start();
        room.renew(renew(ONE));

        Awaitility.await().atMost(BOUND).until(() -> !around.broken.isEmpty());
        assertInstanceOf(IllegalStateException.class, around.broken.getFirst());
        assertEquals("close", kernel.calls.getLast());
    }

    private void holdTheNextWrite() {
        kernel.slow =
                () -> {
                    writing.countDown();
                    Awaitility.await().atMost(BOUND).until(() -> mayEnd.getCount() == 0);
                };
    }

    private void awaitWriting() {
        Awaitility.await().atMost(BOUND).until(() -> writing.getCount() == 0);
    }

    private void awaitTold(Class<? extends Input> kind) {
        Awaitility.await(kind.getSimpleName()).atMost(BOUND).until(() -> !told(kind).isEmpty());
    }

    private List<Input> told(Class<? extends Input> kind) {
        return around.told.stream().filter(kind::isInstance).toList();
    }

    private static Effect.RenewAddress renew(IpAddress ip) {
        Moment latest = new Moment(System.nanoTime() + Duration.ofMinutes(1).toNanos());
        return new Effect.RenewAddress(ip, 24, RecordingKernel.ETH, 3, latest);
    }
}
