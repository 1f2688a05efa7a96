package dev.baton.agent.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.kernel.Errno;
import dev.baton.agent.kernel.KernelAnswer;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.events.Event;
import dev.baton.events.process.Shortcut;
import dev.baton.events.sequence.Ticket;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Effect;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

@DisplayName("Taking and releasing without a script: safety rule, section 3; contract, 13.2, 13.3")
class AddressShortcutsTest {

    private static final IpAddress ONE = IpAddress.of("10.0.0.1");
    private static final Event TAKE = new Event.TakeIp(RecordingKernel.ETH, ONE, 24);
    private static final Event RELEASE =
            new Event.ReleaseIp(Optional.of(RecordingKernel.ETH), ONE, 24);
    private static final Shortcut.Answer DONE = new Shortcut.Answer.Done();
    private static final Shortcut.Answer DECLINED = new Shortcut.Answer.Declined();

    private final RecordedRoom room = new RecordedRoom(List.of(ONE));
    private final RecordingKernel kernel = room.kernel;
    private final KernelDesk desk = new KernelDesk(kernel, room.wiring(), room.later::add);

    @BeforeEach
    void links() {
        desk.work(List.of(new Job.LookAtLinks()));
    }

    private Shortcut.Answer answer(Event event, Moment latest) {
        AddressShortcut shortcut = shortcut(event, latest);
        desk.work(List.of(new Job.Shorten(shortcut)));
        return shortcut.await(Duration.ofSeconds(5));
    }

    private static AddressShortcut shortcut(Event event, Moment latest) {
        Effect.EventLease lease = new Effect.EventLease(42, 3, Duration.ofMillis(1500), latest);
        return new AddressShortcut(
                new Effect.RunEvent(
                        new Ticket(1), event, Duration.ofSeconds(30), Optional.of(lease)));
    }

    @Test
    void aTakeAddsTheAddressWithItsLifetime() {
        assertEquals(DONE, answer(TAKE, soon()));

        assertEquals(List.of("create 10.0.0.1 3"), kernel.calls);
    }

    @Test
    void aTakeThatComesTooLateAddsNothing() {
        Shortcut.Answer answer = answer(TAKE, new Moment(System.nanoTime() - 1));

        assertTrue(answer instanceof Shortcut.Answer.TooLate, answer.toString());
        assertEquals(List.of(), kernel.calls);
    }

    @Test
    @DisplayName("Late after the write: taken away again")
    void aTakeThatEndsTooLateIsTakenBack() {
        Moment latest = new Moment(System.nanoTime() + Duration.ofMillis(200).toNanos());
        kernel.slow =
                () ->
                        Awaitility.await()
                                .atMost(Duration.ofSeconds(20))
                                .until(() -> System.nanoTime() - latest.nanos() > 0);

        Shortcut.Answer answer = answer(TAKE, latest);

        assertTrue(answer instanceof Shortcut.Answer.Failed, answer.toString());
        assertEquals(List.of("create 10.0.0.1 3", "delete 10.0.0.1"), kernel.calls);
        assertFalse(kernel.carries(ONE));
    }

    @Test
    void whatTheKernelRefusesIsLeftToTheScript() {
        kernel.answer = new KernelAnswer.Refused(Errno.EAGAIN);

        assertEquals(DECLINED, answer(TAKE, soon()));
    }

    @Test
    void aTakeOnAnInterfaceThatIsMissingIsLeftToTheScript() {
        assertEquals(
                DECLINED, answer(new Event.TakeIp(new InterfaceName("eth9"), ONE, 24), soon()));
        assertEquals(List.of(), kernel.calls);
    }

    @Test
    void whileEventsOfTheAddressAreBeingEndedItIsNotAdded() {
        desk.work(List.of(new Job.Drop(new Effect.DropAddress(ONE, true))));
        kernel.calls.clear();

        assertEquals(DECLINED, answer(TAKE, soon()));
        assertEquals(List.of(), kernel.calls);
    }

    @Test
    @DisplayName("Close, reset, delete: nothing new is accepted, and clients hear of the reset")
    void aReleaseClosesResetsAndDeletes() {
        kernel.carry(RecordingKernel.address(ONE));

        assertEquals(DONE, answer(RELEASE, Moment.NEVER));

        assertEquals(
                List.of("close 10.0.0.1", "sockets 10.0.0.1", "delete 10.0.0.1"), kernel.calls);
    }

    @Test
    void aReleaseThatLeavesTheAddressIsLeftToTheScript() {
        kernel.carry(RecordingKernel.address(ONE));
        kernel.deletes = false;

        assertEquals(DECLINED, answer(RELEASE, Moment.NEVER));
    }

    @Test
    void theMoveToAnotherInterfaceIsLeftToTheScript() {
        InterfaceName eth2 = new InterfaceName("eth2");
        Event move = new Event.UpdateIp(Optional.of(RecordingKernel.ETH), eth2, ONE, 24);

        assertEquals(DECLINED, answer(move, soon()));
        assertEquals(List.of(), kernel.calls);
    }

    @Test
    void aKernelThatCannotBeReadLeavesTheReleaseToTheScript() {
        AddressShortcut shortcut = shortcut(RELEASE, Moment.NEVER);

        desk.failed(new Job.Shorten(shortcut));

        assertEquals(DECLINED, shortcut.await(Duration.ofSeconds(5)));
    }

    @Test
    @DisplayName("What the event has given up is not done later")
    void aShortcutThatWasNotWaitedForIsNotDone() {
        AddressShortcut shortcut = shortcut(TAKE, soon());

        assertEquals(DECLINED, shortcut.await(Duration.ofMillis(1)));
        desk.work(List.of(new Job.Shorten(shortcut)));

        assertEquals(List.of(), kernel.calls);
    }

    private static Moment soon() {
        return new Moment(System.nanoTime() + Duration.ofMinutes(1).toNanos());
    }
}
