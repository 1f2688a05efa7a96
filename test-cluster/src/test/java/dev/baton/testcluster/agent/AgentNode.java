package dev.baton.testcluster.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.baton.testcluster.netns.NamespaceProcess;
import dev.baton.testcluster.netns.NetnsCluster;
import dev.baton.testcluster.netns.ShellCommand;
import dev.baton.testcluster.netns.ShellCommand.Outcome;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One real agent in its namespace, below a directory of its own; commands as an operator's. */
final class AgentNode {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(40);
    private static final Duration END_LIMIT = Duration.ofSeconds(20);

    private final NetnsCluster namespaces;
    private final Path distribution;
    private final int index;
    private final Path base;
    private Optional<NamespaceProcess> process = Optional.empty();

    AgentNode(NetnsCluster namespaces, Path distribution, int index) {
        this.namespaces = namespaces;
        this.distribution = distribution;
        this.index = index;
        this.base = namespaces.directory().resolve(name());
        write("etc/baton.conf", "[node]", "name = " + name());
        script("10.interface", shipped("10.interface.script"));
    }

    /** Its name for operators and for the observer. */
    String name() {
        return "n" + index;
    }

    int index() {
        return index;
    }

    /** The directory that {@code --base} names. */
    Path base() {
        return base;
    }

    String namespace() {
        return namespaces.nodeNamespace(index);
    }

    /** Replaces one file below the base directory. */
    void write(String file, String... lines) {
        put(file, List.of(lines));
    }

