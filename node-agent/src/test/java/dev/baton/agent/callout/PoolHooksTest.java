package dev.baton.agent.callout;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.HookOptions;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.cluster.StorageKind;

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
import java.util.Optional;

@Timeout(60)
@DisplayName("Storage call-outs contract, sections 2.1 to 2.6: hooks of pools, real scripts")
class PoolHooksTest {

    private static final Duration AMPLE = Duration.ofSeconds(30);
    private static final PoolEnd DONE = new PoolEnd(PoolEnd.State.DONE, "");

    private final RealProviders providers;
    private final Path custom;
    private StorageRoom room;

    PoolHooksTest(@TempDir Path folder) {
        providers = new RealProviders(folder);
        custom = providers.base.resolve("custom");
        room = room(false);
    }

    @AfterEach
    void close() {
        room.close();
    }

    private StorageRoom room(boolean strict) {
        providers.hooks =
                new HookOptions(
                        custom,
                        providers.base.resolve("marker"),
                        Duration.ofSeconds(20),
                        strict ? List.of("pool-poststart") : List.of(),
                        strict ? List.of("pool-prestop") : List.of(),
                        Optional.of(custom.resolve("start")),
                        Optional.of(custom.resolve("stop")));
        script("start", "echo start $* >>ran");
        script("stop", "echo stop $* >>ran");
        return providers.room();
    }

    private void strict() {
        room.close();
        room = room(true);
    }

    private void script(String name, String body) {
        RealProviders.write(
                custom.resolve(name),
                "#!/bin/bash\ncd " + providers.base + "\n" + body + "\n",
                "rwxr-xr-x");
    }

