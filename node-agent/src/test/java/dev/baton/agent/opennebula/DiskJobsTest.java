package dev.baton.agent.opennebula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.callout.JobRecord;
import dev.baton.agent.callout.JobState;
import dev.baton.agent.callout.StorageRoom;
import dev.baton.events.contract.opennebula.TransferCall.Migration.Moment;
import dev.baton.events.contract.opennebula.TransferCall.Snapshot.Deed;
import dev.baton.orchestrator.lifecycle.Change;
import dev.baton.orchestrator.lifecycle.Disk;
import dev.baton.orchestrator.lifecycle.Machine;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The host is the front-end itself, {@code n0}, whose files can be looked at without ssh. */
@Timeout(60)
@DisplayName(
        "Storage call-outs contract, section 4.5: lists of transfer calls, their ends and ruins")
class DiskJobsTest {

    private static final Duration AMPLE = Duration.ofSeconds(30);

    /** Disks are files; a call that finds its name in {@code fail} fails, having done a part. */
    private static final String DRIVER =
            """
            trace=$store/trace
            action=${0##*/}
            for last; do :; done
            [ $# -lt 3 ] || last=${*: -3:1}
            path=${last#*:}
            echo "$action ${path#"${store%/*}"/}" >>"$trace"
            case $action in
            clone | ln | mkswap) mkdir -p "${path%/*}" && touch "$path" ;;
            delete) rm -rf "$path" ;;
            esac
            ! grep -sqx "$action ${path##*/}" "$store/fail" || { echo "no space" >&2; exit 9; }
            """;

    private final RealDatastores datastores;
    private final StorageRoom storage;
    private final DriverRoom room;

    DiskJobsTest(@TempDir Path folder) {
        datastores = new RealDatastores(folder);
        datastores.dialects.put("tm/mine", "6.8");
        for (String action : List.of("clone", "ln", "mkswap", "mv", "mvds", "delete")) {
            datastores.script("tm/mine/" + action, DRIVER);
        }
        storage = datastores.storage();
        room = datastores.room(storage);
    }

    @AfterEach
    void close() {
        room.close();
        storage.close();
    }

    private Machine machine() {
        return new Machine(
                42,
                new Machine.Home(0, datastores.location.toString(), "mine"),
                List.of(image(0, false), image(1, true), new Disk.Swap(2, 8)),
                Optional.empty());
    }

    private static Disk image(int number, boolean saved) {
        return new Disk.OfImage(
                number, "mine", "/ds/1/img" + number, true, saved, OptionalLong.empty());
    }

    private JobRecord run(Change change) throws Exception {
        String id = room.submit(machine(), change).id();
        JobRecord job = storage.await(id, AMPLE).orElseThrow();
        assertTrue(job.state().isOver(), job.toString());
        return job;
    }

    private List<String> trace() throws Exception {
        Path trace = datastores.store.resolve("trace");
        List<String> lines = Files.exists(trace) ? Files.readAllLines(trace) : List.of();
        Files.deleteIfExists(trace);
        return lines;
    }

    private void failing(String... calls) throws Exception {
        Files.write(datastores.store.resolve("fail"), List.of(calls));
    }

    @Test
    @DisplayName("CREATE, then SHUTDOWN: every call in its order, disks before the directory")
    void aMachinesDisksAreMadeAndEnded() throws Exception {
        JobRecord made = run(new Change.Create("n0"));

        assertEquals(JobState.DONE, made.state(), made.why());
        assertEquals(
                List.of("clone 0/42/disk.0", "clone 0/42/disk.1", "mkswap 0/42/disk.2"), trace());
        JobRecord ended = run(new Change.Shutdown("n0"));
        assertEquals(JobState.DONE, ended.state(), ended.why());
        assertEquals(List.of("delete 0/42/disk.0", "mvds /ds/1/img1", "delete 0/42"), trace());
    }

    @Test
    @DisplayName(
            "CREATE: the first failure ends the list, and what was made is deleted, last first")
    void aFailedCreationLeavesNothing() throws Exception {
        failing("mkswap disk.2");

        JobRecord job = run(new Change.Create("n0"));

        assertEquals(JobState.FAILED, job.state());
        assertEquals("mkswap of driver tm/mine exited with 9: no space", job.why());
        assertEquals(
                List.of(
                        "clone 0/42/disk.0",
                        "clone 0/42/disk.1",
                        "mkswap 0/42/disk.2",
                        "delete 0/42/disk.1",
                        "delete 0/42/disk.0",
                        "delete 0/42"),
                trace());
        assertTrue(Files.notExists(datastores.machines.resolve("42")));
        assertEquals("undone by delete of machine:42", job.notes().getLast());
    }

    @Test
    @DisplayName("CREATE again is refused before any call: undoing it would delete the first")
    void aMachineThatIsThereIsNotMadeAgain() throws Exception {
        run(new Change.Create("n0"));
        trace();

        JobRecord again = run(new Change.Create("n0"));

        assertEquals(JobState.FAILED, again.state());
        assertTrue(again.why().contains("42 is there already"), again.why());
        assertEquals(List.of(), trace());
        assertTrue(Files.exists(datastores.machines.resolve("42/disk.2")));
    }

