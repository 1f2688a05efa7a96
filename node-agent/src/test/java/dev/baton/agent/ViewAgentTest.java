package dev.baton.agent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

@DisplayName("baton agent --view FILE: CTDB's own command against the socket of a saved view")
@Timeout(120)
class ViewAgentTest {

    private static final Path VIEW = Path.of("../docs/operator/views/three-nodes.json");
    private static final Path TOOL = Path.of("src/main/dist/compat/ctdb");

    @TempDir Path base;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int agent(String... words) {
        return new AgentCommand(new PrintStream(err, true, UTF_8), Map.of()).run(List.of(words));
    }

    @Test
    void theToolReadsAndChangesTheViewUntilItIsShutDown() throws Exception {
        CompletableFuture<Integer> ended =
                CompletableFuture.supplyAsync(
                        () -> agent("--base", base.toString(), "--view", VIEW.toString()));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Files.exists(base.resolve("run/agent.sock")));

        assertEquals("0\n", tool("pnn"));
        assertEquals("", tool("disable", "-n", "1"));
        assertTrue(tool("-X", "ip").contains("|192.0.2.102|0|"));
        assertEquals("", tool("shutdown"));
        assertEquals(0, ended.get(60, TimeUnit.SECONDS));
    }

    private String tool(String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(TOOL.toAbsolutePath().toString()));
        line.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().put("BATON_BASE", base.toString());
        builder.environment().remove("CTDB_BASE");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), said);
        assertEquals(0, process.exitValue(), said);
        return said;
    }

    @Test
    void aBadViewIsOneSentenceAndNothingIsMade() throws IOException {
        Path bad = base.resolve("bad.json");
        Files.writeString(bad, "{}");

        int code = agent("--base", base.toString(), "--view", bad.toString());

        assertEquals(78, code);
        assertEquals(
                "baton: agent: " + bad + ": apiVersion: expected \"baton/v1\", got nothing\n",
                err.toString(UTF_8));
        assertTrue(Files.notExists(base.resolve("run")));
    }
}
