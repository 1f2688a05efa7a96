package dev.baton.agent.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.agent.control.Commands.Invocation;

import io.vertx.core.Vertx;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** CTDB command contract, section 1: a client that starts in milliseconds, and what it says. */
class DaemonClientTest {

    private static final long PATIENCE_SECONDS = 30;
    private static final Path CTDB_EVENT =
            Path.of("src/main/dist/compat/ctdb-event").toAbsolutePath();

    private record Said(int code, String out, String err) {}

    private final Vertx vertx = Vertx.vertx();
    private final List<Invocation> asked = new CopyOnWriteArrayList<>();
    private final Path base;

    DaemonClientTest(@TempDir Path base) {
        this.base = base;
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void wordsDirectoryAndEnvironmentArriveAndCodeAndBothOutputsComeBack() throws Exception {
        listenAt("eventd.socket", new Answer(110, "out: \u00e9\n", "err\n"));

        Said said = ctdbEvent("run", "5", "random", "two words", "");

        assertEquals(new Said(110, "out: \u00e9\n", "err\n"), said);
        Invocation invocation = asked.getFirst();
        assertEquals(
                List.of("ctdb-event", "run", "5", "random", "two words", ""),
                invocation.arguments());
        assertEquals(base.toRealPath().toString(), invocation.directory());
        assertEquals("Asia/Tokyo", invocation.environment().get("TZ"));
        assertEquals(base.toString(), invocation.environment().get("CTDB_BASE"));
    }

    @Test
    void aLongAnswerArrivesWhole() throws Exception {
        String text = "0123456789abcdef\n".repeat(60_000);
        listenAt("eventd.socket", new Answer(0, text, ""));

        assertEquals(new Said(0, text, ""), ctdbEvent("status", "random", "monitor"));
    }

    @Test
    void anAgentIsAskedBeforeAnEventDaemon() throws Exception {
        listenAt("eventd.socket", new Answer(0, "daemon\n", ""));
        listenAt("agent.sock", new Answer(0, "agent\n", ""));

        assertEquals("agent\n", ctdbEvent("status", "random", "monitor").out());
    }

    @Test
    void aSocketNobodyListensAtIsPassedOver() throws Exception {
        Path left = run().resolve("agent.sock");
        try (var door =
                java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            door.bind(java.net.UnixDomainSocketAddress.of(left));
        }
        listenAt("eventd.socket", new Answer(0, "daemon\n", ""));

        assertTrue(Files.exists(left));
        assertEquals("daemon\n", ctdbEvent("status", "random", "monitor").out());
    }

    @Test
    void withoutADaemonOneSentenceNamesTheSocket() throws Exception {
        Said said = ctdbEvent("status", "random", "monitor");

        assertEquals(1, said.code());
        assertEquals("", said.out());
        assertTrue(
                said.err()
                        .startsWith(
                                "ctdb-event: cannot ask the event daemon at "
                                        + base
                                        + "/run/eventd.socket: No such file or directory."),
                said.err());
    }

    private Path run() throws IOException {
        return Files.createDirectories(base.resolve("run"));
    }

    private void listenAt(String name, Answer answer) throws Exception {
        Commands commands =
                new Commands() {
                    @Override
                    public Answer run(Invocation invocation) {
                        asked.add(invocation);
                        return answer;
                    }

                    @Override
                    public void warmUp() {}

                    @Override
                    public String view() {
                        return "";
                    }
                };
        new CommandDoor(vertx, commands)
                .open(run().resolve(name))
                .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private Said ctdbEvent(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(CTDB_EVENT.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(base.toFile());
        builder.environment().put("CTDB_BASE", base.toString());
        builder.environment().put("CTDB_TEST_MODE", "yes");
        builder.environment().put("TZ", "Asia/Tokyo");
        builder.redirectError(base.resolve("err").toFile());
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        return new Said(process.exitValue(), out, Files.readString(base.resolve("err")));
    }
}
