package dev.baton.testcluster.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.baton.testcluster.netns.ShellCommand;
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
 * Agents with a schedule whose scripts write down when they froze and thawed which node, and stop
 * at any step while a file says so.
 */
final class RoundCluster implements AutoCloseable {

    static final Duration FREEZE = Duration.ofSeconds(4);

    /** What a busy machine may add to a limit. */
    static final Duration SLACK = Duration.ofSeconds(3);

    static final Duration LIMIT = Duration.ofSeconds(60);

    /** One call of the plan. */
    record Step(String node, String action) {

        @Override
        public String toString() {
            return action + " on " + node;
        }
    }

    /** A freeze, and every thaw behind it; nanoseconds since 1970. */
    record Frozen(String node, String round, long at, List<Long> thaws) {}

    private final AgentCluster cluster;

    RoundCluster(int nodes, String... more) {
        cluster = AgentCluster.of(nodes);
        for (AgentNode node : cluster.agents()) {
            configure(node, nodes, more);
        }
    }

    private void configure(AgentNode node, int nodes, String... more) {
        List<String> targets = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            targets.add("n" + i + ":data");
        }
        List<String> lines =
                new ArrayList<>(
                        List.of(
                                "[storage]",
                                "hook directory = " + node.base().resolve("custom"),
                                "hook limit = 8s",
                                "[schedule nightly]",
                                "name = every night",
                                "targets = " + String.join(", ", targets),
                                "snapshot call = " + node.base().resolve("custom/snap"),
                                "freeze limit = " + FREEZE.toSeconds() + "s",
                                "keep = 2"));
        lines.addAll(List.of(more));
        node.append("etc/baton.conf", lines.toArray(String[]::new));
        script(node, "schedule-prestart.sh", "schedule-prestart", "");
        script(node, "schedule-presnap.sh", "schedule-presnap", note(node, "freeze"));
        script(node, "schedule-postsnap.sh", "schedule-postsnap", note(node, "thaw"));
        script(node, "snap", "snapshot-take", note(node, "$1 $5"));
    }

    private static String note(AgentNode node, String what) {
        return "echo \"$(date +%%s%%N) %s ${CALLOUT_ROUND:-} ${CALLOUT_REASON:-}\" >>%s/rounds"
                .formatted(what, node.base());
    }

    private static void script(AgentNode node, String file, String action, String line) {
        String place = "custom/" + file;
        node.write(
                place,
                "#!/bin/sh",
                line,
                "while [ -e %s/block-%s ]; do sleep 0.02; done".formatted(node.base(), action),
                "exit \"$(cat %s/exit-%s 2>/dev/null || echo 0)\"".formatted(node.base(), action));
        ShellCommand.run("chmod", "755", node.base().resolve(place).toString());
    }

    AgentCluster agents() {
        return cluster;
    }

    AgentNode node(String name) {
        return cluster.agents().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    RoundCluster start() {
        cluster.start();
        return this;
    }

    /** Every call of the plan, in its order. */
    List<Step> steps() {
        List<Step> all = new ArrayList<>();
        String text =
                cluster.agent(0)
                        .command("snapshot", "run", "nightly", "--plan", "-o", "json")
                        .strip();
        try {
            JsonNode plan = new ObjectMapper().readTree(text);
            for (JsonNode call : plan.findValue("calls")) {
                all.add(new Step(call.get("node").asText(), call.get("action").asText()));
            }
        } catch (IOException garbage) {
            throw new UncheckedIOException(text, garbage);
        }
        return all;
    }

    void block(Step step) {
        node(step.node()).write("block-" + step.action(), "");
    }

    void unblock(Step step) {
        try {
            Files.deleteIfExists(node(step.node()).base().resolve("block-" + step.action()));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** The script of a step, where it waits. */
    Optional<Long> pidOf(Step step) {
        String file = step.action().equals("snapshot-take") ? "custom/snap" : step.action() + ".sh";
        String pattern = node(step.node()).base() + "/.*" + file;
        Outcome found =
                ShellCommand.attempt(LIMIT, List.of("pgrep", "-o", "-f", "^/bin/sh " + pattern));
        return found.output().strip().isEmpty()
                ? Optional.empty()
                : Optional.of(Long.parseLong(found.output().strip()));
    }

    /** Every freeze of every node. */
    List<Frozen> frozen() {
        List<Frozen> all = new ArrayList<>();
        for (AgentNode node : cluster.agents()) {
            Path file = node.base().resolve("rounds");
            List<String[]> lines =
                    Files.exists(file)
                            ? node.text("rounds").lines().map(line -> line.split(" ", -1)).toList()
                            : List.of();
            for (String[] line : lines) {
                if (line[1].equals("freeze")) {
                    List<Long> thaws =
                            lines.stream()
                                    .filter(it -> it[1].equals("thaw") && it[2].equals(line[2]))
                                    .map(it -> Long.parseLong(it[0]))
                                    .toList();
                    all.add(new Frozen(node.name(), line[2], Long.parseLong(line[0]), thaws));
                }
            }
        }
        return all;
    }

    @Override
    public void close() {
        cluster.close();
    }
}
