package dev.baton.agent.opennebula;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.callout.JobRecord;
import dev.baton.agent.callout.JobState;
import dev.baton.agent.callout.RealProviders;
import dev.baton.agent.callout.Refusal;
import dev.baton.agent.callout.StorageRoom;
import dev.baton.events.callout.Truth;
import dev.baton.events.contract.opennebula.DatastoreAction;
import dev.baton.events.contract.opennebula.DriverResult;
import dev.baton.events.contract.opennebula.ImageText;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

@Timeout(60)
@DisplayName("Storage call-outs contract, section 4, with our own drivers and scripts of tests")
class DriverRoomTest {

    private static final Duration AMPLE = Duration.ofSeconds(30);

    private final RealDatastores datastores;
    private Optional<StorageRoom> storage = Optional.empty();
    private Optional<DriverRoom> room = Optional.empty();

    DriverRoomTest(@TempDir Path folder) {
        datastores = new RealDatastores(folder);
    }

    @AfterEach
    void close() {
        room.ifPresent(DriverRoom::close);
        storage.ifPresent(StorageRoom::close);
    }

    private DriverRoom room() {
        if (room.isEmpty()) {
            storage = Optional.of(datastores.storage());
            room = Optional.of(datastores.room(storage.get()));
        }
        return room.get();
    }

    private void startAnew() {
        close();
        room = Optional.empty();
        room();
    }

    private static ImageOrder create(String title) {
        return new ImageOrder.Create(
                1, title, 8, "raw", Optional.empty(), OptionalLong.empty(), new TreeMap<>());
    }

    private JobRecord run(ImageOrder order) throws Refusal {
        return over(room().submit(order).id());
    }

    private JobRecord over(String id) {
        JobRecord job = storage.orElseThrow().await(id, AMPLE).orElseThrow();
        assertTrue(job.state().isOver(), job.toString());
        return job;
    }

    private ImageRecord image(String title) throws Refusal {
        return room().images().all().stream()
                .filter(each -> each.title().equals(title))
                .findFirst()
                .orElseThrow();
    }

    private String journal() throws Exception {
        return Files.readString(datastores.providers.base.resolve("var/storage/journal"));
    }

    private String calls(JobRecord job) throws Refusal {
        return storage.orElseThrow().calls().stream()
                .filter(call -> job.calls().contains(call.begun().call()))
                .map(call -> call.begun().action() + "=" + call.outcome())
                .toList()
                .toString();
    }

    @Test
    @DisplayName(
            "4.3: an image is made, copied, measured, registered and deleted by our own driver")
    void anImagesLife() throws Exception {
        JobRecord made = run(create("web"));

        assertEquals(JobState.DONE, made.state(), made.why());
        Path file = Path.of(image("web").source());
        assertEquals(8L << 20, Files.size(file) & -1L << 20);
        assertEquals(datastores.store, file.getParent());

        assertEquals(
                JobState.DONE,
                run(new ImageOrder.Clone("web", "copy", OptionalLong.empty())).state());
        assertEquals(2, image("copy").image().id());
        Path from = datastores.file("disk", "text");
        ImageOrder register =
                new ImageOrder.Register(
                        1, "disk", from.toString(), "raw", OptionalLong.of(17), new TreeMap<>());
        JobRecord registered = run(register);
        assertEquals(JobState.DONE, registered.state(), registered.why());
        assertEquals("text", Files.readString(Path.of(image("disk").source())));
        Truth<DriverResult> size =
                room().ask(new StoreQuestion.Size("fast", from.toString()), AMPLE).orElseThrow();
        assertTrue(size instanceof Truth.Done<DriverResult>(DriverResult.Size _, var _), "" + size);
        Truth<DriverResult> free = room().ask(new StoreQuestion.Room("1"), AMPLE).orElseThrow();
        assertTrue(free instanceof Truth.Done<DriverResult>(DriverResult.Room _, var _), "" + free);

        JobRecord gone = run(new ImageOrder.Delete("web"));
        assertEquals("[rm=ok]", calls(gone));
        assertFalse(Files.exists(file));
        assertEquals(
                List.of("copy", "disk"),
                room().images().all().stream().map(ImageRecord::title).toList());
    }

