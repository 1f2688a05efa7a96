package dev.baton.agent.callout;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.HookOptions;

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
@DisplayName("Storage call-outs contract, sections 2.1 to 2.4: hooks of the system, real scripts")
class SystemHooksTest {

    private final RealProviders providers;
    private final Path custom;
    private final Path marker;
    private StorageRoom room;

    SystemHooksTest(@TempDir Path folder) {
        providers = new RealProviders(folder);
        custom = providers.base.resolve("custom");
        marker = providers.base.resolve("quantastor/qs_lastreboot");
        room = started(false);
    }

    @AfterEach
    void close() {
        room.close();
    }

    /** One start of the agent's storage. */
    private StorageRoom started(boolean strict) {
        providers.hooks =
                new HookOptions(
                        custom,
                        marker,
                        Duration.ofSeconds(20),
                        strict ? List.of("system-poststart") : List.of(),
                        strict ? List.of("system-prestop") : List.of(),
                        Optional.empty(),
                        Optional.empty());
        StorageRoom fresh = providers.room();
        fresh.started();
        return fresh;
    }

    private void startAnew(boolean strict) {
        room.close();
        room = started(strict);
    }

    private void hook(String name, String body) {
        RealProviders.write(
                custom.resolve(name),
                "#!/bin/bash\ncd " + providers.base + "\n" + body + "\n",
                "rwxr-xr-x");
    }

    private String ran() throws IOException {
        Path file = providers.base.resolve("ran");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    @Test
    @DisplayName("2.1: an absent script is a silent success, and no boot is remembered")
    void withoutScriptsNothingHappens() throws Exception {
        assertEquals(Optional.empty(), room.objection());
        assertEquals(Optional.empty(), room.stopping());
        assertEquals(List.of(), room.calls());
        assertTrue(Files.notExists(marker));
    }

    @Test
    @DisplayName(
            "2.3: once in a boot, whatever it exits with; the marker is written before it starts")
    void poststartRunsOnceInABoot() throws Exception {
        hook("system-poststart.sh", "cat quantastor/qs_lastreboot >>ran; exit 3");

        startAnew(false);
        startAnew(false);

        assertEquals(Files.readString(Path.of("/proc/sys/kernel/random/boot_id")), ran());
        assertEquals("failed", room.calls().getLast().outcome());
        assertEquals("node", room.calls().getLast().begun().subject());
        assertEquals(Optional.empty(), room.objection(), "not required: the node stays up");
    }

    @Test
    @DisplayName(
            "2.3: a script that deletes the marker is called at every start; another boot, too")
    void poststartRunsAgainWithoutItsMarkerAndInAnotherBoot() throws Exception {
        hook("system-poststart.sh", "echo x >>ran; rm quantastor/qs_lastreboot");
        startAnew(false);
        startAnew(false);
        assertEquals("x\nx\n", ran());

        hook("system-poststart.sh", "echo y >>ran");
        RealProviders.write(marker, "another-boot\n", "rw-r--r--");
        startAnew(false);
        startAnew(false);

        assertEquals("x\nx\ny\n", ran());
    }

    @Test
    @DisplayName("2.4: required and veto give a failure its consequence")
    void requiredAndVetoHaveConsequences() throws Exception {
        hook("system-poststart.sh", "echo no pool; exit 3");
        hook("system-prestop.sh", "echo in use; exit 1");
        startAnew(false);
        assertEquals(Optional.empty(), room.stopping(), "without veto the stop goes on");
        Files.delete(marker);

        startAnew(true);

        assertEquals(Optional.of("system-poststart exited with 3: no pool"), room.objection());
        assertEquals(Optional.of("system-prestop exited with 1: in use"), room.stopping());
    }

    @Test
    @DisplayName(
            "2.1: both variants run, the one that is waited for first; nobody waits for -async")
    void theAsyncVariantIsStartedAndNotWaitedFor() throws Exception {
        hook("system-prestop.sh", "echo first >>ran");
        hook(
                "system-prestop-async.sh",
                "echo second >>ran; while [ ! -e go ]; do sleep 0.02; done; echo third >>ran");

        assertEquals(Optional.empty(), room.stopping());
        room.close();
        Files.createFile(providers.base.resolve("go"));

        await().atMost(Duration.ofSeconds(20)).until(() -> ran().equals("first\nsecond\nthird\n"));
    }
}
