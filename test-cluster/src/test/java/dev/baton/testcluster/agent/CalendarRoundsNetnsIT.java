package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.testcluster.netns.BesideOthers;
import dev.baton.testcluster.netns.ShellCommand;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Storage operations, section 2: rounds begun by calendar, whose snapshots the providers of the
 * volumes take, and whose leader dies between two of them.
 */
@NeedsNamespaces
@BesideOthers
@EnabledIfSystemProperty(
        named = "baton.long",
        matches = "true",
        disabledReason = "ONLY IN LONG RUNS: test-cluster/long rounds")
class CalendarRoundsNetnsIT {

    /** Two moments of the calendar, and what a busy machine adds. */
    private static final Duration TWO_MINUTES = Duration.ofSeconds(150);

    private final AgentCluster cluster = AgentCluster.of(3);

    @AfterEach
    void close() {
        cluster.close();
    }

    private Path store(AgentNode node) {
        return node.base().resolve("store");
    }

    private void configure(AgentNode node) {
        ShellCommand.run("mkdir", "-p", store(node).toString());
        node.write(
                "custom/schedule-presnap.sh",
                "#!/bin/sh",
                "echo \"$(date +%s) $CALLOUT_ROUND\" >>" + node.base() + "/frozen");
        node.write("custom/schedule-postsnap.sh", "#!/bin/sh");
        for (String script : List.of("presnap", "postsnap")) {
            Path path = node.base().resolve("custom/schedule-" + script + ".sh");
            ShellCommand.run("chmod", "755", path.toString());
        }
        node.append(
                "etc/baton.conf",
                "[storage]",
                "provider directories = "
                        + AgentCluster.distribution().resolve("share/callouts/extstorage"),
                "hook directory = " + node.base().resolve("custom"),
                "[schedule minutely]",
                "name = every minute",
                "targets = n0:web0, n1:web1, n2:web2",
                "when = * * * * *",
                "freeze limit = 20s",
                "keep = 1");
    }

    @Test
    @Timeout(600)
    @DisplayName(
            "Providers take the snapshots; each minute has one round, also when leaders change")
    void everyMinuteHasOneRoundThoughTheLeaderDies() {
        cluster.agents().forEach(this::configure);
        cluster.start();
        for (AgentNode node : cluster.agents()) {
            node.command(
                    "volume",
                    "create",
                    "web" + node.index(),
                    "--provider",
                    "files",
                    "--size",
                    "8MiB",
                    "--param",
                    "directory=" + store(node));
        }
        AgentNode first = cluster.leader();
        AgentNode other = cluster.other(first);

        cluster.await("two rounds by the calendar", TWO_MINUTES, () -> consistent(first) >= 2);
        cluster.await("the first snapshot has gone", TWO_MINUTES, () -> snapshots(first) == 1);
        assertEquals(2, images(first), "the volume and one snapshot are left");

        first.kill();
        cluster.await(
                "a successor",
                TWO_MINUTES,
                () -> !other.status().path("leader").asText().equals(first.name()));
        first.start();
        cluster.awaitWell();
        AgentNode second = cluster.leader();
        assertNotEquals(first.name(), second.name());
        int before = consistent(second);
        cluster.await("a round of the successor", TWO_MINUTES, () -> consistent(second) > before);

        for (AgentNode node : cluster.agents()) {
            List<Long> minutes =
                    node.text("frozen").lines().map(CalendarRoundsNetnsIT::minute).toList();
            assertEquals(
                    minutes.stream().distinct().toList(),
                    minutes,
                    node.name() + " froze twice for one minute");
            assertTrue(minutes.size() >= 3, minutes::toString);
        }
    }

    private static long minute(String line) {
        return Long.parseLong(line.substring(0, line.indexOf(' '))) / 60;
    }

    /** Rounds this node coordinated that were consistent. */
    private static int consistent(AgentNode node) {
        return (int)
                node.said()
                        .lines()
                        .filter(line -> line.contains("snapshot_round_ended"))
                        .filter(line -> line.contains("result=consistent"))
                        .count();
    }

    /** Of the volume of this node; the list has those of all nodes. */
    private static int snapshots(AgentNode node) {
        String own = "web%d-minutely".formatted(node.index());
        return (int)
                Arrays.stream(node.command("volume", "list").split("\n", -1))
                        .filter(line -> line.contains(own))
                        .count();
    }

    private int images(AgentNode node) {
        try (Stream<Path> all = Files.list(store(node))) {
            return (int) all.count();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
