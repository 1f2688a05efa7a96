package dev.baton.events.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@Timeout(60)
@DisplayName("Storage call-outs contract, section 2.5: the freeze guard")
class FreezeGuardTest {

    private static final Path PROGRAM =
            ScriptsOnDisk.LAUNCHER.resolveSibling("freeze-guard").normalize();
    private static final Duration AMPLE = Duration.ofSeconds(30);

    private final ProcessScopes scopes =
            ProcessScopes.withoutCgroups("guard-" + ProcessHandle.current().pid());
    private final Path folder;
    private final Path thaws;

    FreezeGuardTest(@TempDir Path folder) throws IOException {
        this.folder = folder.toRealPath();
        this.thaws = this.folder.resolve("thaws");
        script("postsnap", "echo \"$* $CALLOUT_REASON\" >>" + thaws);
    }

    private void script(String name, String line) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private FreezeGuard guard(Duration limit) throws IOException {
        return FreezeGuard.open(
                scopes,
                PROGRAM,
                new FreezeGuard.Task(
                        folder.resolve("0.1"),
                        "BATON_FREEZE=" + folder,
                        limit,
                        false,
                        AMPLE,
                        3,
                        folder.resolve("postsnap"),
                        folder.resolve("none"),
                        List.of("--name=every night", "--id=1"),
                        Map.of("PATH", "/usr/bin:/bin")));
    }

    private String thaws() throws IOException {
        return Files.exists(thaws) ? Files.readString(thaws) : "";
    }

    @Test
    void atItsLimitItThawsAndTheAgentMayNot() throws Exception {
        FreezeGuard guard = guard(Duration.ofSeconds(1));

        assertEquals(Optional.of(0), guard.thawed(AMPLE));

        assertFalse(guard.hold(AMPLE), "it has thawed already");
        assertEquals("--name=every night --id=1 timeout\n", thaws());
        assertEquals("thawed 0\n", Files.readString(folder.resolve("0.1")));
    }

    @Test
    void whileTheAgentThawsItDoesNot() throws Exception {
        FreezeGuard guard = guard(AMPLE);

        assertTrue(guard.hold(AMPLE));
        guard.done();

        assertEquals(Optional.empty(), guard.thawed(Duration.ofMillis(200)));
        assertEquals("", thaws());
    }

    @Test
    void postsnapIsTriedUntilItSucceeds() throws Exception {
        script(
                "postsnap",
                "echo again >>" + thaws + "; [ $(wc -l <" + thaws + ") -ge 3 ] || exit 5");

        assertEquals(Optional.of(0), guard(Duration.ofSeconds(1)).thawed(AMPLE));

        assertEquals("again\nagain\nagain\n", thaws());
    }

    @Test
    void whatFreezesIsEndedBeforeTheThaw() throws Exception {
        ProcessBuilder freezing = new ProcessBuilder("sleep", "300");
        freezing.environment().put("BATON_FREEZE", folder.toString());
        Process presnap = freezing.start();

        assertEquals(Optional.of(0), guard(Duration.ofSeconds(1)).thawed(AMPLE));

        Awaitility.await().atMost(AMPLE).until(() -> !presnap.isAlive());
    }

    @Test
    void aHookThatOthersMayWriteIsNotRun() throws Exception {
        Files.setPosixFilePermissions(
                folder.resolve("postsnap"), PosixFilePermissions.fromString("rwxrwxrwx"));

        assertEquals(Optional.of(126), guard(Duration.ofSeconds(1)).thawed(AMPLE));

        assertEquals("", thaws());
    }
}
