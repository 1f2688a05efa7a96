package dev.baton.agent.opennebula;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.callout.DriverTools;
import dev.baton.agent.callout.FrontEndRight;
import dev.baton.agent.callout.JobRecord;
import dev.baton.agent.callout.JobState;
import dev.baton.agent.callout.Refusal;
import dev.baton.agent.callout.StorageRoom;
import dev.baton.config.Pnn;
import dev.baton.events.callout.Truth;
import dev.baton.events.contract.opennebula.DriverResult;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.lifecycle.Change;
import dev.baton.orchestrator.lifecycle.Disk;
import dev.baton.orchestrator.lifecycle.Machine;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

@Timeout(60)
@DisplayName("Storage call-outs contract, 4.2: a datastore's front-end is asked, on whatever node")
class FrontEndsTest {

    private static final Duration AMPLE = Duration.ofSeconds(30);
    private static final Duration TURN = Duration.ofMillis(300);
    private static final Pnn HERE = new Pnn(0);
    private static final Pnn THERE = new Pnn(1);

    private final RealDatastores here;
    private final RealDatastores there;
    private final Path records;
    private boolean thereIsHeard = true;
    private Optional<OperatorReply> insteadOfThere = Optional.empty();
    private Optional<StorageRoom> storageHere = Optional.empty();
    private Optional<StorageRoom> storageThere = Optional.empty();
    private Optional<DriverRoom> roomHere = Optional.empty();
    private Optional<DriverRoom> roomThere = Optional.empty();

    FrontEndsTest(@TempDir Path folder) throws IOException {
        here = new RealDatastores(Files.createDirectories(folder.resolve("here")));
        there = new RealDatastores(Files.createDirectories(folder.resolve("there")));
        there.providers.self = THERE;
        records = folder.toRealPath().resolve("records");
        here.records = Optional.of(records);
        there.records = Optional.of(records);
    }

    @AfterEach
    void close() {
        roomHere.ifPresent(DriverRoom::close);
        roomThere.ifPresent(DriverRoom::close);
        storageHere.ifPresent(StorageRoom::close);
        storageThere.ifPresent(StorageRoom::close);
    }

    private FrontEnds node() {
        storageHere = Optional.of(here.storage());
        storageThere = Optional.of(there.storage());
        roomHere = Optional.of(here.room(storageHere.get()));
        roomThere = Optional.of(there.room(storageThere.get()));
        FrontEnds other = new FrontEnds(roomThere.get(), THERE, TreeMap::new, _ -> silence());
        return new FrontEnds(
                roomHere.get(), HERE, this::heard, command -> told(other, command), TURN);
    }

    private SortedMap<Pnn, Boolean> heard() {
        SortedMap<Pnn, Boolean> heard = new TreeMap<>();
        heard.put(HERE, true);
        heard.put(THERE, thereIsHeard);
        return heard;
    }

    private static CompletableFuture<OperatorReply> silence() {
        return new CompletableFuture<>();
    }

    private CompletableFuture<OperatorReply> told(FrontEnds other, OperatorCommand command) {
        if (!(command instanceof OperatorCommand.CallTool(Pnn to, List<String> words))) {
            throw new AssertionError(command);
        }
        assertEquals(THERE, to);
        assertTrue(FrontEnds.isOne(words), words.toString());
        boolean changes = words.getLast().contains("\"is\":\"Do");
        return CompletableFuture.completedFuture(
                changes && insteadOfThere.isPresent() ? insteadOfThere.get() : other.answer(words));
    }

    private void onlyThere() {
        here.nodes = List.of("n1");
        there.nodes = List.of("n1");
    }

    private static ImageOrder create(String title) {
        return new ImageOrder.Create(
                1, title, 8, "raw", Optional.empty(), OptionalLong.empty(), new TreeMap<>());
    }

    private JobRecord overThere(JobRecord job) {
        assertTrue(job.id().startsWith("1."), job.id());
        JobRecord end = storageThere.orElseThrow().await(job.id(), AMPLE).orElseThrow();
        assertEquals(JobState.DONE, end.state(), end.why());
        return end;
    }

    private static String refused(Executable asked) {
        Refusal refusal = assertThrows(Refusal.class, asked);
        return refusal.kind() + " " + refusal.sentence();
    }

    private static Machine machine(RealDatastores of) {
        return new Machine(
                42,
                new Machine.Home(0, of.location.toString(), "shared"),
                List.of(new Disk.Swap(0, 8)),
                Optional.empty());
    }

    @Test
    @DisplayName("What another node has to do is planned and carried out there, by its drivers")
    void whatAnotherNodeHasToDoIsDoneThere() throws Exception {
        onlyThere();
        FrontEnds node = node();

        DriverPlan plan = node.plan(create("web"));
        assertEquals("n1", plan.calls().getFirst().node());
        assertTrue(plan.calls().getFirst().program().startsWith(there.one.toString()), "" + plan);
        overThere(node.submit(create("web")));
        ImageRecord web = node.images().all().getFirst();
        assertEquals(there.store, Path.of(web.source()).getParent());

        overThere(node.submit(new ImageOrder.Clone("web", "copy", OptionalLong.empty())));
        Files.writeString(there.store.resolve("stray"), "x");
        assertEquals(
                there.store.resolve("stray").toString(), node.orphans("fast").sizes().firstKey());
        assertEquals("n1", node.plan(new StoreQuestion.Room("fast")).calls().getFirst().node());
        assertTrue(
                node.ask(new StoreQuestion.Room("fast"), AMPLE).orElseThrow()
                        instanceof Truth.Done<DriverResult>(DriverResult.Room _, var _));
        Path file = there.file("disk", "text");
        assertEquals(
                "n1",
                node.plan(new StoreQuestion.Size("fast", file.toString()))
                        .calls()
                        .getFirst()
                        .node());
        assertTrue(
                node.ask(new StoreQuestion.Size("fast", file.toString()), AMPLE).orElseThrow()
                        instanceof Truth.Done<DriverResult>(DriverResult.Size _, var _));

        assertEquals("web", node.forget("web").title());
        overThere(node.submit(new ImageOrder.Delete("copy")));
        assertEquals(List.of(), node.images().all());
    }

