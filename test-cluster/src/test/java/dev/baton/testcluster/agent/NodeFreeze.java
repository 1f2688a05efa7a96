package dev.baton.testcluster.agent;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Stops everything a node runs at one instant, and lets it go on: in a frozen control group where
 * one can be made, else by signals. The network of the node, which is the kernel's, goes on.
 */
final class NodeFreeze implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Path MOUNTS = Path.of("/proc/self/mounts");

    private final AgentNode agent;
    private final Optional<Path> group;

    private NodeFreeze(AgentNode agent, Optional<Path> group) {
        this.agent = agent;
        this.group = group;
    }

    static NodeFreeze of(AgentNode agent) {
        String name = "baton-test-" + ProcessHandle.current().pid() + "-" + agent.name();
        return new NodeFreeze(agent, mount().flatMap(root -> make(root.resolve(name))));
    }

    /** By signals in any case: no process leaves the control group it is in. */
    static NodeFreeze bySignals(AgentNode agent) {
        return new NodeFreeze(agent, Optional.empty());
    }

    /** Where control groups of version 2 are mounted. */
    private static Optional<Path> mount() {
        return read(MOUNTS)
                .lines()
                .map(line -> line.split(" ", -1))
                .filter(words -> words.length > 2 && words[2].equals("cgroup2"))
                .map(words -> Path.of(words[1]))
                .findFirst();
    }

    private static Optional<Path> make(Path group) {
        try {
            Files.createDirectories(group);
        } catch (IOException forbidden) {
            return Optional.empty();
        }
        return Files.isWritable(group.resolve("cgroup.freeze"))
                ? Optional.of(group)
                : Optional.empty();
    }

    /** In words, for what a test prints. */
    String how() {
        return group.isPresent() ? "a frozen control group" : "SIGSTOP to every process";
    }

    /** All is stopped when this returns. */
    void freeze() {
        if (group.isEmpty()) {
            signal("-STOP");
            return;
        }
        Path procs = group.get().resolve("cgroup.procs");
        all().filter(pid -> !read(procs).lines().toList().contains(pid))
                .forEach(pid -> write("cgroup.procs", pid));
        write("cgroup.freeze", "1");
        Awaitility.await("a frozen group")
                .pollInterval(Duration.ofMillis(5))
                .atMost(LIMIT)
                .until(() -> read(group.get().resolve("cgroup.events")).contains("frozen 1"));
    }

    void thaw() {
        if (!agent.isAlive()) {
            return;
        }
        if (group.isEmpty()) {
            signal("-CONT");
        } else {
            write("cgroup.freeze", "0");
        }
    }

    private Stream<String> all() {
        ProcessHandle first = ProcessHandle.of(agent.pid()).orElseThrow();
        return Stream.concat(Stream.of(first), first.descendants())
                .map(process -> Long.toString(process.pid()));
    }

    private void signal(String name) {
        List<String> pids = all().toList();
        agent.inside(Stream.concat(Stream.of("kill", name), pids.stream()).toList());
    }

    private void write(String file, String text) {
        try {
            Files.writeString(group.orElseThrow().resolve(file), text);
        } catch (IOException e) {
            boolean ended = file.equals("cgroup.procs") && !isAlive(text);
            if (!ended) {
                throw new UncheckedIOException("cannot write " + text + " to " + file, e);
            }
        }
    }

    private static boolean isAlive(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Lets all go on; what was in the group ends, and the group with it. */
    @Override
    public void close() {
        thaw();
        group.ifPresent(
                path ->
                        Awaitility.await("an empty group")
                                .pollInterval(Duration.ofMillis(20))
                                .atMost(LIMIT)
                                .until(() -> isRemoved(path)));
    }

    private static boolean isRemoved(Path path) {
        if (Files.exists(path)) {
            read(path.resolve("cgroup.procs"))
                    .lines()
                    .map(Long::parseLong)
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .forEach(ProcessHandle::destroyForcibly);
        }
        return !Files.exists(path) || path.toFile().delete();
    }
}