    private String ran() throws IOException {
        Path file = providers.base.resolve("ran");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private PoolEnd start(String uuid) throws Refusal {
        return room.pool(new PoolRequest(uuid, true, false), AMPLE).orElseThrow();
    }

    private PoolEnd stop(String uuid, boolean force) throws Refusal {
        return room.pool(new PoolRequest(uuid, false, force), AMPLE).orElseThrow();
    }

    @Test
    @DisplayName("2.1: the hook behind the start and before the stop, with --pool=UUID")
    void hooksStandAroundThePool() throws Exception {
        script("pool-poststart.sh", "echo poststart $* $CALLOUT_NODE >>ran");
        script("pool-prestop.sh", "echo prestop $* >>ran");

        assertEquals(DONE, start("8a-1"));
        assertEquals(DONE, stop("8a-1", false));

        assertEquals(
                "start --pool=8a-1\npoststart --pool=8a-1 n0\nprestop --pool=8a-1\nstop"
                        + " --pool=8a-1\n",
                ran());
        assertEquals(4, room.calls().size());
        assertEquals("command", room.calls().getFirst().begun().contract());
        assertEquals("pool:8a-1", room.calls().getFirst().begun().subject());
    }

    @Test
    @DisplayName("Storage operations, section 1 (3): all calls of one request have one number")
    void aPoolIsChangedUnderItsRight() throws Exception {
        script("start", "echo $CALLOUT_FENCE >>ran");
        script("pool-poststart.sh", "echo $CALLOUT_FENCE >>ran");

        assertEquals(DONE, start("8a-1"));
        assertEquals(DONE, start("8a-1"));

        List<Long> numbers = ran().lines().map(Long::valueOf).toList();
        assertEquals(4, numbers.size(), numbers::toString);
        assertEquals(numbers.get(0), numbers.get(1));
        assertEquals(numbers.get(2), numbers.get(3));
        assertTrue(0 < numbers.get(0) && numbers.get(0) < numbers.get(2), numbers::toString);
        await().atMost(AMPLE).until(() -> providers.objects.held().isEmpty());
    }

    @Test
    void aPoolThatAnotherNodeHasIsNotTouched() throws Exception {
        Right.Changing pool = new Right.Changing(StorageKind.POOL, "8a-1");
        providers.objects.elsewhere(pool, true);

        PoolEnd end = start("8a-1");

        assertEquals(new PoolEnd(PoolEnd.State.BUSY, "busy: node 1 has pool:8a-1"), end);
        assertEquals("", ran());
        assertEquals(List.of(), room.calls());
        providers.objects.elsewhere(pool, false);
        assertEquals(DONE, start("8a-1"));
    }

    @Test
    @DisplayName("A node that stood still longer than its lease does not go on where it was")
    void aRightThatEndsHalfWayEndsTheRequest() throws Exception {
        script("start", "echo begun >>ran; sleep 60");
        script("pool-poststart.sh", "echo poststart >>ran");
        assertEquals(
                Optional.empty(), room.pool(new PoolRequest("8a", true, false), Duration.ZERO));
        await().atMost(AMPLE).until(() -> ran().equals("begun\n"));

        providers.objects.lapse();

        await().atMost(AMPLE).until(() -> providers.objects.held().isEmpty());
        assertEquals("begun\n", ran());
        assertEquals("killed", room.calls().getFirst().outcome());
    }

    @Test
    @DisplayName("2.6: a pool that is being started holds back system-prestop")
    void aPoolThatIsBeingStartedHoldsBackTheShutdown() throws Exception {
        script("start", "echo begun >>ran; until [ -e go ]; do sleep 0.05; done; echo up >>ran");
        script("stop", "true");
        script("system-prestop.sh", "echo prestop >>ran");
        assertEquals(
                Optional.empty(), room.pool(new PoolRequest("8a", true, false), Duration.ZERO));
        await().atMost(AMPLE).until(() -> ran().equals("begun\n"));

        Thread shutdown = Thread.ofVirtual().start(() -> room.stopping());
        await().atMost(AMPLE).until(() -> refuses("9b"));
        assertEquals("begun\n", ran(), "the shutdown waits");
        Files.writeString(providers.base.resolve("go"), "");

        assertTrue(shutdown.join(AMPLE));
        assertEquals("begun\nup\nprestop\n", ran());
    }

    private boolean refuses(String uuid) {
        try {
            room.pool(new PoolRequest(uuid, false, false), AMPLE);
            return false;
        } catch (Refusal refusal) {
            return refusal.sentence().contains("a custom script of the system runs");
        }
    }

    @Test
    void aCommandThatFailsIsAFailureAndCallsNoHook() throws Exception {
        script("start", "echo no disks >&2; exit 4");
        script("pool-poststart.sh", "echo poststart >>ran");

        assertEquals(
                new PoolEnd(PoolEnd.State.FAILED, "pool-start exited with 4: no disks"),
                start("8a"));
        assertEquals("", ran());
    }

    @Test
    @DisplayName("2.4: as it is, a failure of a hook is only told")
    void aFailureOfAHookIsTold() throws Exception {
        script("pool-poststart.sh", "exit 1");
        script("pool-prestop.sh", "echo in use; exit 1");

        assertEquals(PoolEnd.State.WARNED, start("8a").state());
        assertEquals(
                new PoolEnd(PoolEnd.State.WARNED, "pool-prestop exited with 1: in use"),
                stop("8a", false));
        assertEquals("start --pool=8a\nstop --pool=8a\n", ran());
        assertEquals(Optional.empty(), room.objection());
    }

    @Test
    @DisplayName("2.4: with veto the stop is refused unless forced")
    void aVetoRefusesTheStop() throws Exception {
        strict();
        script("pool-prestop.sh", "echo in use; exit 1");

        assertEquals(PoolEnd.State.REFUSED, stop("8a", false).state());
        assertEquals("", ran());
        assertEquals(PoolEnd.State.WARNED, stop("8a", true).state());
        assertEquals("stop --pool=8a\n", ran());
    }

    @Test
    @DisplayName("2.4: with required the node is unhealthy until the pool starts with success")
    void aRequiredHookMakesTheNodeUnhealthy() throws Exception {
        strict();
        script("pool-poststart.sh", "exit 3");

        assertEquals(PoolEnd.State.FAILED, start("8a").state());
        assertEquals(Optional.of("pool-poststart exited with 3"), room.objection());

        script("pool-poststart.sh", "exit 0");
        assertEquals(DONE, start("8a"));
        assertEquals(Optional.empty(), room.objection());
    }

    @Test
    @DisplayName(
            "2.1: both variants run, the one that is waited for first; nobody waits for -async")
    void theAsyncVariantIsNotWaitedFor() throws Exception {
        script("pool-poststart.sh", "echo first >>ran");
        script("pool-poststart-async.sh", "while [ ! -e go ]; do sleep 0.02; done; echo $* >>ran");

        assertEquals(DONE, start("8a"));
        assertEquals("start --pool=8a\nfirst\n", ran());
        Files.createFile(providers.base.resolve("go"));

        await().atMost(AMPLE).until(() -> ran().endsWith("first\n--pool=8a\n"));
    }

    @Test
    @DisplayName("2.6: one call for each pool at a time; pools do not wait for each other")
    void aPoolHasOneCallAtATime() throws Exception {
        script("start", "while [ $1 = --pool=slow ] && [ ! -e go ]; do sleep 0.02; done");

        assertEquals(
                Optional.empty(), room.pool(new PoolRequest("slow", true, false), Duration.ZERO));
        Refusal busy = assertThrows(Refusal.class, () -> stop("slow", true));
        assertEquals(DONE, start("quick"));
        Files.createFile(providers.base.resolve("go"));

        assertTrue(busy.sentence().startsWith("pool slow is being started"), busy.sentence());
        await().atMost(AMPLE).until(() -> isFree("slow"));
    }

    private boolean isFree(String pool) {
        try {
            return start(pool).equals(DONE);
        } catch (Refusal busy) {
            return false;
        }
    }

    @Test
    void aWrongIdIsRefusedAndAPlanRunsNothing() throws Exception {
        script("pool-prestop.sh", "echo prestop >>ran");
        for (String wrong : List.of("", "a b", "a/b", "-x", "$(id)", "a\nb", "x".repeat(65))) {
            PoolRequest request = new PoolRequest(wrong, true, false);
            assertEquals(
                    Refusal.Kind.USAGE,
                    assertThrows(Refusal.class, () -> room.pool(request, AMPLE)).kind());
            assertThrows(Refusal.class, () -> room.planPool(request));
        }

        StorageAccess.Plan plan = room.planPool(new PoolRequest("8a", false, false));

        assertEquals(
                List.of(custom.resolve("pool-prestop.sh") + "", custom.resolve("stop") + ""),
                plan.calls().stream().map(StorageAccess.Planned::program).toList());
        assertEquals(List.of("--pool=8a"), plan.calls().getFirst().arguments());
        assertEquals("n0", plan.calls().getFirst().node());
        assertEquals("", ran());
        assertEquals(List.of(), room.calls());
    }
}
