package dev.baton.agent.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.kernel.Errno;
import dev.baton.agent.kernel.ForeignClaim;
import dev.baton.agent.kernel.KernelAnswer;
import dev.baton.agent.kernel.KernelLink;
import dev.baton.agent.kernel.KernelNotice;
import dev.baton.config.ForeignAddress;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.PublicAddress;
import dev.baton.monitoring.metrics.RenewalResult;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.AddressSeen;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Input;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Renewing, taking back and deleting, in order; late is never. Safety rule, section 3. */
class KernelDeskTest {

    private static final IpAddress ONE = IpAddress.of("10.0.0.1");
    private static final IpAddress TWO = IpAddress.of("10.0.0.2");
    private static final IpAddress PRIVATE = IpAddress.of("10.0.0.99");

    private final RecordedRoom room = new RecordedRoom(List.of(ONE, TWO));
    private final RecordingKernel kernel = room.kernel;
    private final KernelDesk desk = new KernelDesk(kernel, room.wiring(), room.later::add);

    @BeforeEach
    void links() {
        desk.work(List.of(new Job.LookAtLinks()));
        room.told.clear();
    }

    @Test
    void renewalsOfOneBatchAreWrittenInOrderAndCounted() {
        desk.work(List.of(renew(ONE, soon()), renew(TWO, soon())));

        assertEquals(List.of("write 10.0.0.1 3", "write 10.0.0.2 3"), kernel.calls);
        assertEquals(List.of(RenewalResult.OK, RenewalResult.OK), room.renewed);
        assertEquals(List.of(), room.told);
    }

    @Test
    void aRenewalWhoseMomentPassedBeforeIsNotWritten() {
        desk.work(List.of(renew(ONE, past()), renew(TWO, soon())));

        assertEquals(List.of("write 10.0.0.2 3"), kernel.calls);
        assertEquals(List.of(RenewalResult.LATE, RenewalResult.OK), room.renewed);
        assertEquals(List.of(new Input.RenewalSkipped(ONE)), room.told);
    }

    @Test
    @DisplayName("Late after the write: deleted again, and the core is told")
    void aRenewalWhoseMomentPassesDuringTheWriteIsDeletedAgain() {
        Moment latest = new Moment(System.nanoTime() + Duration.ofMillis(200).toNanos());
        kernel.slow = () -> awaitPast(latest);

        desk.work(List.of(renew(ONE, latest)));

        assertEquals(List.of("write 10.0.0.1 3", "delete 10.0.0.1"), kernel.calls);
        assertEquals(List.of(RenewalResult.LATE), room.renewed);
        assertEquals(failed(ONE, "the write ended too late"), room.told.getFirst());
    }

    @Test
    void aRefusedRenewalIsDeletedAndTheCoreIsTold() {
        kernel.answer = new KernelAnswer.Refused(Errno.EAGAIN);

        desk.work(List.of(renew(ONE, soon())));

        assertEquals(List.of("write 10.0.0.1 3", "delete 10.0.0.1"), kernel.calls);
        assertEquals(List.of(RenewalResult.REFUSED), room.renewed);
        assertEquals(1, room.told.size());
    }

    @Test
    void aMissingInterfaceRefusesTheRenewalAndTheTake() {
        kernel.links = List.of();
        desk.work(List.of(new Job.LookAtLinks()));
        room.told.clear();

        desk.work(List.of(renew(ONE, soon())));
        desk.work(
                List.of(new Job.Prepare(new Effect.PrepareTake(ONE, RecordingKernel.ETH, false))));

        assertEquals(List.of(), kernel.calls);
        assertEquals(
                List.of(
                        failed(ONE, "interface eth1 is missing"),
                        new Input.TakePrepared(ONE, "interface eth1 does not exist on this node")),
                room.told);
    }

    @Test
    void whatIsAddedIsWatchedOnceItStandsInTheFile() throws IOException {
        IpAddress three = IpAddress.of("10.0.0.3");
        kernel.carry(RecordingKernel.address(three));

        desk.work(
                List.of(
                        watch(
                                7,
                                line(ONE, RecordingKernel.ETH),
                                line(three, RecordingKernel.ETH))));

        assertEquals(new Input.AddressesWatched(7, ""), room.told.getFirst());
        assertEquals(three, carried(room.told.getLast()));
        assertEquals(
                List.of("10.0.0.1/24 eth1", "10.0.0.3/24 eth1"),
                Files.readAllLines(room.carried.begin(Path.of("none"))));
        assertFalse(room.carried.isPublic(TWO));
    }

