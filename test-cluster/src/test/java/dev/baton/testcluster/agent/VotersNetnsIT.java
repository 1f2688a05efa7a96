package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.baton.testcluster.netns.ShellCommand.Outcome;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/** Who votes, with real agents, disks and locks (safety, section 5). */
@NeedsNamespaces
class VotersNetnsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CHANGE = Duration.ofSeconds(15);
    private static final Duration START = Duration.ofSeconds(40);

    private static void nodesFile(AgentCluster cluster, int lines) {
        String[] all =
                cluster.agent(3).text("etc/nodes").lines().limit(lines).toArray(String[]::new);
        cluster.agents().forEach(agent -> agent.write("etc/nodes", all));
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
    @EnabledIfSystemProperty(
            named = "baton.long",
            matches = "true",
            disabledReason = "it takes 40 s; run test-cluster/long packages")
    @DisplayName("reloadnodes adds a node; three of four end on purpose and the last serves all")
    void aNodeIsAddedAndAllButOneEndOnPurpose() {
        try (AgentCluster cluster = AgentCluster.of(4)) {
            List<String> four = cluster.agent(3).text("etc/nodes").lines().toList();
            nodesFile(cluster, 3);
            List<AgentNode> first = cluster.agents().subList(0, 3);
            first.forEach(AgentNode::start);
            cluster.await("three serve all", START, cluster::served);
            cluster.mark("voters");

            assertEquals(3, cluster.agent(1).attempt("voters", "found").status());
            cluster.agents()
                    .forEach(agent -> agent.write("etc/nodes", four.toArray(String[]::new)));
            String said = cluster.agent(1).command("node", "reload");
            assertTrue(said.contains("Node 3 is NEW"), said);
            cluster.agent(3).start();
            cluster.await(
                    "the new node votes",
                    START,
                    () -> votes(cluster.agent(0), cluster.agent(3), "yes"));
            AgentNode last = cluster.agent(3);
            cluster.await(
                    "the new node is well",
                    START,
                    () -> last.status().path("nodes_ok").asInt() == 4);

            for (AgentNode ends : first) {
                ends.command("shutdown", "--no-wait");
                assertEquals(0, ends.awaitEnd());
                cluster.await(
                        ends.name() + " votes no more", CHANGE, () -> votes(last, ends, "no"));
            }
            cluster.await("one of four serves all", CHANGE, cluster::served);
            cluster.watchOn();
            assertEquals(List.of(), cluster.answeredByTwo());

            AgentNode back = first.getFirst();
            back.start();
            cluster.await("it votes again", START, () -> votes(last, back, "yes"));
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