    /** Adds lines to one file below the base directory. */
    void append(String file, String... lines) {
        put(file, List.of(lines), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void put(String file, List<String> lines, StandardOpenOption... how) {
        Path path = base.resolve(file);
        try {
            Files.createDirectories(path.resolveSibling("."));
            Files.write(path, lines, how);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path, e);
        }
    }

    /** Sets a tunable for the next start. */
    void tune(String tunable, int value) {
        append("etc/tunables.d/test.tunables", tunable + "=" + value);
    }

    /** Enables an event script, or replaces it. */
    Path script(String name, String text) {
        String file = "etc/events/legacy/" + name + ".script";
        write(file, text);
        Path path = base.resolve(file);
        if (!path.toFile().setExecutable(true)) {
            throw new IllegalStateException("cannot make executable: " + path);
        }
        return path;
    }

    /** The text of an enabled event script. */
    String legacy(String script) {
        return text("etc/events/legacy/" + script + ".script");
    }

    /** Removes an event script. */
    void remove(String script) {
        Path path = base.resolve("etc/events/legacy/" + script + ".script");
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + path, e);
        }
    }

    /** Another machine stands in this one's place: its settings are there, nothing else is. */
    void replaceMachine() {
        for (String directory : List.of("run", "var")) {
            try (Stream<Path> walk = Files.walk(base.resolve(directory))) {
                for (Path each : walk.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot empty " + base, e);
            }
        }
    }

    private String shipped(String script) {
        return read(distribution.resolve("share/events/legacy").resolve(script));
    }

    /** Starts the agent without waiting for it. */
    void start() {
        start(List.of());
    }

    /** Starts the agent with these words of {@code env} before it. */
    void start(List<String> environment) {
        List<String> command = new ArrayList<>();
        if (!environment.isEmpty()) {
            command.add("env");
            command.addAll(environment);
        }
        command.addAll(baton("agent"));
        process = Optional.of(namespaces.start(namespace(), log(), command));
    }

    private Path log() {
        return base.resolve("agent.log");
    }

    /** Everything the agent has printed in all its lives. */
    String said() {
        return Files.exists(log()) ? read(log()) : "";
    }

    /** The text of a file below the base directory; empty while there is none. */
    String text(String file) {
        Path path = base.resolve(file);
        return Files.exists(path) ? read(path) : "";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Ends the agent as a crash would, and nothing but the agent. */
    void kill() {
        running().process().destroyForcibly();
        awaitEnd();
    }

    /** Ends the agent and everything that descends from it, as a loss of power does. */
    void killWithAllItStarted() {
        running().kill();
    }

    /** Deletes an address from every interface of this node that carries it. */
    void forget(String address) {
        for (String line : configured(address).lines().toList()) {
            String[] words = line.strip().split(" +", -1); // "3: pub1    inet ADDRESS/24 ..."
            ShellCommand.run("ip", "-n", namespace(), "addr", "del", words[3], "dev", words[1]);
        }
    }

    void signal(String signal) {
        running().signal(signal);
    }

    boolean isAlive() {
        return process.map(NamespaceProcess::isAlive).orElse(false);
    }

    long pid() {
        return running().pid();
    }

    /** The agent's exit code, once it ends. */
    int awaitEnd() {
        if (!running().awaitEnd(END_LIMIT)) {
            throw new IllegalStateException(name() + " lives after " + END_LIMIT + "\n" + said());
        }
        return running().process().exitValue();
    }

    private NamespaceProcess running() {
        return process.orElseThrow(() -> new IllegalStateException(name() + " was not started"));
    }

    /** Runs {@code baton} with these words; any exit code is an outcome. */
    Outcome attempt(String... words) {
        return inside(baton(words));
    }

    /** Runs {@code baton} with these words; throws IllegalStateException unless it exits 0. */
    String command(String... words) {
        Outcome outcome = attempt(words);
        if (outcome.status() != 0) {
            throw new IllegalStateException(
                    "%s: baton %s: exit %d: %s"
                            .formatted(
                                    name(),
                                    String.join(" ", words),
                                    outcome.status(),
                                    outcome.output().strip()));
        }
        return outcome.output();
    }

    /** This node's picture of the cluster; a missing node while the agent does not answer. */
    JsonNode status() {
        Outcome outcome = attempt("status", "-o", "json");
        try {
            return outcome.status() > 1 ? JSON.missingNode() : JSON.readTree(outcome.output());
        } catch (IOException e) {
            throw new UncheckedIOException(name() + ": not JSON: " + outcome.output(), e);
        }
    }

    /** Whether a node has this flag in this node's picture. */
    boolean sees(AgentNode other, String flag) {
        for (JsonNode node : status().path("nodes")) {
            if (node.path("name").asText().equals(other.name())) {
                return node.path("flags").valueStream().anyMatch(it -> it.asText().equals(flag));
            }
        }
        return false;
    }

    /** Whether a node is connected and has no flag in this node's picture. */
    boolean seesWell(AgentNode other) {
        for (JsonNode node : status().path("nodes")) {
            if (node.path("name").asText().equals(other.name())) {
                return node.path("flags").isEmpty();
            }
        }
        return false;
    }

    /**
     * What {@code promtool check metrics} has to say of a scrape.
     *
     * @param address where the agent listens
     * @return nothing if all is right
     */
    String lintedMetrics(String address) {
        String line = "curl -sf --max-time 5 http://$0:4482/metrics | promtool check metrics";
        Outcome outcome = inside(List.of("bash", "-o", "pipefail", "-c", line, address));
        return outcome.status() == 0
                ? outcome.output().strip()
                : "exit " + outcome.status() + ": " + outcome.output();
    }

    /** Runs a command in the node's namespace. */
    Outcome inside(List<String> command) {
        return namespaces.run(namespace(), COMMAND_LIMIT, command);
    }

    /** Starts a command in the node's namespace; its output goes to a file of that name. */
    NamespaceProcess background(String name, List<String> command) {
        return namespaces.start(namespace(), base.resolve(name), command);
    }

    /** What {@code ip -o address show} says of an address here. */
    String configured(String address) {
        return ShellCommand.run("ip", "-n", namespace(), "-o", "addr", "show", "to", address);
    }

    /** The command line of {@code baton} for this node. */
    List<String> baton(String... words) {
        List<String> command = new ArrayList<>();
        command.add(distribution.resolve("bin/baton").toString());
        command.addAll(List.of("--base", base.toString()));
        command.addAll(List.of(words));
        return command;
    }
}
