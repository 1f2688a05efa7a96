package dev.baton.testcluster.operator;

import dev.baton.testcluster.netns.NamespaceProcess;
import dev.baton.testcluster.netns.NetnsCluster;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Three daemons on one machine in CTDB's test mode: private addresses 127.0.0.1 to 127.0.0.3 in one
 * network namespace, each node's files below one directory, commands through a shell. Daemons end
 * with the pipe they read, and with their namespace.
 */
final class LocalDaemons {

    static final int NODES = 3;
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(40);
    private static final Duration END_LIMIT = Duration.ofSeconds(20);
    private static final int LAST_WORDS = 2000;

    /** For limits of commands: an event that no daemon has lasts longer than one second. */
    private static final String SLOW = "test \"$1\" != slow || exec sleep 3";

    /** What a command line gave. */
    record Typed(int exit, String stdout, String stderr) {}

    /**
     * Whose daemons these are.
     *
     * @param path in front of {@code PATH}
     * @param helpers directory of helper programs; empty for the usual one
     */
    record Kind(String name, String path, String helpers) {}

    private final NetnsCluster namespaces;
    private final String namespace;
    private final Kind kind;
    private final List<NamespaceProcess> processes = new ArrayList<>();
    private int typed;

    LocalDaemons(NetnsCluster namespaces, String namespace, Kind kind) {
        this.namespaces = namespaces;
        this.namespace = namespace;
        this.kind = kind;
        namespaces.ip(namespace, "link add eth1 type veth peer name eth2");
        namespaces.ip(namespace, "link set eth1 up");
        namespaces.ip(namespace, "link set eth2 up");
        for (int node = 0; node < NODES; node++) {
            configure(node);
        }
    }

    /** Where a node's files are. */
    Path base(int node) {
        return namespaces.directory().resolve(kind.name() + node);
    }

    private void configure(int node) {
        for (String directory :
                List.of(
                        "run",
                        "var/volatile",
                        "var/persistent",
                        "var/state",
                        "share/events/legacy")) {
            write(node, directory + "/.keep");
        }
        write(node, "nodes", "127.0.0.1", "127.0.0.2", "127.0.0.3");
        write(
                node,
                "public_addresses",
                "10.8.1.31/24 eth1,eth2",
                "10.8.1.32/24 eth1",
                "10.8.2.31/24 eth2",
                "fd00::31/64 eth2");
        write(
                node,
                "ctdb.conf",
                "[cluster]",
                "\tnode address = 127.0.0." + (node + 1),
                "\tleader capability = " + (node == 0),
                "[database]",
                "\tvolatile database directory = " + base(node).resolve("var/volatile"),
                "\tpersistent database directory = " + base(node).resolve("var/persistent"),
                "\tstate database directory = " + base(node).resolve("var/state"));
        write(node, "ctdb.tunables", "IPAllocAlgorithm=0", "RerecoveryTimeout=1");
        write(node, "natgw_nodes", "127.0.0.1", "127.0.0.2 follower-only", "127.0.0.3");
        write(node, "lvs_nodes", "127.0.0.1", "127.0.0.2", "127.0.0.3");
        script(node, "events/legacy/01.test.script", "#!/bin/sh", "exit 0");
        script(node, "events/legacy/02.second.script", "#!/bin/sh", "echo \"second $1\"", SLOW);
        script(node, "notify.sh", "#!/bin/sh");
    }

    /** Replaces a file of a node. */
    void write(int node, String file, String... lines) {
        Path path = base(node).resolve(file);
        try {
            Files.createDirectories(path.resolveSibling("."));
            Files.write(path, List.of(lines));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + path, failure);
        }
    }

    private void script(int node, String file, String... lines) {
        write(node, file, lines);
        if (!base(node).resolve(file).toFile().setExecutable(true)) {
            throw new IllegalStateException("cannot make executable: " + file);
        }
    }

    /** Starts the daemons in the foreground, without waiting. */
    void start() {
        for (int node = 0; node < NODES; node++) {
            List<String> command = new ArrayList<>(environment(node));
            command.addAll(List.of("ctdbd", "-i"));
            processes.add(
                    namespaces.startPiped(namespace, base(node).resolve("daemon.log"), command));
        }
    }

    /** Ends a node as its test would end: by closing the pipe it reads. */
    int closeInput(int node) {
        NamespaceProcess process = processes.get(node);
        try {
            process.process().getOutputStream().close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        if (!process.awaitEnd(END_LIMIT)) {
            throw new IllegalStateException(kind.name() + node + " lives on\n" + said(node));
        }
        return process.process().exitValue();
    }

    private List<String> environment(int node) {
        Map<String, String> variables = new TreeMap<>();
        variables.put("CTDB_BASE", base(node).toString());
        variables.put("CTDB_TEST_MODE", "yes");
        variables.put("LC_ALL", "C");
        variables.put("TZ", "UTC");
        String inherited = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        variables.put("PATH", kind.path() + ":" + inherited + ":/usr/sbin:/sbin");
        if (!kind.helpers().isEmpty()) {
            variables.put("CTDB_HELPER_BINDIR", kind.helpers());
            variables.put("CTDB_TEST_HELPER_BINDIR", kind.helpers());
        }
        List<String> words = new ArrayList<>(List.of("env", "-u", "CTDB_SOCKET", "-u", "CTDB"));
        variables.forEach((name, value) -> words.add(name + "=" + value));
        return words;
    }

    /** Types a line into a shell on a node. */
    Typed type(int node, String line) {
        typed++;
        Path out = namespaces.directory().resolve(kind.name() + "-" + typed + ".out");
        Path err = out.resolveSibling(kind.name() + "-" + typed + ".err");
        List<String> command =
                new ArrayList<>(List.of("nsenter", "--net=" + NetnsCluster.path(namespace)));
        command.addAll(environment(node));
        command.addAll(List.of("setsid", "-w", "sh", "-c", line));
        ProcessBuilder builder = new ProcessBuilder(command).directory(base(node).toFile());
        builder.redirectInput(new File("/dev/null"));
        try {
            Process process =
                    builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
            if (!process.waitFor(COMMAND_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                return new Typed(124, Files.readString(out), "no end within " + COMMAND_LIMIT);
            }
            return new Typed(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot run " + line, failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + line, stop);
        }
    }

    /** Types a line again and again until it succeeds. */
    void await(int node, String line, Duration limit) {
        try {
            Awaitility.await(kind.name() + node + ": " + line)
                    .pollInterval(Duration.ofMillis(100))
                    .atMost(limit)
                    .until(() -> type(node, line).exit() == 0);
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(
                    kind.name() + node + ": " + line + " within " + limit + said(node), late);
        }
    }

    /** The last words of a daemon. */
    String said(int node) {
        try {
            String text = Files.readString(base(node).resolve("daemon.log"));
            return "\n" + text.substring(Math.max(0, text.length() - LAST_WORDS));
        } catch (IOException unreadable) {
            return "\n" + unreadable;
        }
    }
}
