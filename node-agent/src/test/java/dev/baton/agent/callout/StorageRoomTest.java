package dev.baton.agent.callout;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.ProviderVariables;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

@Timeout(60)
@DisplayName("Storage operations, section 1, and call-outs contract, section 3, with real scripts")
class StorageRoomTest {

    private static final Duration AMPLE = Duration.ofSeconds(30);

    private final RealProviders providers;
    private StorageRoom room;

    StorageRoomTest(@TempDir Path folder) {
        providers = new RealProviders(folder).files();
        room = providers.room();
    }

    @AfterEach
    void close() {
        room.close();
    }

    private void startAnew() {
        room.close();
        room = providers.room();
    }

    private JobRecord run(VolumeRequest request) throws Refusal {
        return over(room.submit(request, new TreeMap<>()).job().id());
    }

    private JobRecord create(String... titles) throws Refusal {
        return over(submitCreate(titles));
    }

    private String submitCreate(String... titles) throws Refusal {
        return room.submit(
                        new VolumeRequest.Create("files", List.of(titles), 64),
                        providers.parameters())
                .job()
                .id();
    }

    private JobRecord over(String id) {
        JobRecord job = room.await(id, AMPLE).orElseThrow();
        assertTrue(job.state().isOver(), job.toString());
        return job;
    }

    private String refused(VolumeRequest request, String... parameters) {
        Refusal refusal =
                assertThrows(
                        Refusal.class,
                        () -> room.submit(request, providers.parameters(parameters)));
        return refusal.kind() + " " + refusal.sentence();
    }

    private List<String> calls(JobRecord job) throws Refusal {
        return room.calls().stream()
                .filter(call -> job.calls().contains(call.begun().call()))
                .map(
                        call ->
                                call.begun().action()
                                        + (call.begun().probe() ? "?" : "")
                                        + "="
                                        + call.outcome())
                .toList();
    }

    private String stored() throws IOException {
        return names().collect(Collectors.joining(","));
    }

