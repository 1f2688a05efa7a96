package dev.baton.agent.event;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.baton.config.ClusterSettings;
import dev.baton.config.Layout;
import dev.baton.config.NodeName;
import dev.baton.config.NodesFile;
import dev.baton.config.Pnn;
import dev.baton.config.PublicAddressesFile;
import dev.baton.events.process.Launchers;
import dev.baton.events.process.ProcessScopes;
import dev.baton.events.process.RunnerSettings;
import dev.baton.events.process.ScriptDirectory;
import dev.baton.events.process.ScriptTrust;
import dev.baton.events.process.SequenceRunner;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Notification;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** CTDB events contract, section 10, with real processes. */
class NotifierTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final AtomicLong LIVES = new AtomicLong();

    private final Path etc;
    private final Path said;
    private final ProcessScopes scopes =
            ProcessScopes.withoutCgroups(
                    "notifier-test/"
                            + ProcessHandle.current().pid()
                            + "-"
                            + LIVES.incrementAndGet());
    private final Launchers launchers =
            new Launchers(Path.of("src/main/dist/libexec/event-launcher").toAbsolutePath(), scopes);
    private final Notifier notifier;

    NotifierTest(@TempDir Path base) throws IOException {
        Path real = base.toRealPath();
        etc = Files.createDirectories(real.resolve("etc"));
        said = Files.createFile(real.resolve("said"));
        Files.createDirectories(real.resolve("run"));
        ClusterSettings settings =
                ClusterSettings.withDefaults(
                        Layout.under(real),
                        new NodeName("n1"),
                        new Pnn(0),
                        NodesFile.parse("nodes", List.of("10.1.0.1")).value(),
                        PublicAddressesFile.of(List.of()));
        RunnerSettings how =
                new RunnerSettings(real.resolve("run"), Optional.empty(), Duration.ZERO, false);
        ScriptDirectory script =
                ScriptDirectory.of(etc, Notifier.SCRIPT, ScriptTrust.ofThisProcess(etc));
        notifier =
                new Notifier(
                        etc.resolve(Notifier.SCRIPT),
                        new SequenceRunner(how, script, scopes, launchers)::start,
                        EventEnvironment.of(
                                settings, Path.of("/opt/baton"), Map.of("SAID", said.toString())));
    }

    @AfterEach
    void close() {
        notifier.close();
        // who is killed must be gone: the next test's launchers would look like orphans of this one
        await().atMost(LIMIT).until(() -> notifier.underWay() == 0);
        launchers.close();
        scopes.close();
    }

    private void script(String body) throws IOException {
        Path file = etc.resolve(Notifier.SCRIPT);
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void tell(Notification what) {
        notifier.tell(new Effect.Notify(what));
    }

    private List<String> said() throws IOException {
        return Files.readAllLines(said).stream().sorted().toList();
    }

    @Test
    @DisplayName("The script gets the word as its only argument, and the environment of events")
    void theWordAndTheEnvironment() throws IOException {
        script("echo \"$# $1 $CTDB_BASE $BATON_NODE_NAME\" >>\"$SAID\"");

        tell(Notification.STARTUP);

        await().atMost(LIMIT).until(() -> said().equals(List.of("1 startup " + etc + " n1")));
    }

    @Test
    @DisplayName("They are not serialised: one that hangs holds up neither the others nor anybody")
    void oneThatHangsHoldsNobodyUp() throws IOException {
        script("[ \"$1\" != init ] || sleep 600\necho \"$1\" >>\"$SAID\"");

        tell(Notification.INIT);
        tell(Notification.SETUP);
        tell(Notification.UNHEALTHY);

        await().atMost(LIMIT).until(() -> said().equals(List.of("setup", "unhealthy")));
    }

    @Test
    @DisplayName("A missing script is nobody's trouble, and one that appears is run")
    void aMissingScript() throws IOException {
        tell(Notification.INIT);
        script("echo \"$1\" >>\"$SAID\"");
        tell(Notification.STARTUP);

        await().atMost(LIMIT).until(() -> said().equals(List.of("startup")));
    }

    @Test
    @DisplayName("The shipped script tells each enabled program, failing or not, and no other")
    void theShippedScript() throws IOException {
        Path programs = Files.createDirectories(etc.resolve("events/notification"));
        script("exit 1");
        Files.copy(etc.resolve(Notifier.SCRIPT), programs.resolve("a.script"), COPY_ATTRIBUTES);
        script("echo \"$1\" >>\"$SAID\"");
        Files.copy(etc.resolve(Notifier.SCRIPT), programs.resolve("b.script"), COPY_ATTRIBUTES);
        Files.writeString(programs.resolve("c.script"), "#!/bin/sh\necho never >>\"$SAID\"\n");
        Files.copy(
                Path.of("../events/scripts/notification/notify.sh"),
                etc.resolve(Notifier.SCRIPT),
                COPY_ATTRIBUTES,
                REPLACE_EXISTING);

        tell(Notification.HEALTHY);

        await().atMost(LIMIT).until(() -> said().equals(List.of("healthy")));
    }

    @Test
    @DisplayName("So many run at a time; they end with the agent, and what they started too")
    void boundedAndKilled() throws IOException {
        script("sleep 600 &\necho $! >>\"$SAID\"\nwait");
        for (int i = 0; i < Notifier.MOST_AT_ONCE + 3; i++) {
            tell(Notification.HEALTHY);
        }
        await().atMost(LIMIT).until(() -> said().size() == Notifier.MOST_AT_ONCE);

        notifier.close();

        await().atMost(LIMIT).until(() -> said().stream().noneMatch(NotifierTest::isAlive));
        assertEquals(Notifier.MOST_AT_ONCE, said().size());
        tell(Notification.HEALTHY);
        assertFalse(said().stream().anyMatch(NotifierTest::isAlive));
    }

    private static boolean isAlive(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false);
    }
}
