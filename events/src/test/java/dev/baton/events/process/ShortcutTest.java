package dev.baton.events.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.events.Event;
import dev.baton.events.ScriptResult;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

@DisplayName("What the agent does in a script's place (ADR 0012)")
class ShortcutTest {

    private static final Event TAKE =
            new Event.TakeIp(new InterfaceName("eth1"), IpAddress.of("10.99.0.1"), 24);
    private static final String ALLOWS =
            "# baton-shortcut: takeip releaseip\necho ran; touch $T/10";

    private final ScriptsOnDisk disk;
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    ShortcutTest(@TempDir Path base) throws IOException {
        disk = new ScriptsOnDisk(base, true);
        disk.with("05.before.script", "touch $T/05");
    }

    @AfterEach
    void close() {
        disk.close();
    }

    private void answers(Shortcut.Answer answer) {
        disk.shortcut =
                _ -> {
                    asked.add(ran("05") ? "after 05" : "before 05");
                    return answer;
                };
    }

    private boolean ran(String script) {
        return Files.exists(disk.base.resolve(script));
    }

    @Test
    @DisplayName("Done: the script counts as successful without being started, at its turn")
    void aShortcutTakesThePlaceOfTheScript() throws Exception {
        answers(new Shortcut.Answer.Done());
        disk.with("10.allows.script", ALLOWS).with("20.after.script", "touch $T/20");

        SequenceResult result = disk.run(TAKE);

        assertEquals(SequenceStatus.OK, result.status(), result.why());
        assertEquals(List.of("after 05"), asked);
        assertFalse(ran("10"));
        assertTrue(disk.scopes.mayHaveProcesses("10.99.0.1"), "05 and 20 were started");
        assertTrue(disk.scopes.killAll("10.99.0.1"));
        assertFalse(disk.scopes.mayHaveProcesses("10.99.0.1"));
        assertTrue(ran("20"), "the event went on");
        assertEquals(ScriptStatus.OK, result.scripts().get(1).status());
    }

    @Test
    void anEventOfShortcutsAloneStartsNothing() throws Exception {
        answers(new Shortcut.Answer.Done());
        Files.delete(disk.scripts.resolve("05.before.script"));
        disk.with("10.allows.script", ALLOWS);

        SequenceResult result = disk.run(TAKE);

        assertEquals(SequenceStatus.OK, result.status(), result.why());
        assertFalse(disk.scopes.mayHaveProcesses("10.99.0.1"));
    }

    @Test
    void aDeclinedShortcutLeavesTheWorkToTheScript() throws Exception {
        answers(new Shortcut.Answer.Declined());
        disk.with("10.allows.script", ALLOWS);

        SequenceResult result = disk.run(TAKE);

        assertEquals(List.of("after 05"), asked);
        assertTrue(ran("10"));
        assertEquals("ran\n", result.scripts().get(1).output());
    }

    @Test
    void aFailedShortcutFailsTheEventAndSaysWhy() throws Exception {
        answers(new Shortcut.Answer.Failed("too late"));
        disk.with("10.allows.script", ALLOWS).with("20.after.script", "touch $T/20");

        SequenceResult result = disk.run(TAKE);

        ScriptResult script = result.scripts().get(1);
        assertEquals(SequenceStatus.FAILED, result.status());
        assertEquals(ScriptStatus.ERROR, script.status());
        assertEquals("too late", script.output());
        assertFalse(ran("10") || ran("20"));
    }

    @Test
    @DisplayName("After a slow script its launcher, which watches the lease, goes on")
    void aShortcutThatComesTooLateLeavesTheWorkToTheScriptWhereALauncherWatches() throws Exception {
        answers(new Shortcut.Answer.TooLate("too old"));
        disk.with("10.allows.script", ALLOWS);

        SequenceResult result = disk.run(TAKE);

        assertEquals(SequenceStatus.OK, result.status(), result.why());
        assertTrue(ran("05") && ran("10"));
    }

    @Test
    void aShortcutThatComesTooLateFailsWhereNothingWatches() throws Exception {
        answers(new Shortcut.Answer.TooLate("too old"));
        Files.delete(disk.scripts.resolve("05.before.script"));
        disk.with("10.allows.script", ALLOWS);

        SequenceResult result = disk.run(TAKE);

        assertEquals(SequenceStatus.FAILED, result.status());
        assertEquals("too old", result.scripts().getFirst().output());
        assertFalse(ran("10"));
    }

    @Test
    @DisplayName("Stock scripts, and events that are not named, never have one")
    void aScriptThatDoesNotAllowItIsStarted() throws Exception {
        answers(new Shortcut.Answer.Done());
        disk.with("10.stock.script", "touch $T/10")
                .with("11.other.script", "# baton-shortcut: releaseip\ntouch $T/11");

        disk.run(TAKE);

        assertEquals(List.of(), asked);
        assertTrue(ran("10") && ran("11"));
    }

    @Test
    void aScriptThatIsDisabledHasNoShortcutEither() throws Exception {
        answers(new Shortcut.Answer.Done());
        Files.writeString(disk.scripts.resolve("10.off.script"), "#!/bin/sh\n" + ALLOWS);

        SequenceResult result = disk.run(TAKE);

        assertEquals(List.of(), asked);
        assertEquals(ScriptStatus.DISABLED, result.scripts().get(1).status());
    }
}