    private Stream<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(providers.store)) {
            files.forEach(file -> names.add(String.valueOf(file.getFileName())));
        }
        return names.stream().sorted();
    }

    private String journal() throws IOException {
        return Files.readString(providers.base.resolve("var/storage/journal"));
    }

    private List<String> titles() throws Refusal {
        return room.volumes().stream()
                .map(each -> each.volume().title() + " " + each.state().word() + " " + each.size())
                .toList();
    }

    @Test
    @DisplayName("3.7: a volume's life, call by call; what exits with 0 is asked about")
    void aVolumesLifeCallByCall() throws Exception {
        assertEquals(List.of("create=ok", "attach?=ok"), calls(create("web1")));
        assertEquals(List.of("web1 ready 64"), titles());
        assertEquals(
                List.of("attach=ok", "grow=ok", "attach?=ok"),
                calls(run(new VolumeRequest.Grow("web1", 128))));
        assertEquals(List.of("web1 ready 128"), titles());
        assertEquals(
                List.of("setinfo=ok"),
                calls(run(new VolumeRequest.SetInfo("web1", "originstname+a"))));
        JobRecord remove = run(new VolumeRequest.Remove("web1", false));

        assertEquals(JobState.DONE, remove.state());
        assertEquals(
                List.of("attach=ok", "detach=ok", "remove=ok", "attach?=failed"), calls(remove));
        assertEquals(List.of(), titles());
    }

    @Test
    @DisplayName("3.9: of several volumes all are made or none; those before are undone")
    void volumesAreMadeTogetherOrNotAtAll() throws Exception {
        providers.script(
                "files",
                "create",
                "[ $VOL_CNAME != c ] || { echo no space >&2; exit 5; }; echo >$store/$VOL_NAME");

        JobRecord job = create("a", "b", "c");

        assertEquals(JobState.FAILED, job.state());
        assertEquals("create of provider files exited with 5: no space", job.why());
        assertEquals(4, job.notes().size(), job.notes().toString());
        assertEquals("", stored());
        assertEquals(List.of(), titles());
    }

    @Test
    @DisplayName("3.6: create that exits with 0 and makes nothing is no success")
    void aCreateThatLiesIsNoSuccess() throws Exception {
        providers.script("files", "create", "exit 0");

        JobRecord job = create("web1");

        assertEquals(JobState.FAILED, job.state());
        assertTrue(
                job.why().startsWith("create of provider files exited with 0, but attach"),
                job.why());
        assertEquals(List.of("web1 broken 64"), titles());
        assertEquals(JobState.FAILED, run(new VolumeRequest.Remove("web1", false)).state());
    }

    @Test
    @DisplayName("3.8: a call that takes too long is ended, and asked about before it is judged")
    void aCallThatHangsIsEndedAndAskedAbout() throws Exception {
        providers.script("files", "create", "echo >$store/$VOL_NAME; sleep 300");
        room.close();
        room = providers.room(Duration.ofSeconds(1), false);

        JobRecord made = create("made");
        providers.script("files", "create", "sleep 300");
        JobRecord missing = create("missing");

        assertEquals(JobState.DONE, made.state(), made.why());
        assertEquals(List.of("create=timed_out", "attach?=ok"), calls(made));
        assertEquals(JobState.FAILED, missing.state());
        assertEquals(List.of("create=timed_out", "attach?=failed"), calls(missing));
    }

    @Test
    @DisplayName("3.8: whichever script hangs, its end is never taken for a success")
    void noScriptThatHangsIsBelieved() throws Exception {
        providers.script("files", "snapshot", "sleep 300");
        create("attach", "detach", "grow", "remove", "snapshot", "setinfo", "verify");
        room.close();
        room = providers.room(Duration.ofSeconds(1), false);
        for (String script : List.of("detach", "grow", "remove", "setinfo", "verify")) {
            providers.script("files", script, "sleep 300");
        }

        List<String> jobs = new ArrayList<>();
        for (VolumeRequest request :
                List.of(
                        new VolumeRequest.Detach("detach"),
                        new VolumeRequest.Grow("grow", 128),
                        new VolumeRequest.Remove("remove", true),
                        new VolumeRequest.Snapshot("snapshot", "s"),
                        new VolumeRequest.SetInfo("setinfo", "x"),
                        new VolumeRequest.Verify("verify", List.of()))) {
            jobs.add(room.submit(request, new TreeMap<>()).job().id());
        }
        List<JobState> states = jobs.stream().map(id -> over(id).state()).toList();
        providers.script("files", "attach", "sleep 300");
        JobState attach = run(new VolumeRequest.Attach("attach")).state();

        assertEquals(
                List.of(
                        JobState.UNKNOWN,
                        JobState.UNKNOWN,
                        JobState.FAILED,
                        JobState.FAILED,
                        JobState.UNKNOWN,
                        JobState.UNKNOWN),
                states);
        assertEquals(JobState.UNKNOWN, attach);
    }

    @Test
    @DisplayName("3.6: a snapshot that is not there is none, whatever the exit status")
    void aSnapshotThatLiesIsNoSuccess() throws Exception {
        create("web1");
        providers.script("files", "snapshot", "true");

        JobRecord lie = run(new VolumeRequest.Snapshot("web1", "s"));
        providers.script("files", "snapshot", "echo >$store/$VOL_SNAPSHOT_NAME");
        JobRecord taken = run(new VolumeRequest.Snapshot("web1", "t"));

        assertEquals(JobState.FAILED, lie.state());
        assertEquals(List.of("snapshot=ok", "attach?=failed"), calls(lie));
        assertEquals(JobState.DONE, taken.state());
        assertEquals(List.of("snapshot=ok", "attach?=ok"), calls(taken));
        assertTrue(titles().contains("t ready 64"), titles().toString());
    }

    @Test
    @DisplayName("3.8: what each script but attach prints is kept in a file; 3.3: own variables")
    void whatScriptsPrintIsKeptInFiles() throws Exception {
        room.close();
        providers.variables =
                new ProviderVariables(
                        new TreeMap<>(Map.of("files", new TreeMap<>(Map.of("COLOUR", "red")))));
        room = providers.room();
        providers.script(
                "files",
                "create",
                "echo made $COLOUR; echo with $EXTP_PASSWORD >&2; echo >$store/$VOL_NAME");

        over(
                room.submit(volumes("files", "web1"), providers.parameters("password", "hunter22"))
                        .job()
                        .id());

        List<CallRecord> calls = room.calls();
        Path log = room.log(calls.getFirst()).orElseThrow();
        assertEquals("made red\nwith ***\n", Files.readString(log));
        assertEquals("rw-------", permissions(log));
        assertTrue(
                String.valueOf(log.getFileName())
                        .matches("create-files-[0-9a-f-]+\\.ext\\.disk0-\\d{8}T\\d{9}Z-1\\.log"),
                log.toString());
        assertEquals(Optional.empty(), room.log(calls.get(1)), "attach prints a result, no log");
    }

    @Test
    @DisplayName(
            "A call whose end nobody saw is asked about, and begun again only if it did nothing")
    void aJobGoesOnWhereTheAgentDied() throws Exception {
        providers.script(
                "files",
                "create",
                "echo $$ >>$store/tries; while [ ! -e $store/go ]; do sleep 0.02; done; [ ! -e"
                        + " $store/$VOL_NAME ] && echo >$store/$VOL_NAME");
        String id = submitCreate("web1");
        String later = submitCreate("web2");
        await().atMost(AMPLE).until(() -> Files.exists(providers.store.resolve("tries")));

        room.close();
        Files.createFile(providers.store.resolve("go"));
        room = providers.room();

        assertEquals(JobState.DONE, over(id).state(), over(id).why());
        assertEquals(
                List.of("create=killed", "attach?=failed", "create=ok", "attach?=ok"),
                calls(over(id)));
        assertEquals(JobState.DONE, over(later).state());
        assertEquals(List.of("web1 ready 64", "web2 ready 64"), titles());
    }

    @Test
    @DisplayName("A journal that ends in the middle of a call: lost, then settled by the probe")
    void aLostCallIsSettledByItsProbe() throws Exception {
        create("web1");
        room.close();
        List<String> lines =
                Files.readAllLines(providers.base.resolve("var/storage/journal")).stream()
                        .limit(2)
                        .toList();
        Files.writeString(
                providers.base.resolve("var/storage/journal"),
                String.join("\n", lines) + "\n{\"is\":\"CallEn");

        room = providers.room();
        JobRecord job = over("0.1");

        assertEquals(JobState.DONE, job.state(), job.why());
        assertEquals(List.of("create=lost", "attach?=ok"), calls(job));
        assertEquals(1, journal().lines().filter(line -> line.contains("\"JobTaken\"")).count());
    }

    @Test
    void jobsAndVolumesAreThereAfterANewStart() throws Exception {
        String id = create("web1").id();

        startAnew();

        assertEquals(JobState.DONE, over(id).state());
        assertEquals(2, over(id).calls().size());
        assertEquals(List.of("web1 ready 64"), titles());
        assertEquals("0.2", create("web2").id());
    }

    @Test
    void aJournalThatMakesNoSenseClosesStorageWithASentence() throws Exception {
        room.close();
        Files.writeString(providers.base.resolve("var/storage/journal"), "garbage\n");

        room = providers.room();

        String why = refused(new VolumeRequest.Create("files", List.of("a"), 64));
        assertTrue(why.contains("journal line 1: expected an entry"), why);
    }

    @Test
    @DisplayName("Contract, section 1, rule 6: secrets reach no journal, no record, no output")
    void secretsAreNowhere() throws Exception {
        providers.script(
                "files",
                "create",
                "set -x; login=$EXTP_PASSWORD; echo pin $EXTP_LOGIN_PIN; exit 1");

        String id =
                room.submit(
                                new VolumeRequest.Create("files", List.of("web1"), 64),
                                providers.parameters("password", "hunter22", "login_pin", "4711"))
                        .job()
                        .id();
        JobRecord job = over(id);
        CallRecord call = room.calls().getFirst();

        assertFalse(journal().contains("hunter22") || journal().contains("4711"), journal());
        assertEquals("***", call.begun().environment().get("EXTP_PASSWORD"));
        assertEquals("pin ***\n", call.ended().orElseThrow().out());
        assertTrue(call.ended().orElseThrow().err().contains("login=***"));
        assertTrue(job.why().contains("***") && !job.why().contains("hunter22"), job.why());
    }

    @Test
    void aVolumesFileIsForRootOnly() throws Exception {
        create("web1");
        Path volumes = providers.base.resolve("var/storage/volumes");

        assertEquals("rwx------", permissions(volumes));
        assertEquals("rw-------", permissions(volumes.resolve("web1.json")));
        assertEquals("rw-------", permissions(providers.base.resolve("var/storage/journal")));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    @DisplayName("Bad input is refused before anything runs, with the reason and the cure")
    void badInputIsRefusedBeforeAnythingRuns() throws Exception {
        create("web1");
        int before = room.calls().size();
        providers.script("half", "create", "true");
        RealProviders.write(
                providers.extstorage.resolve("open/create"), "#!/bin/sh\n", "rwxrwxrwx");

        Map<VolumeRequest, String> expected = new LinkedHashMap<>();
        expected.put(volumes("files", "a b"), "USAGE a volume is named by");
        expected.put(volumes("files", "a/b"), "USAGE a volume is named by");
        expected.put(volumes("files", "a\nb"), "USAGE a volume is named by");
        expected.put(volumes("files", "$(reboot)"), "USAGE a volume is named by");
        expected.put(volumes("files", "a", "a"), "USAGE a volume is named twice");
        expected.put(volumes("files", "web1"), "REFUSED volume web1 exists already");
        expected.put(volumes("../files", "a"), "USAGE a provider is named by");
        expected.put(volumes("none", "a"), "NOT_FOUND there is no provider none in");
        expected.put(
                volumes("half", "a"),
                "REFUSED provider half cannot be used: script attach could not be started: there"
                        + " is no");
        expected.put(
                volumes("open", "a"),
                "REFUSED provider open cannot be used: script create was not run: ");
        expected.put(new VolumeRequest.Attach("web9"), "NOT_FOUND this node has no volume");
        expected.put(new VolumeRequest.Grow("web1", 64), "REFUSED volume web1 has 64 MiB already");
        expected.put(
                new VolumeRequest.Snapshot("web1", "s"),
                "REFUSED provider files has no script snapshot");
        expected.forEach(
                (request, sentence) -> {
                    String refusal = refused(request);
                    assertTrue(refusal.startsWith(sentence), refusal);
                });
        assertTrue(
                refused(volumes("files", "a"), "a b", "c")
                        .startsWith("USAGE a parameter is named"));
        assertEquals(before, room.calls().size());
        assertEquals(List.of("web1 ready 64"), titles());
    }

    private static VolumeRequest volumes(String provider, String... titles) {
        return new VolumeRequest.Create(provider, List.of(titles), 64);
    }

    @Test
    @DisplayName("3.2: a parameter the provider does not list is warned of, or refused if so asked")
    void unlistedParametersAreWarnedOf() throws Exception {
        StorageAccess.Accepted accepted =
                room.submit(
                        volumes("files", "a"),
                        providers.parameters("colour", "red", "login_name", "x"));
        over(accepted.job().id());
        room.close();
        room = providers.room(AMPLE, true);

        assertEquals(
                List.of("provider files does not list parameter colour in its parameters.list"),
                accepted.warnings());
        assertTrue(refused(volumes("files", "b"), "colour", "red").startsWith("REFUSED provider"));
    }

    @Test
    @DisplayName("Trust is looked at before every call, not once")
    void aScriptThatOthersMayWriteMeanwhileIsNotRun() throws Exception {
        create("web1");
        Files.setPosixFilePermissions(
                providers.extstorage.resolve("files"),
                PosixFilePermissions.fromString("rwxrwxrwx"));

        assertTrue(
                refused(new VolumeRequest.Attach("web1")).contains("chmod go-w"),
                refused(new VolumeRequest.Attach("web1")));
    }

    @Test
    @DisplayName("3.1: every directory of the search path is told, the first of a name decides")
    void providersAreDiagnosed() {
        providers.script("half", "create", "true");

        var found = room.providers();

        assertEquals(List.of("files", "half"), found.stream().map(each -> each.name()).toList());
        assertTrue(found.getFirst().isValid(), found.getFirst().problems().toString());
        assertEquals(7, found.getLast().problems().size(), found.getLast().problems().toString());
    }

    @Test
    void aPlanShowsWhatWouldBeRunAndRunsNothing() throws Exception {
        StorageAccess.Plan plan =
                room.plan(volumes("files", "a"), providers.parameters("password", "hunter22"));

        assertEquals(1, plan.calls().size());
        assertEquals("***", plan.calls().getFirst().environment().get("EXTP_PASSWORD"));
        assertEquals(List.of("detach", "remove"), plan.calls().getFirst().undoneBy());
        assertEquals(List.of(), room.calls());
        assertEquals(List.of(), titles());
        assertEquals(Optional.empty(), room.await("0.1", Duration.ZERO));
    }
}
