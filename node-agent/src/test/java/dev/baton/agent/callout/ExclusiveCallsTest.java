package dev.baton.agent.callout;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.orchestrator.cluster.Right;

import org.junit.jupiter.api.AfterEach;
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

@Timeout(60)
@DisplayName("Storage operations, section 1 (3): calls run under the right of their object")
class ExclusiveCallsTest {

    private static final Duration AMPLE = Duration.ofSeconds(30);
    private static final Right.Changing WEB1 = Right.Changing.volume("files", "web1");

    private final RealProviders providers;
    private final Path fences;
    private StorageRoom room;

    ExclusiveCallsTest(@TempDir Path folder) {
        providers = new RealProviders(folder).files();
        fences = providers.base.resolve("fences");
        providers.script("files", "setinfo", "echo $CALLOUT_FENCE >>" + fences);
        room = providers.room();
    }

    @AfterEach
    void close() {
        room.close();
    }

    private JobRecord run(VolumeRequest request) throws Refusal {
        return over(room.submit(request, new TreeMap<>()).job().id());
    }

    private JobRecord over(String id) {
        JobRecord job = room.await(id, AMPLE).orElseThrow();
        assertTrue(job.state().isOver(), job.toString());
        return job;
    }

    private void create() throws Refusal {
        String id =
                room.submit(
                                new VolumeRequest.Create("files", List.of("web1"), 64),
                                providers.parameters())
                        .job()
                        .id();
        assertEquals(JobState.DONE, over(id).state());
    }

    @Test
    void aScriptGetsTheFencingNumberAndTheRightIsGivenBack() throws Exception {
        create();
        run(new VolumeRequest.SetInfo("web1", "one"));
        run(new VolumeRequest.SetInfo("web1", "two"));

        List<Long> numbers = Files.readAllLines(fences).stream().map(Long::valueOf).toList();

        assertEquals(2, numbers.size());
        assertTrue(numbers.get(0) > 0 && numbers.get(0) < numbers.get(1), numbers::toString);
        await().atMost(AMPLE).until(() -> providers.objects.held().isEmpty());
    }

    @Test
    void whatAnotherNodeHasIsNotTouchedAndTheJobSaysWhoHasIt() throws Exception {
        create();
        providers.objects.elsewhere(WEB1, true);

        JobRecord job = run(new VolumeRequest.SetInfo("web1", "one"));

        assertEquals(JobState.FAILED, job.state());
        assertEquals("busy: node 1 has volume:files/web1", job.why());
        assertEquals(List.of(), job.calls());
        providers.objects.elsewhere(WEB1, false);
        assertEquals(JobState.DONE, run(new VolumeRequest.SetInfo("web1", "two")).state());
    }

    @Test
    void aNameThatIsBusyIsFreeAgain() throws Exception {
        providers.objects.elsewhere(WEB1, true);
        String id =
                room.submit(
                                new VolumeRequest.Create("files", List.of("web1"), 64),
                                providers.parameters())
                        .job()
                        .id();

        assertEquals(JobState.FAILED, over(id).state());

        assertEquals(List.of(), room.volumes());
    }

    @Test
    void aCallWhoseRightEndsIsKilledAndAskedAboutUnderANewOne() throws Exception {
        create();
        Path began = providers.base.resolve("began");
        providers.script(
                "files",
                "grow",
                "echo $CALLOUT_FENCE >>"
                        + fences
                        + "; [ -e "
                        + began
                        + " ] || { touch "
                        + began
                        + "; sleep 60; }");
        String id = room.submit(new VolumeRequest.Grow("web1", 128), new TreeMap<>()).job().id();
        await().atMost(AMPLE).until(() -> Files.exists(began));

        providers.objects.lapse();
        JobRecord job = over(id);

        CallRecord first = room.calls().get(indexOfGrow());
        assertEquals("killed", first.outcome(), first.toString());
        assertTrue(first.ended().orElseThrow().sentence().contains("the end of its right"));
        assertTrue(job.calls().size() > 1, job.toString());
        await().atMost(AMPLE).until(() -> providers.objects.held().isEmpty());
    }

    private int indexOfGrow() throws Refusal {
        List<CallRecord> calls = room.calls();
        for (int i = 0; i < calls.size(); i++) {
            if (calls.get(i).begun().action().equals("grow")) {
                return i;
            }
        }
        throw new AssertionError("no grow among " + calls);
    }

    @Test
    void aJobThatWaitsForItsRightCanBeCancelled() throws Exception {
        create();
        providers.objects.patience(AMPLE);
        providers.objects.elsewhere(WEB1, true);
        startAnew();
        String id =
                room.submit(new VolumeRequest.SetInfo("web1", "one"), new TreeMap<>()).job().id();

        room.cancel(id);

        assertEquals(JobState.CANCELLED, over(id).state());
    }

    private void startAnew() throws IOException {
        room.close();
        room = providers.room();
    }
}