    @Test
    void anInterfaceThatIsMissingOrAPrivateAddressChangesNothing() {
        desk.work(List.of(watch(1, line(ONE, new InterfaceName("nosuch")))));
        desk.work(List.of(watch(2, line(RecordedRoom.NODE, RecordingKernel.ETH))));

        assertEquals(
                List.of(
                        new Input.AddressesWatched(
                                1, "interface nosuch does not exist on this node"),
                        new Input.AddressesWatched(
                                2,
                                "10.0.0.200 is the private address of a node, which never moves")),
                room.told);
        assertTrue(room.carried.isPublic(TWO));
    }

    @Test
    void anInterfaceThatComesWithAnAddressIsMadeReady() {
        InterfaceName second = new InterfaceName("eth2");
        kernel.links =
                List.of(
                        new KernelLink(
                                8,
                                second,
                                true,
                                true,
                                RecordingKernel.mac(2),
                                KernelLink.ETHERNET));

        desk.work(List.of(watch(1, line(ONE, second))));

        assertEquals(List.of("ready eth2"), kernel.calls);
    }

    private static IpAddress carried(Input told) {
        return ((Input.AddressesObserved) told).seen().getFirst().ip();
    }

    private static Job watch(long generation, PublicAddress... lines) {
        return new Job.Watch(new Effect.WatchAddresses(generation, List.of(lines)));
    }

    private static PublicAddress line(IpAddress ip, InterfaceName on) {
        return new PublicAddress(ip, 24, List.of(on));
    }

    private static Job probing(IpAddress ip) {
        return new Job.Prepare(new Effect.PrepareTake(ip, RecordingKernel.ETH, true));
    }

    @Test
    @DisplayName("foreign address = warn: the take waits for nothing, and who answers is said")
    void aForeignMachineIsSaidAndTheTakeIsNotSlower() {
        desk.work(List.of(probing(ONE)));
        assertEquals(List.of(new Input.TakePrepared(ONE, "")), room.told);
        assertTrue(kernel.calls.contains("probe 10.0.0.1 on eth1"), kernel.calls.toString());

        desk.work(List.of(new Job.Claimed(ONE, "02:00:00:00:00:09")));
        desk.work(List.of(new Job.Claimed(ONE, "02:00:00:00:00:09")));

        assertEquals(new Input.ForeignFound(ONE, "02:00:00:00:00:09"), room.told.get(1));
        assertEquals(2, room.told.size());
    }

    @Test
    @DisplayName("foreign address = refuse: answered once, by a foreign machine or after 200 ms")
    void aTakeIsRefusedForAForeignMachine() {
        room.foreign = ForeignAddress.REFUSE;
        KernelDesk strict = new KernelDesk(kernel, room.wiring(), room.later::add);
        strict.work(List.of(new Job.LookAtLinks()));
        room.told.clear();

        strict.work(List.of(probing(ONE), probing(TWO)));
        assertEquals(List.of(), room.told);
        strict.work(List.of(new Job.Claimed(ONE, "02:00:00:00:00:09")));
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> room.later.size() == 2);
        room.later.forEach(job -> strict.work(List.of(job)));

