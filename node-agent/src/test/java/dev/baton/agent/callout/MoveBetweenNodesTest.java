package dev.baton.agent.callout;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Two nodes' storage in one process, what they ask of each other handed over as its words. */
@Timeout(120)
@DisplayName("Storage call-outs contract, 3.7: migrate and failover between two nodes")
class MoveBetweenNodesTest {

    private static final Duration AMPLE = Duration.ofSeconds(60);
    private static final Pnn B = new Pnn(1);

    /** Each script writes who it is and how it was called into a file both nodes see. */
    private static final String TRACE =
            "echo \"${0%%/extstorage*} ${0##*/}\" $VOL_OPEN_EXCLUSIVE >>\"$store/trace\"; ";

    /** Hangs at its first call, so that it is still under way when something happens. */
    private static final String SLOW_ONCE =
            "if [ -e $store/slow ]; then rm $store/slow; sleep 60; fi; printf '\\nkvm:f:x'";

    private final RealProviders first;
    private final RealProviders second;
    private volatile StorageRoom a;
    private volatile StorageRoom b;

    /** Whether the nodes hear nothing of each other. */
    private volatile boolean cut;

    /** Lines that are lost on their way, and how many more answers get lost on theirs. */
    private final AtomicInteger lostLines = new AtomicInteger();

    private final AtomicInteger lostAnswers = new AtomicInteger();

    /** Whether the nodes are cut off from each other once a part is over. */
    private volatile boolean cutAfterPart;

    MoveBetweenNodesTest(@TempDir Path folder) throws IOException {
        first = new RealProviders(Files.createDirectory(folder.resolve("a"))).files();
        second = new RealProviders(Files.createDirectory(folder.resolve("b"))).files();
        second.self = B;
        for (RealProviders each : List.of(first, second)) {
            traced(each, "attach", "[ -e \"$store/$VOL_NAME\" ] && printf '\\nkvm:f:x'");
            for (String script : List.of("detach", "open", "close")) {
                traced(each, script, "true");
            }
        }
        first.core = this::carry;
        second.core = this::carry;
    }

    private static void traced(RealProviders node, String script, String body) {
        node.script("files", script, TRACE + body);
    }

    private CompletableFuture<OperatorReply> carry(OperatorCommand command) {
        OperatorCommand.CallTool line = (OperatorCommand.CallTool) command;
        boolean isVouch = VouchLine.isOne(line.words());
        boolean isLost =
                isVouch ? cut : lostLines.getAndUpdate(left -> Math.max(0, left - 1)) > 0 || cut;
        if (isLost) {
            return CompletableFuture.completedFuture(
                    new OperatorReply.Refused("cannot be reached"));
        }
        CompletableFuture<OperatorReply> reply = new CompletableFuture<>();
        Thread.startVirtualThread(
                () -> reply.complete(isVouch ? a.vouch(line.words()) : answered(line)));
        return reply;
    }

    private OperatorReply answered(OperatorCommand.CallTool line) {
        OperatorReply reply = b.part(line.words());
        cut |= cutAfterPart && report(reply).state() == JobState.DONE;
        return lostAnswers.getAndUpdate(left -> Math.max(0, left - 1)) > 0
                ? new OperatorReply.TimedOut("node 1 did not answer in time")
                : reply;
    }

    @BeforeEach
    void begin() throws Refusal {
        a = first.room();
        b = second.room();
        JobRecord made =
                over(
                        a.submit(
                                        new VolumeRequest.Create("files", List.of("web1"), 64),
                                        first.parameters())
                                .job()
                                .id());
        assertEquals(JobState.DONE, made.state(), made.toString());
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
    }

    private JobRecord over(String id) {
        JobRecord job = a.await(id, AMPLE).orElseThrow();
        assertTrue(job.state().isOver(), job.toString());
        return job;
    }

    private String submitted(VolumeRequest request) throws Refusal {
        return a.submit(request, new TreeMap<>()).job().id();
    }

    private JobRecord run(VolumeRequest request) throws Refusal {
        return over(submitted(request));
    }

    private static List<String> volumes(StorageRoom room) throws Refusal {
        return room.volumes().stream()
                .map(each -> each.volume().title() + " " + each.state().word())
                .toList();
    }