    @Test
    @DisplayName("4.9: snapshots of an image, and what another datastore registers it by")
    void anImageHasSnapshotsAndIsExported() throws Exception {
        datastores.driver = "mine";
        datastores.dialects.put("datastore/mine", "6.8");
        datastores.script("datastore/mine/mkfs", "touch $store/a; echo $store/a raw");
        for (String action : List.of("snap_delete", "snap_revert", "snap_flatten")) {
            datastores.script(
                    "datastore/mine/" + action,
                    "base64 -d | grep -o 'TARGET_SNAPSHOT>[^/]*' >$store/${0##*/}; echo $store/a");
        }
        datastores.script(
                "datastore/mine/export",
                "echo '<IMPORT_INFO><IMPORT_SOURCE>/ds/1/a</IMPORT_SOURCE><MD5>ab</MD5>"
                        + "<SIZE>8</SIZE><FORMAT>raw</FORMAT></IMPORT_INFO>'");
        run(create("web"));

        for (DatastoreAction action :
                List.of(
                        DatastoreAction.SNAP_DELETE,
                        DatastoreAction.SNAP_REVERT,
                        DatastoreAction.SNAP_FLATTEN)) {
            JobRecord job = run(new ImageOrder.Snapshot("web", action, 3));
            assertEquals(JobState.DONE, job.state(), job.why());
            String told = Files.readString(datastores.store.resolve(action.word()));
            assertTrue(told.contains("3"), told);
        }
        assertEquals("", image("web").image().text(ImageText.TARGET_SNAPSHOT));
        assertEquals(
                new DriverResult.Offer("/ds/1/a", "ab", OptionalLong.of(8), "raw"),
                assertInstanceOf(
                                Truth.Done.class,
                                room().ask(new StoreQuestion.Offer("web"), AMPLE).orElseThrow())
                        .result());
        assertTrue(
                room().plan(new StoreQuestion.Offer("web"))
                        .calls()
                        .getFirst()
                        .program()
                        .endsWith("/export"));
    }

    @Test
    @DisplayName("4.8: orphans are what is there and not written down, and the other way round")
    void orphansAreToldBothWays() throws Exception {
        run(create("web"));
        run(create("lost"));
        Files.delete(Path.of(image("lost").source()));
        Path stray = Files.writeString(datastores.store.resolve("stray"), "x");

        DriverAccess.Orphans orphans = room().orphans("fast");

        assertEquals(List.of(stray.toString()), List.copyOf(orphans.sizes().keySet()));
        assertEquals(List.of("lost"), orphans.missing().stream().map(ImageRecord::title).toList());
        assertTrue(orphans.warning().contains("image records"), orphans.warning());

        JobRecord gone = run(new ImageOrder.DeleteSource(1, 9, stray.toString()));
        assertEquals(JobState.DONE, gone.state(), gone.why());
        assertFalse(Files.exists(stray));
    }

    @Test
    @DisplayName("4.2: what is called has the fencing number; without the right nothing is called")
    void onlyTheFrontEndCalls() throws Exception {
        datastores.driver = "mine";
        datastores.dialects.put("datastore/mine", "3.4");
        datastores.script(
                "datastore/mine/mkfs",
                "echo $CALLOUT_FENCE >$store/fence; touch $store/a; echo $store/a 8");
        datastores.providers.objects.elsewhere(RealDatastores.frontEnd(), true);

        JobRecord refused = run(create("web"));

        assertEquals(JobState.FAILED, refused.state());
        assertEquals(
                "this node did not become the front-end of datastore 1: busy: node 1 has"
                        + " image:datastore-1",
                refused.why());
        assertEquals(List.of(), room().images().all());
        datastores.providers.objects.elsewhere(RealDatastores.frontEnd(), false);
        assertEquals(JobState.DONE, run(create("web")).state());
        assertEquals("1", Files.readString(datastores.store.resolve("fence")).strip());
    }

    @Test
    @DisplayName(
            "6: a front-end that loses its right kills what it has called; the image is broken")
    void theLossOfTheRightEndsTheCall() throws Exception {
        datastores.driver = "slow";
        datastores.dialects.put("datastore/slow", "3.4");
        datastores.script(
                "datastore/slow/mkfs",
                "trap '' TERM; touch $store/begun; sleep 60; touch $store/late");
        String job = room().submit(create("web")).id();
        await().atMost(AMPLE).until(() -> Files.exists(datastores.store.resolve("begun")));

        datastores.providers.objects.lapse();

        JobRecord over = over(job);
        assertEquals(JobState.UNKNOWN, over.state());
        assertTrue(over.why().contains("was ended by the end of its right"), over.why());
        assertEquals(ImageState.BROKEN, image("web").state());
        assertFalse(Files.exists(datastores.store.resolve("late")));
    }

