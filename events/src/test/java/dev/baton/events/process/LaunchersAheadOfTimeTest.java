package dev.baton.events.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.events.Event;
import dev.baton.events.ScriptStatus;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

@DisplayName("Launchers that wait for an event, and scripts that name their events")
class LaunchersAheadOfTimeTest {

    private static final Event TAKE =
            new Event.TakeIp(new InterfaceName("eth0"), IpAddress.of("10.99.0.1"), 24);

    private static final Event MONITOR = new Event.Monitor();
    private static final String SAY_LAUNCHER = "ps -o sid= -p $$ | tr -d ' ' >$T/launcher-$1";

    private final ScriptsOnDisk disk;

    LaunchersAheadOfTimeTest(@TempDir Path base) throws IOException {
        disk = new ScriptsOnDisk(base, false);
    }

    @AfterEach
    void close() {
        disk.close();
    }

    private long waiting() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().arguments().isPresent())
                .filter(
                        child ->
                                List.of(child.info().arguments().get())
                                        .contains(ScriptsOnDisk.LAUNCHER.toString()))
                .count();
    }

    private String launcherOf(Event event) throws IOException {
        return Files.readString(disk.base.resolve("launcher-" + event.name())).strip();
    }

    private void awaitWaiting() {
        await().atMost(Duration.ofSeconds(10)).until(() -> waiting() > 0);
    }

    @Test
    void anEventIsGivenToALauncherThatWasStartedBefore() throws Exception {
        disk.with("10.say.script", SAY_LAUNCHER);
        disk.run(MONITOR);
        awaitWaiting();
        List<String> before =
                ProcessHandle.current().children().map(child -> "" + child.pid()).toList();

        assertEquals(SequenceStatus.OK, disk.run(TAKE).status());

        assertTrue(before.contains(launcherOf(TAKE)), before + " " + launcherOf(TAKE));
        assertNotEquals(launcherOf(MONITOR), launcherOf(TAKE));
    }

    @Test
    void aWaitingLauncherThatWasKilledIsReplaced() throws Exception {
        disk.with("10.say.script", SAY_LAUNCHER);
        disk.run(MONITOR);
        awaitWaiting();
        ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
        await().atMost(Duration.ofSeconds(10)).until(() -> waiting() == 0);

        assertEquals(SequenceStatus.OK, disk.run(TAKE).status());
    }

    @Test
    void anEventsEnvironmentIsItsOwn() throws Exception {
        disk.with("10.env.script", "env >$T/env-$1");
        disk.run(MONITOR);
        awaitWaiting();
        disk.more.put("ONLY_NOW", "two\nlines = \"and\" 'quotes'");

        disk.run(TAKE);
        disk.more.clear();
        disk.run(new Event.Startup());

        assertTrue(
                Files.readString(disk.base.resolve("env-takeip"))
                        .contains("ONLY_NOW=two\nlines = \"and\" 'quotes'\n"));
        assertFalse(Files.readString(disk.base.resolve("env-startup")).contains("ONLY_NOW"));
    }

    @Test
    void aWaitingLauncherIsNoProcessOfAnyEvent() throws Exception {
        disk.with("10.say.script", SAY_LAUNCHER);
        disk.run(TAKE);
        awaitWaiting();

        assertFalse(disk.scopes.anyAlive("10.99.0.1"));
        assertTrue(disk.scopes.killAll("10.99.0.1"));
        assertTrue(waiting() > 0);
    }

    @Test
    void neitherTheFirstNorALaterScriptInheritsADescriptorOfTheLauncher() throws Exception {
        String list =
                "for fd in /proc/$$/fd/*; do [ ! -e $fd ] || [ ${fd##*/} = 255 ] ||"
                        + " all=\"$all${fd##*/} \"; done; printf '%s' \"$all\" >$T/fds-";
        disk.with("10.first.script", list + "first");
        disk.with("20.later.script", list + "later");

        disk.run(MONITOR);

        assertEquals("0 1 2 ", Files.readString(disk.base.resolve("fds-first")));
        assertEquals("0 1 2 ", Files.readString(disk.base.resolve("fds-later")));
    }

    @Test
    void aScriptThatNamesItsEventsIsASuccessForAllOthersWithoutBeingStarted() throws Exception {
        disk.with("10.some.script", "# baton-events: monitor takeip\ntouch $T/ran-$1");
        disk.with("20.every.script", "touch $T/every-$1");

        SequenceResult startup = disk.run(new Event.Startup());
        disk.run(TAKE);

        assertEquals(
                List.of(ScriptStatus.OK, ScriptStatus.OK),
                startup.scripts().stream().map(script -> script.status()).toList());
        assertFalse(Files.exists(disk.base.resolve("ran-startup")));
        assertTrue(Files.exists(disk.base.resolve("every-startup")));
        assertTrue(Files.exists(disk.base.resolve("ran-takeip")));
    }
}
