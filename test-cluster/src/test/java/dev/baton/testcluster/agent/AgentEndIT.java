package dev.baton.testcluster.agent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How an agent ends, and what comes right behind it; one of a saved view needs no machine. */
@Timeout(120)
class AgentEndIT {

    private static final Path HOME =
            Path.of(
                            Optional.ofNullable(System.getProperty("baton.distribution"))
                                    .orElse("../node-agent/target/baton"))
                    .toAbsolutePath();
    private static final Path VIEW = Path.of("../docs/operator/views/three-nodes.json");
    private static final Duration STARTED = Duration.ofSeconds(60);
    private static final int END_SECONDS = 30;

    @TempDir Path base;
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endAll() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly();
            assertTrue(process.waitFor(END_SECONDS, TimeUnit.SECONDS));
        }
    }

    private Process start(String... words) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(base.resolve("said").toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("CTDB_"));
        builder.environment().put("BATON_BASE", base.toString());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private Process agent() throws IOException {
        Process agent = start(HOME.resolve("bin/baton").toString(), "agent", "--view", view());
        await().atMost(STARTED).until(() -> Files.exists(socket()) && answers());
        return agent;
    }

    private static String view() {
        return VIEW.toAbsolutePath().toString();
    }

    private Path socket() {
        return base.resolve("run/agent.sock");
    }

    private boolean answers() throws IOException, InterruptedException {
        return exit(HOME.resolve("compat/ctdb").toString(), "pnn") == 0;
    }

    private int exit(String... words) throws IOException, InterruptedException {
        Process process = start(words);
        assertTrue(process.waitFor(END_SECONDS, TimeUnit.SECONDS), this::said);
        return process.exitValue();
    }

    private String said() {
        try {
            return Files.readString(base.resolve("said"));
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    @Test
    void aViewThatIsToldToEndBySignalTakesItsSocketAlongAndEndsWithZero() throws Exception {
        Process agent = agent();

        agent.destroy();

        assertTrue(agent.waitFor(END_SECONDS, TimeUnit.SECONDS));
        assertEquals(0, agent.exitValue(), this::said);
        assertFalse(Files.exists(socket()));
    }

    @Test
    @DisplayName("CTDB command contract, section 4, shutdown: an agent may follow at once")
    void behindShutdownTheNextAgentStartsAtOnce() throws Exception {
        agent();
        assertEquals(0, exit(HOME.resolve("compat/ctdb").toString(), "shutdown"), this::said);
        Process second = agent();

        assertTrue(second.isAlive(), this::said);
    }

    @Test
    void shutdownOfThisNodeReturnsOnceItsAgentHasEnded() throws Exception {
        agent();

        assertEquals(0, exit(HOME.resolve("bin/baton").toString(), "shutdown"), this::said);

        String lock = base.resolve("run/agent.lock").toString();
        assertEquals(0, exit("flock", "-n", lock, "true"), this::said);
        assertEquals(5, exit(HOME.resolve("bin/baton").toString(), "status"), this::said);
    }
}
