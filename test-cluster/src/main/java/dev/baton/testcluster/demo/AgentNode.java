package dev.baton.testcluster.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.baton.testcluster.netns.NamespaceProcess;
import dev.baton.testcluster.netns.NetnsCluster;
import dev.baton.testcluster.netns.ShellCommand;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One real agent in its namespace, with its files, started and told as an operator would. */
final class AgentNode {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(35);
    private static final Duration STATUS_LIMIT = Duration.ofSeconds(2);

    private final NetnsCluster cluster;
    private final Path distribution;
    private final int index;
    private final Path base;
    private Optional<NamespaceProcess> process = Optional.empty();

    AgentNode(NetnsCluster cluster, Path distribution, int index) {
        this.cluster = cluster;
        this.distribution = distribution;
        this.index = index;
        this.base = cluster.directory().resolve(name());
    }

    /** Name of the node, in its own settings and in the observer's answers. */
    String name() {
        return "n" + index;
    }

    /** The agent's log. */
    Path log() {
        return base.resolve("agent.log");
    }

    /** A file whose presence makes the file service's monitor fail. */
    Path failMark() {
        return base.resolve("fail");
    }

    /**
     * Writes the node's settings and enables its scripts.
     *
     * @param more lines of baton.conf
     */
    void configure(
            List<String> nodes, List<String> publicAddresses, Path files, List<String> more) {
        try {
            Path etc = Files.createDirectories(base.resolve("etc"));
            Files.write(etc.resolve("nodes"), nodes);
            Files.write(etc.resolve("public_addresses"), publicAddresses);
            List<String> settings = new ArrayList<>(List.of("[node]", "name = " + name()));
            settings.addAll(more);
            Files.write(etc.resolve("baton.conf"), settings);
            Files.write(
                    etc.resolve("script.options"),
                    List.of(
                            "BATON_FILES_DIR=" + files,
                            "BATON_FILES_FAIL_MARK=" + failMark(),
                            "BATON_NODE_NAME=" + name()));
            enableScripts(Files.createDirectories(etc.resolve("events/legacy")));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the settings of " + name(), e);
        }
    }

    private void enableScripts(Path enabled) throws IOException {
        try (Stream<Path> shipped = Files.list(distribution.resolve("share/events/legacy"))) {
            for (Path script : shipped.filter(it -> it.toString().endsWith(".script")).toList()) {
                Path copy = enabled.resolve(script.getFileName().toString());
                Files.copy(script, copy);
                if (!copy.toFile().setExecutable(true)) {
                    throw new IOException("cannot make executable: " + copy);
                }
            }
        }
    }

    /** Starts the agent; it is not waited for. */
    void start() {
        process = Optional.of(cluster.start(cluster.nodeNamespace(index), log(), baton("agent")));
    }

    /** Ends the agent as a crash would. */
    void kill() {
        running().process().destroyForcibly();
        if (!running().awaitEnd(Duration.ofSeconds(5))) {
            throw new IllegalStateException(name() + ": still there 5 s after SIGKILL");
        }
    }

    /** Sends the agent's process a signal. */
    void signal(String name) {
        running().signal(name);
    }

    /** Whether the agent's process exists. */
    boolean isAlive() {
        return process.map(NamespaceProcess::isAlive).orElse(false);
    }

    private NamespaceProcess running() {
        return process.orElseThrow(() -> new IllegalStateException(name() + " was not started"));
    }

    /** Runs an operator's command on this node; throws IllegalStateException if it fails. */
    void command(String... words) {
        ShellCommand.Outcome outcome = attempt(COMMAND_LIMIT, words);
        if (outcome.status() != 0) {
            throw new IllegalStateException(
                    "baton %s on %s: exit %d: %s"
                            .formatted(
                                    String.join(" ", words),
                                    name(),
                                    outcome.status(),
                                    outcome.output().strip()));
        }
    }

    /** The node's own picture of the cluster; empty while the agent does not answer. */
    Optional<JsonNode> status() {
        ShellCommand.Outcome outcome = attempt(STATUS_LIMIT, "status", "-o", "json");
        if (outcome.status() > 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(outcome.output()));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private ShellCommand.Outcome attempt(Duration limit, String... words) {
        return cluster.run(cluster.nodeNamespace(index), limit, baton(words));
    }

    /** The command line of an operator of this node. */
    List<String> baton(String... words) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                distribution.resolve("bin/baton").toString(),
                                "--base",
                                base.toString()));
        command.addAll(List.of(words));
        return command;
    }
}
