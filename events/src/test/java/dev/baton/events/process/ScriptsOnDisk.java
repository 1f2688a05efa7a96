package dev.baton.events.process;

import dev.baton.events.Event;
import dev.baton.events.SequenceResult;
import dev.baton.events.sequence.Ticket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A directory of real scripts, and a runner for them. */
final class ScriptsOnDisk implements AutoCloseable {

    static final Duration AMPLE = Duration.ofSeconds(30);
    static final Path LAUNCHER =
            Path.of("../node-agent/src/main/dist/libexec/event-launcher")
                    .toAbsolutePath()
                    .normalize();

    private static final AtomicLong TICKETS = new AtomicLong();

    final Path base;
    final Path scripts;
    final ProcessScopes scopes;
    private final Launchers launchers;
    Optional<Path> debugScript = Optional.empty();
    Duration silence = Duration.ZERO;
    Shortcut shortcut = Shortcut.NONE;

    /** More variables for the next events. */
    final Map<String, String> more = new TreeMap<>();

    ScriptsOnDisk(Path base, boolean cgroups) throws IOException {
        this(
                base,
                cgroups
                        ? ProcessScopes.detect(newIncarnation())
                        : ProcessScopes.withoutCgroups(newIncarnation()));
    }

    ScriptsOnDisk(Path base, ProcessScopes scopes) throws IOException {
        this.base = base.toRealPath();
        this.scripts = Files.createDirectories(this.base.resolve("etc/events/legacy"));
        Files.createDirectories(this.base.resolve("run"));
        this.scopes = scopes;
        this.launchers = new Launchers(LAUNCHER, scopes);
    }

    private static String newIncarnation() {
        return "test-" + ProcessHandle.current().pid() + "-" + TICKETS.incrementAndGet();
    }

    long lastTicket() {
        return TICKETS.get();
    }

    ScriptsOnDisk with(String fileName, String body) throws IOException {
        Path file = scripts.resolve(fileName);
        Files.writeString(file, "#!/bin/bash\n" + body + "\n");
        return executable(file);
    }

    ScriptsOnDisk executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return this;
    }

    ScriptDirectory directory() {
        return new ScriptDirectory(
                scripts, base.resolve("etc/events"), ScriptTrust.ofThisProcess(base));
    }

    Started start(Event event, Duration limit) {
        RunnerSettings settings =
                new RunnerSettings(base.resolve("run"), debugScript, silence, false);
        Map<String, String> environment = new TreeMap<>();
        environment.put(
                "PATH", "/opt/none:" + System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
        environment.put("T", base.toString());
        environment.putAll(more);
        CompletableFuture<SequenceResult> result = new CompletableFuture<>();
        Running running =
                new SequenceRunner(settings, directory(), scopes, launchers)
                        .start(
                                new Ticket(TICKETS.incrementAndGet()),
                                event,
                                limit,
                                environment,
                                shortcut,
                                result::complete);
        return new Started(running, result);
    }

    SequenceResult run(Event event) throws Exception {
        return start(event, AMPLE).result();
    }

    /** Everything a test may have left running, by the scopes the tests use. */
    @Override
    public void close() {
        launchers.close();
        scopes.killAll("10.99.0.1");
        scopes.close();
    }

    record Started(Running running, CompletableFuture<SequenceResult> future) {
        SequenceResult result() throws Exception {
            SequenceResult result = future.get(40, TimeUnit.SECONDS);
            running.dismiss();
            return result;
        }
    }
}
