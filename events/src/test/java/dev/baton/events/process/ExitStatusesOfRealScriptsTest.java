package dev.baton.events.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.events.Event;
import dev.baton.events.ScriptResult;
import dev.baton.events.ScriptStatus;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

@DisplayName("Real scripts and what their end means (contract, sections 2 and 3)")
class ExitStatusesOfRealScriptsTest {

    private final ScriptsOnDisk disk;

    ExitStatusesOfRealScriptsTest(@TempDir Path base) throws IOException {
        disk = new ScriptsOnDisk(base, true);
    }

    @BeforeEach
    void aSecondScriptTellsWhetherTheEventWentOn() throws IOException {
        disk.with("20.next.script", "echo next");
    }

    @AfterEach
    void close() {
        disk.close();
    }

    @ParameterizedTest(name = "\"{0}\": {1} {2}, event {3}, {4} scripts")
    @CsvSource({
        "exit 0, OK, 0, OK, 2",
        "exit 1, ERROR, 1, FAILED, 1",
        "exit 63, ERROR, 63, FAILED, 1",
        "exit 64, OK, 0, OK, 2",
        "exit 65, CANNOT_RUN, -1, FAILED, 1",
        "exit 66, DISABLED, -8, OK, 2",
        "exit 72, DISABLED, -8, OK, 2",
        "exit 77, DISABLED, -8, OK, 2",
        "exit 126, CANNOT_RUN, -62, FAILED, 1",
        "exit 127, CANNOT_RUN, -63, FAILED, 1",
        "exit 137, CANNOT_RUN, -73, FAILED, 1",
        "exit 174, TIMED_OUT, -110, TIMED_OUT, 1",
        "exit 189, CANCELLED, -125, CANCELLED, 1",
        "exit 254, CANNOT_RUN, -190, FAILED, 1",
        "exit 255, ERROR, 255, FAILED, 1",
        "kill -TERM $$, CANNOT_RUN, -4, FAILED, 1",
        "kill -KILL $$, CANNOT_RUN, -4, FAILED, 1",
        "kill -INT $$, CANNOT_RUN, -4, FAILED, 1",
        "kill -SEGV $$, CANNOT_RUN, -4, FAILED, 1",
        "kill -61 $$, CANNOT_RUN, -4, FAILED, 1",
    })
    void eachEndHasItsMeaning(
            String body, ScriptStatus status, int code, SequenceStatus event, int scripts)
            throws Exception {
        disk.with("10.first.script", body);

        SequenceResult result = disk.run(new Event.Monitor());

        ScriptResult first = result.scripts().getFirst();
        assertEquals("10.first", first.script());
        assertEquals(status, first.status(), first.output());
        assertEquals(code, first.code());
        assertEquals(event, result.status());
        assertEquals(scripts, result.scripts().size());
    }

    @Test
    void whatCannotBeExecutedIsDisabledAndTheEventGoesOn() throws Exception {
        Files.writeString(disk.scripts.resolve("10.no-x.script"), "#!/bin/sh\nexit 1\n");
        Files.createSymbolicLink(disk.scripts.resolve("11.dangling.script"), Path.of("/no/such"));
        program("12.no-interpreter.script", "#!/no/such/interpreter\n");
        program("13.no-hash-bang.script", "exit 1\n");
        program("14.empty.script", "");
        program("15.interpreter-not-executable.script", "#!/etc/passwd\n");

        SequenceResult result = disk.run(new Event.Monitor());

        assertEquals(SequenceStatus.OK, result.status());
        assertEquals("DISABLED DISABLED DISABLED DISABLED DISABLED DISABLED OK", statuses(result));
        assertTrue(result.scripts().stream().limit(6).allMatch(script -> script.code() == -8));
        assertEquals("its interpreter is missing: /no/such/interpreter", words(result, 2));
        assertEquals(
                "neither \"#!\" nor a binary: " + disk.scripts.resolve("13.no-hash-bang.script"),
                words(result, 3));
        assertEquals("its interpreter is not executable: /etc/passwd", words(result, 5));
    }

    @Test
    void aScriptThatOthersMayWriteFailsTheEventAndIsNotRun() throws Exception {
        disk.with("10.open.script", "touch $T/ran");
        Path file = disk.scripts.resolve("10.open.script");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxrwxr-x"));

        SequenceResult result = disk.run(new Event.Monitor());

        assertEquals(SequenceStatus.FAILED, result.status());
        assertEquals(ScriptStatus.CANNOT_RUN, result.scripts().getFirst().status());
        assertTrue(result.scripts().getFirst().remark().contains("chmod go-w " + file));
        assertEquals(false, Files.exists(disk.base.resolve("ran")));
    }

    @Test
    void aLinkIntoADirectoryThatOthersMayWriteFailsTheEvent() throws Exception {
        Path open = Files.createDirectory(disk.base.resolve("open"));
        Path target = Files.writeString(open.resolve("x"), "#!/bin/sh\n");
        disk.executable(target);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createSymbolicLink(disk.scripts.resolve("10.link.script"), target);

        SequenceResult result = disk.run(new Event.Monitor());

        assertEquals(ScriptStatus.CANNOT_RUN, result.scripts().getFirst().status());
        assertTrue(result.scripts().getFirst().remark().contains("chmod go-w " + open));
    }

    @Test
    void aMissingDirectoryDoesNotStartTheEvent() throws Exception {
        Files.delete(disk.scripts.resolve("20.next.script"));
        Files.delete(disk.scripts);

        SequenceResult result = disk.run(new Event.Monitor());

        assertEquals(SequenceStatus.NOT_STARTED, result.status());
        assertTrue(result.detail().contains(disk.scripts.toString()));
    }

    @Test
    void aScriptSeesItsPathItsArgumentsItsOwnGroupAndNoDescriptorsOfOurs() throws Exception {
        disk.with(
                "10.show.script",
                "echo \"$0 $*\"; [ $(ps -o pgid= -p $$) = $$ ] && echo own group\n"
                        + "echo $PATH; cat; printf '%s ' $(cd /proc/self/fd; echo ?)");
        Event take =
                new Event.TakeIp(
                        new dev.baton.config.InterfaceName("eth0"),
                        dev.baton.config.IpAddress.of("10.99.0.1"),
                        24);

        List<String> lines = disk.run(take).scripts().getFirst().output().lines().toList();

        assertEquals(
                disk.scripts.resolve("10.show.script") + " takeip eth0 10.99.0.1 24", lines.get(0));
        assertEquals("own group", lines.get(1));
        assertTrue(lines.get(2).startsWith("/opt/none:"), lines.get(2));
        assertEquals("0 1 2", lines.get(3).replaceAll(" 3 $| $", ""));
    }

    @Test
    void aTimeoutOfZeroIsADeadlineThatHasPassed() throws Exception {
        SequenceResult result = disk.start(new Event.Monitor(), java.time.Duration.ZERO).result();

        assertEquals(SequenceStatus.TIMED_OUT, result.status());
    }

    private void program(String fileName, String content) throws IOException {
        disk.executable(Files.writeString(disk.scripts.resolve(fileName), content));
    }

    private static String words(SequenceResult result, int script) {
        return result.scripts().get(script).remark();
    }

    private static String statuses(SequenceResult result) {
        return String.join(
                " ", result.scripts().stream().map(script -> script.status().name()).toList());
    }
}