    /** What was called where since the volume was made. */
    private List<String> trace() throws Exception {
        List<String> all = Files.readAllLines(first.store.resolve("trace"));
        return all.subList(1, all.size()).stream()
                .map(each -> each.replaceFirst("^.*/(.) ", "$1 ").strip())
                .toList();
    }

    private VolumeRequest failover() {
        return new VolumeRequest.Failover("web1", B);
    }

    @Test
    void aFailoverDetachesHereAndAttachesThere() throws Exception {
        JobRecord job = run(failover());

        assertEquals(JobState.DONE, job.state(), job.toString());
        assertEquals(List.of("a detach", "b attach", "b open True"), trace());
        assertEquals(List.of(), volumes(a));
        assertEquals(List.of("web1 ready"), volumes(b));
        assertEquals(
                List.of("attach 0.2", "open-exclusive 0.2"),
                b.jobs().stream()
                        .map(each -> each.taken().request().word() + " " + each.parent().get())
                        .toList());
    }

    @Test
    void aMigrationWantsAVolumeThatIsAttached() {
        Refusal refusal =
                assertThrows(Refusal.class, () -> submitted(new VolumeRequest.Migrate("web1", B)));

        assertTrue(refusal.sentence().contains("baton volume failover"), refusal.sentence());
    }

    @Test
    void aPlanNamesTheNodesInOrderAndRunsNothing() throws Exception {
        StorageAccess.Plan plan = a.plan(failover(), new TreeMap<>());

        assertEquals(
                List.of("n0 detach", "node 1 attach", "node 1 open"),
                plan.calls().stream().map(each -> each.node() + " " + each.action()).toList());
        assertTrue(
                plan.calls().getLast().environment().toString().contains("EXCLUSIVE=True"),
                plan.toString());
        assertEquals(List.of("close", "detach"), plan.calls().get(1).undoneBy());
        assertTrue(
                plan.warnings().getLast().startsWith("calls of node 1 are shown as this node"),
                plan.toString());
        assertEquals(List.of(), trace());
    }

    @Test
    void whatTheOtherNodeCouldNotDoIsUndone() throws Exception {
        traced(second, "open", "echo locked >&2; false");

        JobRecord job = run(failover());

        assertEquals(JobState.FAILED, job.state(), job.toString());
        assertTrue(job.why().contains("node 1") && job.why().contains("locked"), job.why());
        assertEquals(
                List.of("a detach", "b attach", "b open True", "b close", "b detach"), trace());
        assertEquals(List.of("web1 ready"), volumes(a));
        assertEquals(List.of(), volumes(b));
    }

    @Test
    void aNodeThatIsAwayIsAskedForNothing() throws Exception {
        lostLines.set(Integer.MAX_VALUE);

        JobRecord job = run(failover());

        assertEquals(JobState.FAILED, job.state(), job.toString());
        assertTrue(job.why().contains("cannot be reached"), job.why());
        assertEquals(List.of("web1 ready"), volumes(a));
    }

    @Test
    void linesAndAnswersThatAreLostAreSentAgainAndNothingIsDoneTwice() throws Exception {
        lostLines.set(2);
        lostAnswers.set(2);

        JobRecord job = run(failover());

        assertEquals(JobState.DONE, job.state(), job.toString());
        assertEquals(List.of("a detach", "b attach", "b open True"), trace());
    }

    @Test
    void aNameOfAnotherVolumeThereIsRefusedAndNothingOfItTouched() throws Exception {
        b.submit(
                new VolumeRequest.Create("files", List.of("web1"), 64),
                second.parameters("store", first.store.toString()));
        await().atMost(AMPLE).until(() -> volumes(b).equals(List.of("web1 ready")));

        JobRecord job = run(failover());

        assertEquals(JobState.FAILED, job.state(), job.toString());
        assertTrue(job.why().contains("a volume web1 of its own"), job.why());
        assertEquals(List.of("web1 ready"), volumes(b));
    }

    @Test
    @DisplayName("The other node's agent ends in the middle: its part is settled when it is back")
    void aPartOfANodeThatDiedIsSettledWhenItIsBack() throws Exception {
        traced(second, "attach", SLOW_ONCE);
        Files.writeString(first.store.resolve("slow"), "");
        String job = submitted(failover());
        await().atMost(AMPLE).until(() -> !Files.exists(first.store.resolve("slow")));

        b.close();
        b = second.room();

        assertEquals(JobState.DONE, over(job).state(), over(job).toString());
        assertEquals(List.of("web1 ready"), volumes(b));
    }

