package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.baton.testcluster.netns.BesideOthers;
import dev.baton.testcluster.netns.ShellCommand.Outcome;
import dev.baton.testcluster.observer.AddressFigures;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/** Who votes, with real agents, disks and locks (safety, section 5). */
@NeedsNamespaces
@BesideOthers
class VotersNetnsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LONG = "it takes 40 s; run test-cluster/long packages";
    private static final Duration CHANGE = Duration.ofSeconds(15);
    private static final Duration START = Duration.ofSeconds(40);

    private static void nodesFile(AgentCluster cluster, List<String> all, int lines) {
        String[] first = all.stream().limit(lines).toArray(String[]::new);
        cluster.agents().forEach(agent -> agent.write("etc/nodes", first));
    }

    private static boolean votes(AgentNode seenBy, AgentNode node, String vote) {
        Outcome outcome = seenBy.attempt("voters", "show", "-o", "json");
        if (outcome.status() != 0) {
            return false;
        }
        try {
            JsonNode voters = JSON.readTree(outcome.output());
            return !voters.path("changing").asBoolean(true)
                    && voters.path("nodes").path(node.index()).path("vote").asText().equals(vote);
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + outcome.output(), e);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "baton.long", matches = "true", disabledReason = LONG)
    @DisplayName(
            "reloadnodes makes 3, 4, 5 nodes; four of them end on purpose, the last serves all")
    void twoNodesAreAddedAndAllButOneEndOnPurpose() {
        try (AgentCluster cluster = AgentCluster.of(5)) {
            List<String> all = cluster.agent(4).text("etc/nodes").lines().toList();
            nodesFile(cluster, all, 3);
            cluster.agents().subList(0, 3).forEach(AgentNode::start);
            cluster.await("three serve all", START, cluster::served);
            cluster.mark("voters");

            assertEquals(3, cluster.agent(1).attempt("voters", "found").status());
            joins(cluster, all, 3);
            joins(cluster, all, 4);
            double unserved =
                    cluster.figures().values().stream()
                            .flatMap(seen -> seen.gaps().stream())
                            .mapToDouble(AddressFigures.Gap::length)
                            .reduce(0, Math::max);
            assertTrue(unserved < 2, () -> "on no node while nodes were added: " + unserved);

            AgentNode last = cluster.agent(4);
            for (AgentNode ends : cluster.agents().subList(0, 4)) {
                ends.command("shutdown", "--no-wait");
                assertEquals(0, ends.awaitEnd());
                cluster.await(
                        ends.name() + " votes no more", CHANGE, () -> votes(last, ends, "no"));
            }
            cluster.await("one of five serves all", CHANGE, cluster::served);
            cluster.watchOn();
            assertEquals(List.of(), cluster.answeredByTwo());

            AgentNode back = cluster.agent(0);
            back.start();
            cluster.await("it votes again", START, () -> votes(last, back, "yes"));
            assertEquals(List.of(), cluster.answeredByTwo());
        }
    }

    private static void joins(AgentCluster cluster, List<String> all, int node) {
        nodesFile(cluster, all, node + 1);
        String said = cluster.agent(1).command("node", "reload");
        assertTrue(said.contains("Node " + node + " is NEW"), said);
        AgentNode added = cluster.agent(node);
        added.start();
        cluster.await("the new node votes", START, () -> votes(cluster.agent(0), added, "yes"));
        cluster.await(
                "the new node is well",
                START,
                () -> added.status().path("nodes_ok").asInt() == node + 1);
    }

    @Test
    @EnabledIfSystemProperty(named = "baton.long", matches = "true", disabledReason = LONG)
    @DisplayName("another machine takes a dead node's place, its wall clock ten hours behind")
    void anotherMachineWhoseWallClockIsBehindTakesADeadNodesPlace() {
        try (AgentCluster cluster = AgentCluster.of(3)) {
            AgentNode dead = cluster.agent(1);
            long ahead = System.currentTimeMillis() + Duration.ofHours(10).toMillis();
            dead.write("var/incarnation", Long.toString(ahead));
            cluster.start();
            cluster.mark("replaced");

            cluster.powerOff(dead);
            dead.replaceMachine();
            cluster.await("two of three serve all", CHANGE, () -> cluster.servedWithout(dead));
            dead.start();

            cluster.await(
                    "the new machine serves",
                    START,
                    () -> cluster.served() && !cluster.servedWithout(dead));
            assertTrue(dead.said().contains("agent_starts_again above=" + (ahead + 1)));
            long number = Long.parseLong(dead.text("var/incarnation").strip());
            assertEquals(ahead + 2, number);
            AgentNode other = cluster.agent(0);
            cluster.powerOff(other);
            cluster.await("its vote counts", CHANGE, () -> cluster.servedWithout(other));
            cluster.watchOn();
            assertEquals(List.of(), cluster.answeredByTwo());
        }
    }

    @Test
    @DisplayName("two nodes and a lock: one goes on alone, and never both")
    void ofTwoNodesWithALockOneGoesOnAlone() {
        try (AgentCluster cluster = AgentCluster.of(2)) {
            String lock = cluster.namespaces().directory().resolve("lock").toString();
            cluster.agents()
                    .forEach(
                            agent ->
                                    agent.append(
                                            "etc/baton.conf",
                                            "[cluster]",
                                            "cluster lock = " + lock));
            cluster.start();
            cluster.mark("lock");
            String shown = cluster.agent(0).command("voters", "show");
            assertTrue(shown.contains("two of three votes decide"), shown);

            AgentNode dies = cluster.leader();
            dies.kill();
            cluster.await(
                    "all is served without " + dies.name(),
                    Duration.ofSeconds(25),
                    () -> cluster.servedWithout(dies));
            cluster.watchOn();
            assertEquals(List.of(), cluster.answeredByTwo());
        }
    }
}
