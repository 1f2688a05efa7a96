package dev.baton.events.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.events.Event;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Each rule with cgroups, where there are any, and without. */
@DisplayName("Ending everything an event started (safety rule, sections 1.4 and 3)")
class KillingWholeTest {

    private static final Event TAKE =
            new Event.TakeIp(new InterfaceName("eth0"), IpAddress.of("10.99.0.1"), 24);
    private static final String SCOPE = "10.99.0.1";
    private static final List<Duration> LIMITS =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(20));

    /**
     * A background child, a daemon forked twice, one with a session of its own, one deaf to
     * SIGTERM.
     */
    private static final String HOSTILE =
            """
            sleep 71 & echo $! >>$T/pids
            ( sleep 72 & echo $! >>$T/pids ) &
            setsid bash -c 'echo $$ >>$T/pids; sleep 73 & echo $! >>$T/pids; wait' &
            bash -c 'trap "" TERM; echo $$ >>$T/pids; while :; do sleep 0.2; done' &
            ( setsid bash -c '( trap "" TERM HUP; echo $BASHPID >>$T/pids; sleep 74; sleep 75 ) &' & )
            trap '' TERM
            while [ "$(wc -l <$T/pids)" -lt 6 ]; do sleep 0.02; done
            echo hiding >$T/ready
            while :; do sleep 0.1; done
            """;

    @TempDir private Path base;

    @ParameterizedTest(name = "cgroups {0}")
    @ValueSource(booleans = {true, false})
    void nothingOfAHungEventIsLeftWhereverItHid(boolean cgroups) throws Exception {
        try (ScriptsOnDisk disk = disk(cgroups)) {
            disk.with("10.hostile.script", HOSTILE).with("20.next.script", "exit 0");

            SequenceResult result = hungAfterItWasReady(disk);

            assertEquals(SequenceStatus.TIMED_OUT, result.status());
            assertEquals(1, result.scripts().size());
            assertEquals(List.of(), livingOf(disk));
            assertFalse(disk.scopes.anyAlive(SCOPE));
        }
    }

    @ParameterizedTest(name = "cgroups {0}")
    @ValueSource(booleans = {true, false})
    void nothingOfACancelledEventIsLeftWhereverItHid(boolean cgroups) throws Exception {
        try (ScriptsOnDisk disk = disk(cgroups)) {
            disk.with("10.hostile.script", HOSTILE);
            ScriptsOnDisk.Started started = disk.start(new Event.Monitor(), ScriptsOnDisk.AMPLE);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> Files.exists(disk.base.resolve("ready")));

            started.running().cancel();

            assertEquals(SequenceStatus.CANCELLED, started.result().status());
            assertEquals(List.of(), livingOf(disk));
        }
    }

    @ParameterizedTest(name = "cgroups {0}")
    @ValueSource(booleans = {true, false})
    void aServiceLeftByAnEventThatEndedByItselfLivesOnUntilItsAddressIsGivenBack(boolean cgroups)
            throws Exception {
        try (ScriptsOnDisk disk = disk(cgroups)) {
            disk.with("10.service.script", "setsid sleep 76 & echo $! >>$T/pids");

            assertEquals(SequenceStatus.OK, disk.run(TAKE).status());
            disk.with("10.service.script", "exit 0");
            assertEquals(SequenceStatus.OK, disk.run(TAKE).status());

            assertEquals(1, livingOf(disk).size());
            assertTrue(disk.scopes.anyAlive(SCOPE));
            assertTrue(disk.scopes.killAll(SCOPE));
            assertEquals(List.of(), livingOf(disk));
            assertFalse(disk.scopes.anyAlive(SCOPE));
        }
    }

    @ParameterizedTest(name = "cgroups {0}")
    @ValueSource(booleans = {true, false})
    void killingAHungEventSparesWhatAnEarlierEventOfTheSameAddressLeft(boolean cgroups)
            throws Exception {
        try (ScriptsOnDisk disk = disk(cgroups)) {
            disk.with("10.service.script", "sleep 77 & echo $! >>$T/pids");
            assertEquals(SequenceStatus.OK, disk.run(TAKE).status());
            disk.with("10.service.script", "sleep 78");

            SequenceResult hung = disk.start(TAKE, Duration.ofMillis(200)).result();

            assertEquals(SequenceStatus.TIMED_OUT, hung.status());
            assertEquals(1, livingOf(disk).size());
        }
    }

    @ParameterizedTest(name = "cgroups {0}")
    @ValueSource(booleans = {true, false})
    void aDebugScriptSeesTheHungScriptBeforeItIsKilled(boolean cgroups) throws Exception {
        try (ScriptsOnDisk disk = disk(cgroups)) {
            disk.with("10.hung.script", "echo before; touch $T/ready; sleep 79");
            Path debug = disk.base.resolve("debug");
            Files.writeString(debug, "#!/bin/sh\ntr '\\0' ' ' </proc/$1/cmdline; echo \"in $2\"\n");
            disk.executable(debug);
            disk.debugScript = java.util.Optional.of(debug);

            SequenceResult result = hungAfterItWasReady(disk);

            String output = result.scripts().getFirst().output();
            assertTrue(output.startsWith("before\n"), output);
            assertTrue(
                    output.contains("10.hung.script takeip eth0 10.99.0.1 24 in takeip"), output);
        }
    }

    /** On a busy machine a short limit may pass before the script has done what it is about. */
    private static SequenceResult hungAfterItWasReady(ScriptsOnDisk disk) throws Exception {
        Path ready = disk.base.resolve("ready");
        SequenceResult result = disk.start(TAKE, LIMITS.getFirst()).result();
        for (Duration limit : LIMITS.subList(1, LIMITS.size())) {
            if (!Files.exists(ready)) {
                Files.deleteIfExists(disk.base.resolve("pids"));
                result = disk.start(TAKE, limit).result();
            }
        }
        assertTrue(Files.exists(ready), "the script was not ready within " + LIMITS.getLast());
        return result;
    }

    private ScriptsOnDisk disk(boolean cgroups) throws IOException {
        ScriptsOnDisk disk = new ScriptsOnDisk(base, cgroups);
        assumeTrue(
                disk.scopes.usesCgroups() == cgroups,
                "SKIPPED: this machine offers no writable cgroup v2 with cgroup.kill");
        return disk;
    }

    private static List<String> livingOf(ScriptsOnDisk disk) throws IOException {
        return Files.readAllLines(disk.base.resolve("pids")).stream()
                .filter(pid -> ProcessEntry.of(Long.parseLong(pid)).isPresent())
                .toList();
    }
}