    @Test
    @DisplayName("The agent that carries it out ends in the middle: a later life goes on with it")
    void aMoveGoesOnInALaterLife() throws Exception {
        traced(
                second,
                "open",
                "if [ ! -e $store/go ]; then until [ -e $store/go ]; do sleep 0.1; done; fi");
        String job = submitted(failover());
        await().atMost(AMPLE).until(() -> trace().contains("b open True"));

        a.close();
        a = first.room();
        Files.writeString(first.store.resolve("go"), "");

        assertEquals(JobState.DONE, over(job).state(), over(job).toString());
        assertEquals(1, trace().stream().filter("b attach"::equals).count(), trace().toString());
        assertEquals(List.of("web1 ready"), volumes(b));
        assertEquals(List.of(), volumes(a));
    }

    @Test
    void aVolumeOnItsWayIsTouchedByNobodyElse() throws Exception {
        traced(second, "open", "until [ -e $store/go ]; do sleep 0.1; done");
        String job = submitted(failover());
        await().atMost(AMPLE).until(() -> trace().contains("b open True"));

        Refusal refusal =
                assertThrows(
                        Refusal.class,
                        () -> b.submit(new VolumeRequest.Remove("web1", true), new TreeMap<>()));
        Files.writeString(first.store.resolve("go"), "");

        assertTrue(refusal.sentence().contains("is handing volume web1 over"), refusal.sentence());
        assertEquals(JobState.DONE, over(job).state());
    }

    @Test
    void aMoveThatIsCancelledIsUndone() throws Exception {
        traced(second, "attach", SLOW_ONCE);
        Files.writeString(first.store.resolve("slow"), "");
        String job = submitted(failover());
        await().atMost(AMPLE).until(() -> !Files.exists(first.store.resolve("slow")));

        a.cancel(job);

        assertEquals(JobState.CANCELLED, over(job).state(), over(job).toString());
        assertEquals(List.of(), volumes(b));
        assertEquals(List.of("web1 ready"), volumes(a));
    }

    private List<String> fences() throws IOException {
        return Files.readAllLines(first.store.resolve("fences"));
    }

    /** Writes the number it runs under; hangs at its first call. */
    private void fencedAttach() throws IOException {
        traced(second, "attach", "echo $CALLOUT_FENCE >>$store/fences; " + SLOW_ONCE);
        Files.writeString(first.store.resolve("slow"), "");
    }

    private void awaitAttach(int times) {
        await().atMost(AMPLE)
                .until(
                        () ->
                                Files.exists(first.store.resolve("fences"))
                                        && fences().size() >= times);
    }

    private CallRecord firstCallThere() throws Refusal {
        return b.calls().getFirst();
    }

    @Test
    @DisplayName("Storage operations, section 1 (3): a part has the number of the asking node")
    void aPartRunsUnderTheRightOfTheNodeThatAsksForIt() throws Exception {
        for (RealProviders each : List.of(first, second)) {
            for (String script : List.of("detach", "open")) {
                each.script("files", script, "echo $CALLOUT_FENCE >>$store/fences");
            }
        }
        traced(
                second,
                "attach",
                "echo $CALLOUT_FENCE >>$store/fences; [ -e \"$store/$VOL_NAME\" ] && printf"
                        + " '\\nkvm:f:x'");

        assertEquals(JobState.DONE, run(failover()).state());

        assertEquals(3, fences().size(), () -> "detach, attach, open: " + trail());
        assertEquals(1, fences().stream().distinct().count(), fences()::toString);
        assertTrue(Long.parseLong(fences().getFirst()) > 0, fences()::toString);
        assertEquals(0, second.objects.held().size());
    }

    private String trail() {
        try {
            return trace().toString();
        } catch (Exception unreadable) {
            return unreadable.toString();
        }
    }

