package dev.baton.events.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.events.Event;
import dev.baton.events.SequenceResult;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

@DisplayName("Output of scripts (contract, section 3, numbers 5 and 6)")
class OutputOfScriptsTest {

    private static final Event TAKE =
            new Event.TakeIp(new InterfaceName("eth0"), IpAddress.of("10.99.0.1"), 24);

    private final ScriptsOnDisk disk;

    OutputOfScriptsTest(@TempDir Path base) throws IOException {
        disk = new ScriptsOnDisk(base, true);
    }

    @AfterEach
    void close() {
        disk.close();
    }

    @Test
    void bothStreamsOfEachScriptAreKeptApartFromTheNextScripts() throws Exception {
        disk.with("10.a.script", "echo out; echo err >&2").with("20.b.script", "echo b");

        SequenceResult result = disk.run(TAKE);

        assertEquals("out\nerr\n", result.scripts().get(0).output());
        assertEquals("b\n", result.scripts().get(1).output());
    }

    @Test
    void aGrandchildThatHoldsTheOutputDoesNotHoldTheEvent() throws Exception {
        disk.with("10.a.script", "echo now; (sleep 60; echo late) &");

        SequenceResult result = disk.run(TAKE);

        assertEquals("now\n", result.scripts().getFirst().output());
        assertTrue(disk.scopes.anyAlive("10.99.0.1"), "the grandchild had to hold the output");
    }

    @Test
    void aServiceThatPrintsAfterItsEventHasEndedIsNotKilledForIt() throws Exception {
        disk.with(
                "10.a.script",
                "(until [ -e $T/go ]; do sleep 0.02; done; echo a; echo b; touch $T/wrote; sleep"
                        + " 60) &");
        disk.run(TAKE);

        Files.createFile(disk.base.resolve("go"));

        await().atMost(Duration.ofSeconds(10))
                .until(() -> Files.exists(disk.base.resolve("wrote")));
    }

    @Test
    void headAndTailOfLongOutputAreKeptAndTheRestCounted() throws Exception {
        disk.with("10.a.script", "echo first; head -c 200000 /dev/zero | tr '\\0' x; echo last");

        String output = disk.run(TAKE).scripts().getFirst().output();

        int dropped = 200_000 + "first\n".length() + "last\n".length() - OutputFile.KEPT;
        assertTrue(output.startsWith("first\nxxx"));
        assertTrue(output.endsWith("xxxlast\n"));
        assertTrue(output.contains("\n[" + dropped + " bytes dropped]\n"));
    }

    @Test
    void whereOutputCannotBeWrittenTheEventGoesOnAndSaysSo() throws Exception {
        disk.with("10.a.script", "echo lost; exit 3");
        Path run = disk.base.resolve("run");
        Files.delete(run);

        SequenceResult result = disk.run(TAKE);

        assertEquals(3, result.scripts().getFirst().code());
        assertEquals("", result.scripts().getFirst().output());
        assertTrue(
                result.detail().startsWith("what scripts print is lost: cannot write to " + run),
                result.detail());
        assertTrue(Files.exists(Path.of("/dev/null")), "only the event's own file is removed");
    }

    @Test
    void endlessOutputDoesNotFillTheDisk(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("output");
        OutputFile output = OutputFile.make(file);
        byte[] much =
                "y"
                        .repeat((int) OutputFile.MAX_FILE)
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8);

        for (int i = 0; i < 3; i++) {
            Files.write(
                    file,
                    much,
                    java.nio.file.StandardOpenOption.CREATE,
                    java.nio.file.StandardOpenOption.APPEND);
            Files.writeString(file, "z", java.nio.file.StandardOpenOption.APPEND);
            output.trim();
            assertEquals(0, Files.size(file));
        }
        Files.writeString(file, "end");
        String kept = output.take();

        long dropped = 3 * (OutputFile.MAX_FILE + 1) + 3 - OutputFile.KEPT;
        assertTrue(kept.startsWith("yyy"));
        assertTrue(kept.contains("\n[" + dropped + " bytes dropped]\n"), kept.substring(32_000));
        assertTrue(kept.endsWith("yzend"), kept.substring(kept.length() - 20));
    }
}