    @Test
    @DisplayName("MIGRATE: what was moved is moved back")
    void aFailedMoveIsMovedBack() throws Exception {
        failing("mv 42");

        JobRecord job = run(new Change.Migrate("n0", "n1"));

        assertEquals(JobState.FAILED, job.state());
        assertEquals(
                List.of(
                        "mv 0/42/disk.0",
                        "mv 0/42/disk.1",
                        "mv 0/42",
                        "mv 0/42/disk.1",
                        "mv 0/42/disk.0"),
                trace());
        assertTrue(job.notes().getLast().startsWith("not done, or only in part: tm/mine mv n0:"));
    }

    @Test
    @DisplayName("SHUTDOWN: nothing brings back what was deleted; what is left is listed")
    void aFailedShutdownSaysWhatIsLeft() throws Exception {
        run(new Change.Create("n0"));
        failing("mvds img1");

        JobRecord job = run(new Change.Shutdown("n0"));

        assertEquals(JobState.FAILED, job.state());
        assertEquals(3, job.notes().size(), job.notes().toString());
        assertTrue(job.notes().get(0).endsWith("/42/disk.0 is deleted"), job.notes().get(0));
        assertTrue(job.notes().get(1).startsWith("not done, or only in part: tm/mine mvds"));
        assertTrue(job.notes().get(2).startsWith("not begun: tm/mine delete"));
    }

    /** Prints its words where a test reads them; fails for snapshot 9. */
    private void withSnapshots() {
        for (String action :
                List.of(
                        "snap_create",
                        "snap_create_live",
                        "snap_delete",
                        "snap_revert",
                        "cpds",
                        "resize",
                        "premigrate",
                        "postmigrate",
                        "failmigrate")) {
            datastores.script(
                    "tm/mine/" + action,
                    "echo \"${0##*/} $*\" >>$store/trace; [ \"$2\" != 9 ] || { echo none >&2; exit"
                            + " 4; }");
        }
    }

    private String disk(int number) {
        return "n0:%s/0/42/disk.%d".formatted(datastores.location, number);
    }

    @Test
    @DisplayName("4.9: snapshots of a disk and its size, each the words of its dialect")
    void aDiskHasSnapshots() throws Exception {
        withSnapshots();
        for (Deed deed : Deed.values()) {
            JobRecord job = run(new Change.Snapshot("n0", 0, deed, 3));
            assertEquals(JobState.DONE, job.state(), job.why());
        }
        assertEquals(JobState.DONE, run(new Change.Resize("n0", 1, 40)).state());

        assertEquals(
                List.of(
                        "snap_create " + disk(0) + " 3 42 0",
                        "snap_create_live " + disk(0) + " 3 42 0",
                        "snap_delete " + disk(0) + " 3 42 0",
                        "snap_revert " + disk(0) + " 3 42 0",
                        "resize " + disk(1) + " 40 42 0"),
                trace());

        JobRecord failed = run(new Change.Snapshot("n0", 0, Deed.REVERT, 9));
        assertEquals(JobState.FAILED, failed.state());
        assertEquals("snap_revert of driver tm/mine exited with 4: none", failed.why());
        assertEquals(
                List.of("not done, or only in part: tm/mine snap_revert " + disk(0) + " 9"),
                failed.notes());
    }

    @Test
    @DisplayName("4.9: cpds writes a disk, or a snapshot of it, to an image and leaves it")
    void aDiskIsWrittenToAnImage() throws Exception {
        withSnapshots();
        for (int snapshot : List.of(-1, 3)) {
            JobRecord job = run(new Change.Save("n0", 1, snapshot, 7, "/ds/1/new"));
            assertEquals(JobState.DONE, job.state(), job.why());
            assertEquals("disk save", job.taken().request().word());
        }

        assertEquals(
                List.of(
                        "cpds " + disk(1) + " n0:/ds/1/new -1 42 0",
                        "cpds " + disk(1) + " n0:/ds/1/new 3 42 0"),
                trace());
        DriverPlan plan = room.plan(machine(), new Change.Save("n0", 1, -1, 7, "iqn.a:b"));
        assertEquals("iqn.a:b", plan.calls().getFirst().arguments().get(1));
        assertEquals(List.of(), trace());
    }

    @Test
    @DisplayName("4.9: what is due before and after a machine moves while it runs")
    void aMachineMovesWhileItRuns() throws Exception {
        withSnapshots();
        for (Moment moment : Moment.values()) {
            JobRecord job = run(new Change.Live("n0", "n1", moment));
            assertEquals(JobState.DONE, job.state(), job.why());
        }

        String words = " n0 n1 " + datastores.location + "/0/42 42 0";
        assertEquals(
                List.of("premigrate" + words, "postmigrate" + words, "failmigrate" + words),
                trace());
        DriverPlan plan = room.plan(machine(), new Change.Live("n0", "n1", Moment.BEFORE));
        assertEquals("disk migrate --live before of machine 42", plan.what());
        assertEquals(List.of(), trace());
    }

    @Test
    @DisplayName("--plan: the calls in their order with what undoes each; nothing runs")
    void aPlanRunsNothing() throws Exception {
        DriverPlan plan = room.plan(machine(), new Change.Create("n0"));

        assertEquals(3, plan.calls().size());
        assertEquals(List.of("42", "0"), plan.calls().getFirst().arguments().subList(2, 4));
        assertEquals(2, plan.calls().getFirst().undoneBy().size());
        assertEquals(List.of(), trace());
    }
}