    @Test
    @DisplayName("Disks of machines too, as the front-end of the machines' datastore")
    void disksToo() throws Exception {
        here.nodesOfMachines = List.of("1");
        there.nodesOfMachines = List.of("1");
        FrontEnds node = node();

        Change change = new Change.Create("n1");
        assertEquals("n1", node.plan(machine(there), change).calls().getFirst().node());
        overThere(node.submit(machine(there), change));

        assertTrue(Files.exists(there.machines.resolve("42/disk.0")));
    }

    @Test
    @DisplayName("A driver that takes longer than a turn is asked once and waited for")
    void aSlowDriverIsAskedOnce() throws Exception {
        onlyThere();
        there.driver = "slow";
        there.dialects.put("datastore/slow", "6.8");
        there.script(
                "datastore/slow/monitor",
                "echo . >>$store/calls; sleep 1; echo USED_MB=1 TOTAL_MB=3 FREE_MB=2");
        FrontEnds node = node();
        StoreQuestion room = new StoreQuestion.Room("fast");

        assertEquals(Optional.empty(), node.ask(room, Duration.ofMillis(400)));
        Path calls = there.store.resolve("calls");
        await().atMost(AMPLE).until(() -> Files.exists(calls));
        assertEquals(
                new DriverResult.Room(1, 2, 3),
                node.ask(room, AMPLE).orElseThrow()
                                instanceof Truth.Done<DriverResult>(DriverResult told, var _)
                        ? told
                        : "nothing");
        assertEquals(2, Files.readAllLines(calls).size());
    }

    @Test
    @DisplayName("Who has the right now is asked, also where this node could be the front-end")
    void whoHasTheRightIsAsked() throws Exception {
        FrontEnds node = node();

        DriverTools tools = storageThere.orElseThrow().drivers().orElseThrow();
        try (FrontEndRight _ = tools.claim(1, new TreeSet<>(), AMPLE, () -> false)) {
            assertEquals("n1", node.plan(create("web")).calls().getFirst().node());
        }

        assertEquals("n0", node.plan(create("web")).calls().getFirst().node());
    }

    @Test
    @DisplayName("Where no node can be the front-end one sentence says so, with the reason")
    void whereNobodyCan() throws Exception {
        onlyThere();
        FrontEnds node = node();
        thereIsHeard = false;

        assertEquals(
                "REFUSED no node can be the front-end of datastore 1 now: it may be on n1 only, and"
                        + " no agent answers there; see: baton status",
                refused(() -> node.submit(create("web"))));

        thereIsHeard = true;
        Files.move(there.one.resolve("var/remotes/datastore"), there.one.resolve("gone"));
        String why = refused(() -> node.submit(create("web")));
        assertTrue(why.contains("may be on n1 only, and node 1: "), why);
        assertFalse(Files.exists(records), why);
    }

    @Test
    @DisplayName("A refusal there is told as one here; no answer leaves open whether it began")
    void refusalsAndSilence() throws Exception {
        onlyThere();
        FrontEnds node = node();
        overThere(node.submit(create("web")));

        assertEquals(
                "REFUSED node 1: there is an image web already; see: baton image list",
                refused(() -> node.submit(create("web"))));

        insteadOfThere = Optional.of(new OperatorReply.TimedOut("late"));
        assertEquals(
                "UNANSWERED node 1, the front-end, has not answered; whether it began is not known;"
                        + " look with: baton job list",
                refused(() -> node.submit(create("db"))));
        insteadOfThere = Optional.of(new OperatorReply.Printed(0, "{\"new\": 1}", ""));
        assertTrue(
                refused(() -> node.submit(create("db"))).startsWith("UNANSWERED node 1 answered"));
        insteadOfThere = Optional.of(new OperatorReply.Refused("node 1 cannot be reached"));
        assertEquals(
                "REFUSED node 1, the front-end, cannot be asked: node 1 cannot be reached",
                refused(() -> node.submit(create("db"))));
    }

    @Test
    @DisplayName("A line of another release is refused, not guessed")
    void aLineOfAnotherReleaseIsRefused() {
        FrontEnds node = node();

        OperatorReply reply = node.answer(List.of("baton", "front-end", "{\"is\":\"Dance\"}"));

        assertTrue(
                reply instanceof OperatorReply.Refused(String why)
                        && why.contains("different releases"),
                reply.toString());
    }

    @Test
    @DisplayName("Records that are not shared are worked with by the node that has them")
    void recordsThatAreNotShared() throws Exception {
        here.records = Optional.empty();
        there.records = Optional.empty();
        FrontEnds node = node();
        JobRecord made = roomThere.orElseThrow().submit(create("web"));
        overThere(made);

        DriverAccess.Written all = node.images();
        assertEquals(List.of("web"), all.all().stream().map(ImageRecord::title).toList());
        assertEquals("", all.warning());
        assertEquals(all.all().getFirst(), node.image("web"));
        thereIsHeard = false;
        assertEquals(
                "node 1 has not answered; images that were made there are missing here",
                node.images().warning());
        thereIsHeard = true;
        overThere(node.submit(new ImageOrder.Delete("web")));

        assertEquals(List.of(), roomThere.orElseThrow().images().all());
        assertTrue(
                refused(() -> node.forget("web"))
                        .startsWith("NOT_FOUND no image \"web\" is known"));
    }
}
