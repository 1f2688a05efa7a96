package dev.baton.events.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.events.Event;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

@DisplayName("Silence and loss of the launcher (safety rule, section 3)")
class RenewalOfEventsTest {

    private static final Event TAKE =
            new Event.TakeIp(new InterfaceName("eth0"), IpAddress.of("10.99.0.1"), 24);

    private final ScriptsOnDisk disk;

    RenewalOfEventsTest(@TempDir Path base) throws IOException {
        disk = new ScriptsOnDisk(base, true);
    }

    @AfterEach
    void close() {
        disk.close();
    }

    @Test
    void anEventThatTakesAnAddressRunsAsLongAsItIsRenewed() throws Exception {
        disk.silence = Duration.ofSeconds(2);
        disk.with("10.slow.script", "sleep 3").with("20.next.script", "echo next");
        ScriptsOnDisk.Started started = disk.start(TAKE, ScriptsOnDisk.AMPLE);

        await().pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> {
                            started.running().renewed();
                            return started.future().isDone();
                        });

        assertEquals(SequenceStatus.OK, started.result().status(), started.result().toString());
    }

    @Test
    void anEventThatTakesAnAddressEndsWhenTheAgentFallsSilent() throws Exception {
        disk.silence = Duration.ofMillis(300);
        disk.with("10.slow.script", "sleep 60 & sleep 61");

        SequenceResult result = disk.start(TAKE, ScriptsOnDisk.AMPLE).result();

        assertEquals(SequenceStatus.FAILED, result.status());
        assertTrue(result.detail().contains("did not renew in time"), result.toString());
        assertFalse(disk.scopes.anyAlive("10.99.0.1"));
    }

    @Test
    void anEventOfTheWholeNodeNeedsNoRenewal() throws Exception {
        disk.silence = Duration.ofMillis(100);
        disk.with("10.slow.script", "sleep 0.5");

        assertEquals(SequenceStatus.OK, disk.run(new Event.Monitor()).status());
    }

    @Test
    void theLossOfTheLauncherFailsTheEventAndLeavesNothing() throws Exception {
        disk.with("10.killer.script", "sleep 62 & kill -9 $(ps -o sid= -p $$); sleep 63");

        SequenceResult result = disk.start(TAKE, ScriptsOnDisk.AMPLE).result();

        assertEquals(SequenceStatus.FAILED, result.status());
        assertTrue(result.detail().contains("launcher ended"), result.toString());
        assertFalse(disk.scopes.anyAlive("10.99.0.1"));
    }

    @Test
    void aNewLifeEndsWhatAddressEventsOfEarlierLivesLeftAndNothingElse(@TempDir Path other)
            throws Exception {
        String identity = "lives-" + ProcessHandle.current().pid();
        try (ScriptsOnDisk earlier =
                        new ScriptsOnDisk(other, ProcessScopes.detect(identity + "/1"));
                ProcessScopes later = ProcessScopes.withoutCgroups(identity + "/2")) {
            earlier.with("10.service.script", "sleep 64 &");
            assertEquals(SequenceStatus.OK, earlier.run(TAKE).status());
            assertEquals(SequenceStatus.OK, earlier.run(new Event.Startup()).status());
            String startup = "event-" + earlier.lastTicket();

            assertTrue(later.killAddressEventsOfEarlierLives(identity));

            assertFalse(earlier.scopes.anyAlive("10.99.0.1"));
            assertTrue(earlier.scopes.anyAlive(startup));
            assertTrue(earlier.scopes.killAll(startup));
        }
    }
}