        assertEquals(new Input.ForeignFound(ONE, "02:00:00:00:00:09"), room.told.get(0));
        Input.TakePrepared refused = (Input.TakePrepared) room.told.get(1);
        assertTrue(refused.problem().startsWith("machine 02:00:00:00:00:09"), refused.problem());
        assertEquals(List.of(new Input.TakePrepared(TWO, "")), room.told.subList(2, 3));
        assertEquals(3, room.told.size());
    }

    @Test
    void aTakeIsPreparedByDestroyingOldSocketsFirst() {
        desk.work(
                List.of(new Job.Prepare(new Effect.PrepareTake(ONE, RecordingKernel.ETH, false))));

        assertEquals(List.of("sockets 10.0.0.1", "ready eth1"), kernel.calls);
        assertEquals(List.of(new Input.TakePrepared(ONE, "")), room.told);
    }

    @Test
    void aTakeOnAnInterfaceThatIsDownIsRefusedWithItsCure() {
        kernel.links =
                List.of(
                        new KernelLink(
                                7, RecordingKernel.ETH, false, false, RecordingKernel.mac(1), 1));
        desk.work(List.of(new Job.LookAtLinks()));
        room.told.clear();

        desk.work(
                List.of(new Job.Prepare(new Effect.PrepareTake(ONE, RecordingKernel.ETH, false))));

        assertEquals(
                List.of(
                        new Input.TakePrepared(
                                ONE, "interface eth1 is down; set it up with ip link set")),
                room.told);
    }

    @Test
    void aDropDestroysSocketsDeletesEverywhereAndReadsBack() {
        kernel.carry(RecordingKernel.address(ONE));
        kernel.carry(RecordingKernel.address(TWO));

        desk.work(List.of(new Job.Drop(new Effect.DropAddress(ONE, false))));

        assertEquals(List.of("sockets 10.0.0.1", "delete 10.0.0.1"), kernel.calls);
        assertEquals(List.of(new Input.AddressDropped(ONE, true)), room.told);
        assertTrue(kernel.carries(TWO), "only the one was asked for");
    }

    @Test
    void aDropThatLeavesTheAddressIsNotClean() {
        kernel.carry(RecordingKernel.address(ONE));
        kernel.deletes = false;

        desk.work(List.of(new Job.Drop(new Effect.DropAddress(ONE, false))));

        assertEquals(List.of(new Input.AddressDropped(ONE, false)), room.told);
    }

    @Test
    @DisplayName("While events of an address are being ended, it is deleted and not renewed")
    void aDropWithEventsDeletesTwiceAndHoldsRenewalsBack() {
        kernel.carry(RecordingKernel.address(ONE));

        desk.work(List.of(new Job.Drop(new Effect.DropAddress(ONE, true))));
        desk.work(List.of(renew(ONE, soon()), renew(TWO, soon())));
        kernel.carry(RecordingKernel.address(ONE)); // a script that was dying wrote it again
        Job finish = awaitFinish();
        desk.work(List.of(finish));
        desk.work(List.of(renew(ONE, soon())));

        assertEquals(
                List.of(
                        "sockets 10.0.0.1",
                        "delete 10.0.0.1",
                        "write 10.0.0.2 3",
                        "delete 10.0.0.1",
                        "write 10.0.0.1 3"),
                kernel.calls);
        assertEquals(new Job.FinishDrop(ONE, true), finish);
        assertEquals(List.of(new Input.AddressDropped(ONE, true)), room.told);
    }

    @Test
    @DisplayName(
            "Nothing was ever started for it: there is nothing to end, and the answer is there")
    void aDropOfAnAddressWithoutProcessesIsOverAtOnce() {
        room.processes = false;
        kernel.carry(RecordingKernel.address(ONE));

        desk.work(List.of(new Job.Drop(new Effect.DropAddress(ONE, true))));

        assertEquals(List.of(new Input.AddressDropped(ONE, true)), room.told);
        assertFalse(kernel.carries(ONE));
    }

    @Test
    void twoDropsOfOneAddressHoldItsRenewalsBackUntilBothHaveEnded() {
        desk.work(List.of(new Job.Drop(new Effect.DropAddress(ONE, true))));
        desk.work(List.of(new Job.Drop(new Effect.DropAddress(ONE, true))));
        desk.work(List.of(awaitFinish()));
        desk.work(List.of(renew(ONE, soon())));

        assertFalse(kernel.calls.contains("write 10.0.0.1 3"), kernel.calls.toString());

        desk.work(List.of(awaitFinish()));
        desk.work(List.of(renew(ONE, soon())));

        assertTrue(kernel.calls.contains("write 10.0.0.1 3"), kernel.calls.toString());
    }

    @Test
    void aDropWhoseProcessesLiveOnIsNotClean() {
        room.noProcessLeft = false;

        desk.work(List.of(new Job.Drop(new Effect.DropAddress(ONE, true))));
        desk.work(List.of(awaitFinish()));

        assertEquals(List.of(new Input.AddressDropped(ONE, false)), room.told);
    }

    @Test
    void whatCannotBeReadIsAnsweredInTheWayThatGivesNothingBack() {
        desk.failed(renew(ONE, soon()));
        desk.failed(new Job.Prepare(new Effect.PrepareTake(ONE, RecordingKernel.ETH, false)));
        desk.failed(new Job.Read(ONE));
        desk.failed(new Job.Drop(new Effect.DropAddress(ONE, false)));

        String why = "the kernel could not be read";
        assertEquals(
                List.of(
                        failed(ONE, why),
                        new Input.TakePrepared(ONE, why),
                        new Input.AddressRead(ONE, List.of()),
                        new Input.AddressDropped(ONE, false)),
                room.told);
    }

    @Test
    void aDropThatFailedHalfWayLetsRenewalsThroughAgain() {
        desk.work(List.of(new Job.Drop(new Effect.DropAddress(ONE, true))));
        desk.failed(awaitFinish());

        desk.work(List.of(renew(ONE, soon())));

        assertTrue(kernel.calls.contains("write 10.0.0.1 3"), kernel.calls.toString());
    }

    @Test
    void aReadTellsWhereThisAddressIsAndNothingElse() {
        kernel.carry(RecordingKernel.address(ONE));
        kernel.carry(RecordingKernel.address(TWO));

        desk.work(List.of(new Job.Read(ONE), new Job.Read(PRIVATE)));

        assertEquals(
                List.of(
                        new Input.AddressRead(ONE, List.of(seen(ONE))),
                        new Input.AddressRead(PRIVATE, List.of())),
                room.told);
    }

    @Test
    void anAnnouncementIsSentOnlyUntilItsMoment() {
        Effect.Announce late = new Effect.Announce(ONE, RecordingKernel.ETH, past());
        Effect.Announce now = new Effect.Announce(TWO, RecordingKernel.ETH, soon());

        desk.work(List.of(new Job.Announce(late), new Job.Announce(now)));

        assertEquals(List.of("announce 10.0.0.2 on eth1"), kernel.calls);
    }

    @Test
    void onlyPublicAddressesAreObservedAndHosted() {
        kernel.carry(RecordingKernel.address(ONE));
        kernel.carry(RecordingKernel.address(PRIVATE));

        desk.work(List.of(new Job.LookAtAddresses()));

        assertEquals(List.of(new Input.AddressesObserved(List.of(seen(ONE)))), room.told);
        assertEquals(List.of(ONE), List.copyOf(desk.hosted()));
    }

    @Test
    void noticesOfPublicAddressesAreToldAndOthersAreNot() {
        desk.open();
        kernel.calls.clear();

        kernel.notices.accept(new KernelNotice.AddressAdded(RecordingKernel.address(ONE)));
        kernel.notices.accept(new KernelNotice.AddressAdded(RecordingKernel.address(PRIVATE)));
        kernel.notices.accept(new KernelNotice.AddressRemoved(RecordingKernel.address(ONE)));

        assertEquals(
                List.of(
                        new Input.AddressAppeared(seen(ONE)),
                        new Input.AddressVanished(ONE, RecordingKernel.ETH)),
                room.told);
        assertEquals(List.of(), List.copyOf(desk.hosted()));
    }

    @Test
    void lostNoticesAreMadeUpForByLookingAnew() {
        desk.open();

        kernel.notices.accept(new KernelNotice.Overflow());
        kernel.notices.accept(new KernelNotice.LinkRemoved(RecordingKernel.ETH));
        kernel.notices.accept(new KernelNotice.LinkRemoved(new InterfaceName("other")));

        assertEquals(
                List.of(new Job.LookAtLinks(), new Job.LookAtAddresses(), new Job.LookAtLinks()),
                List.copyOf(room.later));
    }

    @Test
    void aForeignClaimIsToldOnceASecondAndOnlyOfWhatIsCarried() {
        kernel.carry(RecordingKernel.address(ONE));
        desk.work(List.of(new Job.LookAtAddresses()));
        room.told.clear();

        for (int time = 0; time < 3; time++) {
            kernel.claims.accept(claim(ONE));
            kernel.claims.accept(claim(TWO));
        }

        assertEquals(List.of(new Input.ClaimSeen(ONE, "02:00:00:00:00:09")), room.told);
    }

    @Test
    void claimsAreHeardAnewOnlyWhenInterfacesChange() {
        desk.work(List.of(new Job.LookAtLinks()));
        assertEquals(1, kernel.heard.size());

        kernel.links = List.of();
        desk.work(List.of(new Job.LookAtLinks()));

        assertEquals(List.of(), kernel.heard.getLast());
    }

    private static ForeignClaim claim(IpAddress ip) {
        return new ForeignClaim(ip, RecordingKernel.mac(9), RecordingKernel.ETH);
    }

    private static AddressSeen seen(IpAddress ip) {
        return new AddressSeen(ip, 24, RecordingKernel.ETH, 3, true);
    }

    private static Input failed(IpAddress ip, String why) {
        return new Input.RenewalFailed(ip, why);
    }

    private Job awaitFinish() {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !room.later.isEmpty());
        return room.later.removeFirst();
    }

    private static void awaitPast(Moment latest) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> System.nanoTime() - latest.nanos() > 0);
    }

    private static Job renew(IpAddress ip, Moment latest) {
        return new Job.Renew(new Effect.RenewAddress(ip, 24, RecordingKernel.ETH, 3, latest));
    }

    private static Moment soon() {
        return new Moment(System.nanoTime() + Duration.ofMinutes(1).toNanos());
    }

    private static Moment past() {
        return new Moment(System.nanoTime() - 1);
    }
}