    @Test
    @DisplayName("1, rule 6: secret attributes reach the driver and nothing else")
    void secretsReachTheDriverOnly() throws Exception {
        datastores.driver = "mine";
        datastores.dialects.put("datastore/mine", "3.4");
        datastores.attributes.put("CEPH_PASSWORD", "hunter22");
        datastores.script(
                "datastore/mine/mkfs",
                "echo $1 | base64 -d >$store/dump; cat $store/dump >&2; touch $store/a; echo"
                        + " $store/a 8");
        String plan = room().plan(create("web")).toString();

        JobRecord job = run(create("web"));

        assertEquals(JobState.DONE, job.state(), job.why());
        assertTrue(Files.readString(datastores.store.resolve("dump")).contains("hunter22"));
        assertTrue(plan.contains("CEPH_PASSWORD><![CDATA[***]]>"), plan);
        assertTrue(journal().contains("***"));
        assertFalse((journal() + plan).contains("hunter22"));
        assertFalse(storage.orElseThrow().calls().toString().contains("hunter22"));
    }

    @Test
    @DisplayName("1, rule 5: a script that others may write is looked at before every call")
    void aScriptThatOthersMayWriteIsNotRun() throws Exception {
        run(create("web"));
        RealProviders.allow(datastores.one.resolve("var/remotes/datastore/files/rm"), "rwxrwxrwx");

        Refusal refusal =
                assertThrows(Refusal.class, () -> room().submit(new ImageOrder.Delete("web")));

        assertTrue(refusal.sentence().contains("has no script rm"), refusal.sentence());
        FoundDriver driver = room().datastores().getLast().drivers().getFirst();
        assertTrue(
                driver.problems().getFirst().contains("may be written by group or others"),
                driver.problems().toString());
    }

    @Test
    @DisplayName("4.9: a driver that does not show its dialect is not called")
    void aDriverOfUnknownDialectIsNotCalled() {
        datastores.driver = "mute";
        datastores.script("datastore/mute/mkfs", "touch $store/a; echo $store/a 8");

        Refusal refusal = assertThrows(Refusal.class, () -> room().submit(create("web")));

        assertTrue(
                refusal.sentence().contains("dialects = datastore/mute=6.8"), refusal.sentence());
        assertFalse(Files.exists(datastores.store.resolve("a")));
    }

    @Test
    @DisplayName("4.8: of one datastore so many jobs run at a time as its settings say")
    void jobsOfADatastoreAreBounded() throws Exception {
        datastores.driver = "counts";
        datastores.atOnce = 2;
        datastores.dialects.put("datastore/counts", "3.4");
        datastores.script(
                "datastore/counts/mkfs",
                """
                mkdir $store/in-$2
                ls -d $store/in-* | wc -l >>$store/seen
                sleep 0.2
                rmdir $store/in-$2
                touch $store/i$2
                echo $store/i$2 8\
                """);
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            jobs.add(room().submit(create("web" + i)).id());
        }
        for (String job : jobs) {
            assertEquals(JobState.DONE, over(job).state());
        }

        List<String> seen = Files.readAllLines(datastores.store.resolve("seen"));
        assertEquals(6, seen.size());
        assertTrue(seen.contains("2") && !seen.contains("3"), seen.toString());
    }

    @Test
    @DisplayName("Journal: what an earlier life deleted is seen to be gone and is not called again")
    void whatAnEarlierLifeBeganIsLookedAt() throws Exception {
        datastores.driver = "slow";
        datastores.dialects.put("datastore/slow", "3.4");
        datastores.script("datastore/slow/mkfs", "touch $store/a; echo $store/a 8");
        datastores.script("datastore/slow/rm", "rm $store/a; echo . >>$store/calls; sleep 60");
        run(create("web"));
        String job = room().submit(new ImageOrder.Delete("web")).id();
        await().atMost(AMPLE).until(() -> Files.exists(datastores.store.resolve("calls")));

        startAnew();

        JobRecord over = over(job);
        assertEquals(JobState.DONE, over.state(), over.why());
        assertEquals(List.of(), room().images().all());
        assertEquals(List.of("."), Files.readAllLines(datastores.store.resolve("calls")));
    }

    @Test
    @DisplayName("Jobs: one that runs is ended by an operator; what may be left is said")
    void aJobIsCancelled() throws Exception {
        datastores.driver = "slow";
        datastores.dialects.put("datastore/slow", "3.4");
        datastores.script("datastore/slow/mkfs", "touch $store/begun; sleep 60");
        String first = room().submit(create("web")).id();
        String second = room().submit(create("next")).id();
        await().atMost(AMPLE).until(() -> Files.exists(datastores.store.resolve("begun")));

        storage.orElseThrow().cancel(second);
        storage.orElseThrow().cancel(first);

        assertEquals(JobState.CANCELLED, over(second).state());
        JobRecord over = over(first);
        assertEquals(JobState.UNKNOWN, over.state());
        assertTrue(over.why().contains("may be left in " + datastores.store), over.why());
        assertEquals(
                List.of("web"), room().images().all().stream().map(ImageRecord::title).toList());
    }
}
