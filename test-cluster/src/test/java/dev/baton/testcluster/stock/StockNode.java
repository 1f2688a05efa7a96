package dev.baton.testcluster.stock;

import dev.baton.testcluster.netns.NamespaceProcess;
import dev.baton.testcluster.netns.NetnsCluster;
import dev.baton.testcluster.netns.PrivateFiles;
import dev.baton.testcluster.netns.ShellCommand.Outcome;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One node as an administrator of CTDB knows it: {@code /etc/ctdb} as the package left it, a host
 * name, and Baton's commands first on the {@code PATH}.
 */
final class StockNode {
    /** Where CTDB's package would have a log that is a file. */
    static final String LOG = "/var/log/ctdb/log.ctdb";

    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(40);
    private static final Duration END_LIMIT = Duration.ofSeconds(20);
    private static final String HELPERS = "/run/helpers";
    private static final String USUAL_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final NetnsCluster namespaces;
    private final Path distribution;
    private final int index;
    private final PrivateFiles files;
    private boolean readsCtdbsDirectory = true;
    private Optional<NamespaceProcess> agent = Optional.empty();

    StockNode(NetnsCluster namespaces, Path distribution, int index) {
        this.namespaces = namespaces;
        this.distribution = distribution;
        this.index = index;
        this.files = namespaces.enclose(index);
        linkHelpers();
    }

    /**
     * The helpers of the package that are scripts are its own; programs are Baton's if it has them.
     */
    private void linkHelpers() {
        Path compat = distribution.resolve("compat");
        shell(
                "mkdir " + HELPERS,
                "ln -sf /usr/libexec/ctdb/* " + compat + "/* " + HELPERS,
                "ln -sf /usr/libexec/ctdb/ctdb_natgw /usr/libexec/ctdb/ctdb_lvs " + HELPERS);
    }

    /** Its number, which is its line in the file {@code nodes}. */
    int pnn() {
        return index;
    }

    /** Its host name. */
    String name() {
        return "n" + index;
    }

    /** Replaces a file of this node. */
    void write(String file, String... lines) {
        Path path = files.path(file.substring(1));
        try {
            Files.createDirectories(path.resolveSibling("."));
            Files.write(path, List.of(lines));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path, e);
        }
    }

    /** The text of a file of this node; empty while there is none. */
    String text(String file) {
        return read(files.path(file.substring(1)));
    }

    private static String read(Path path) {
        try {
            return Files.exists(path) ? Files.readString(path) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /** Starts the agent without waiting for it. */
    void start() {
        List<String> command = environment();
        command.addAll(List.of(distribution.resolve("bin/baton").toString(), "agent"));
        agent = Optional.of(namespaces.start(namespace(), log(), command));
    }

    private List<String> environment() {
        List<String> words = new ArrayList<>(List.of("env"));
        if (readsCtdbsDirectory) {
            words.add("CTDB_BASE=/etc/ctdb");
        }
        words.add("CTDB_HELPER_BINDIR=" + HELPERS);
        words.add("PATH=" + distribution.resolve("compat") + ":" + USUAL_PATH);
        return words;
    }

    /** Takes CTDB's directory over to Baton's own, as an administrator would. */
    void importSettings() {
        readsCtdbsDirectory = false;
        shell(distribution.resolve("bin/baton") + " config import /etc/ctdb");
    }

    /** Runs shell here as if Baton were not installed; throws unless all of it exits 0. */
    String withoutBaton(String... lines) {
        String line = String.join("\n", lines);
        return checked(line, attemptWithoutBaton(line));
    }

    /** The same; any exit code is an outcome. */
    Outcome attemptWithoutBaton(String line) {
        return namespaces.run(
                namespace(),
                COMMAND_LIMIT,
                List.of("env", "PATH=" + USUAL_PATH, "sh", "-ec", line));
    }

    private Path log() {
        return namespaces.directory().resolve(name() + ".log");
    }

    /** Everything the agent has printed in all its lives, and what it logged to {@link #LOG}. */
    String said() {
        return read(log()) + text(LOG);
    }

    /** Ends the agent as a crash would, and nothing but the agent. */
    void kill() {
        running().process().destroyForcibly();
        awaitEnd();
    }

    /** The agent's exit code, once it ends. */
    int awaitEnd() {
        if (!running().awaitEnd(END_LIMIT)) {
            throw new IllegalStateException(name() + " lives after " + END_LIMIT + "\n" + said());
        }
        return running().process().exitValue();
    }

    private NamespaceProcess running() {
        return agent.orElseThrow(() -> new IllegalStateException(name() + " was not started"));
    }

    String namespace() {
        return namespaces.nodeNamespace(index);
    }

    /** Runs {@code ctdb} as an operator would; any exit code is an outcome. */
    Outcome attempt(String words) {
        List<String> command = environment();
        command.add("ctdb");
        command.addAll(List.of(words.split(" ")));
        return namespaces.run(namespace(), COMMAND_LIMIT, command);
    }

    /** Runs {@code ctdb} as an operator would; throws IllegalStateException unless it exits 0. */
    String ctdb(String words) {
        return checked("ctdb " + words, attempt(words));
    }

    /** Runs shell here, as root; throws IllegalStateException unless all of it exits 0. */
    String shell(String... lines) {
        String line = String.join("\n", lines);
        List<String> command = environment();
        command.addAll(List.of("sh", "-ec", line));
        return checked(line, namespaces.run(namespace(), COMMAND_LIMIT, command));
    }

    private String checked(String what, Outcome outcome) {
        if (outcome.status() != 0) {
            throw new IllegalStateException(
                    "%s: %s: exit %d: %s"
                            .formatted(name(), what, outcome.status(), outcome.output().strip()));
        }
        return outcome.output();
    }

    /** Starts a command here; its output goes to a file of that name. */
    Transcript background(String name, String... command) {
        return Transcript.start(
                namespaces, namespace(), name() + "-" + name + ".log", List.of(command));
    }
}
