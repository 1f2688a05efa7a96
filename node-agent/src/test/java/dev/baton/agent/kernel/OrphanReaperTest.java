package dev.baton.agent.kernel;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Adopted processes leave the table of processes; the JDK's own keep their exit codes. */
class OrphanReaperTest {

    private final OrphanReaper reaper = new OrphanReaper();

    @Test
    @DisplayName("An orphan that ended is collected at the second look")
    void anOrphanThatEndedIsCollected() throws IOException, InterruptedException {
        assertTrue(ProcessControl.becomeSubreaper().isDone());
        Process parent =
                new ProcessBuilder("sh", "-c", "sleep 0.2 & echo $!")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        long orphan = Long.parseLong(parent.inputReader().readLine());
        assertEquals(0, parent.waitFor());

        await().atMost(Duration.ofSeconds(10))
                .until(
                        () -> {
                            reaper.look();
                            return !Files.exists(Path.of("/proc", Long.toString(orphan)));
                        });
    }
}