    @Test
    void aPartWhoseHolderLosesTheRightIsKilledAndAskedAboutUnderTheNextOne() throws Exception {
        fencedAttach();
        String job = submitted(failover());
        awaitAttach(1);

        first.objects.lapse();

        assertEquals(JobState.DONE, over(job).state(), over(job).toString());
        assertEquals("killed", firstCallThere().outcome(), firstCallThere().toString());
        long before = Long.parseLong(fences().getFirst());
        assertTrue(Long.parseLong(fences().get(1)) > before, fences()::toString);
    }

    @Test
    void aPartThatHearsNothingOfItsHolderIsKilledAndGoesOnWhenItDoes() throws Exception {
        fencedAttach();
        String job = submitted(failover());
        awaitAttach(1);

        cut = true;
        await().atMost(AMPLE).until(() -> firstCallThere().ended().isPresent());
        cut = false;

        assertEquals("killed", firstCallThere().outcome(), firstCallThere().toString());
        assertEquals(JobState.DONE, over(job).state(), over(job).toString());
        assertEquals(List.of("web1 ready"), volumes(b));
    }

    @Test
    void aPartThatNobodyWaitsForIsNotBegun() throws Exception {
        VolumeRecord volume = a.volumes().getFirst();
        VolumeRequest.Part part =
                new VolumeRequest.Part("web1", volume.volume().uuid(), "0.1", 1, PartCall.ATTACH);

        OperatorReply reply = b.part(new PartOrder(part, volume, false).line(B).words());

        PartReport report = report(reply);
        assertEquals(JobState.FAILED, report.state(), report.toString());
        assertTrue(report.why().contains("does not wait for it"), report.why());
        assertEquals(List.of(), b.calls());
        assertEquals(List.of(), volumes(b));
    }

    private static PartReport report(OperatorReply reply) {
        return PartReport.read(((OperatorReply.Printed) reply).stdout()).orElseThrow();
    }

    private JobRecord overThere(VolumeRequest request) throws Refusal {
        return b.await(b.submit(request, new TreeMap<>()).job().id(), AMPLE).orElseThrow();
    }

    @Test
    @DisplayName(
            "A node dies for good half-way: the other keeps the volume, and the late one yields")
    void aVolumeThatIsArrivingForEverIsAdopted() throws Exception {
        cutAfterPart = true;
        String job = submitted(failover());
        await().atMost(AMPLE).until(() -> cut);
        a.close();
        assertEquals(List.of("web1 arriving"), volumes(b));

        JobRecord adopted = overThere(new VolumeRequest.Adopt("web1"));

        assertEquals(JobState.DONE, adopted.state(), adopted.toString());
        assertEquals(List.of("a detach", "b attach", "b attach", "b open True"), trace(), trail());
        assertEquals(List.of("web1 ready"), volumes(b));

        cutAfterPart = false;
        cut = false;
        a = first.room();
        assertEquals(JobState.UNKNOWN, over(job).state(), over(job).toString());
        assertTrue(over(job).why().contains("has adopted volume web1"), over(job).why());
        assertEquals(List.of("web1 broken"), volumes(a));
        assertEquals(List.of("web1 ready"), volumes(b));
        assertEquals(JobState.DONE, run(new VolumeRequest.Forget("web1")).state());
        assertEquals(List.of(), volumes(a));
        assertTrue(Files.exists(first.store.resolve(b.volumes().getFirst().volume().name())));
    }

    @Test
    void whatIsThisNodesIsNotAdoptedAndWhatIsAttachedNotForgotten() {
        assertThrows(Refusal.class, () -> submitted(new VolumeRequest.Adopt("web1")));
        assertThrows(Refusal.class, () -> submitted(new VolumeRequest.Forget("nothing")));
    }

    @Test
    @DisplayName("A plan of cancelling a move lists what the other node would undo, too")
    void aPlanOfCancellingCountsTheOtherNodesCalls() throws Exception {
        traced(second, "open", "until [ -e $store/go ]; do sleep 0.1; done");
        String job = submitted(failover());
        await().atMost(AMPLE).until(() -> trace().contains("b open True"));

        StorageAccess.Cancellation plan = a.planCancel(job);
        Files.writeString(first.store.resolve("go"), "");

        assertEquals(
                List.of("node 1 close", "node 1 detach"),
                plan.undo().calls().stream()
                        .map(each -> each.node() + " " + each.action())
                        .toList());
        assertEquals("open", plan.part().orElseThrow().call().action());
        assertEquals(JobState.DONE, over(job).state());
    }
}
