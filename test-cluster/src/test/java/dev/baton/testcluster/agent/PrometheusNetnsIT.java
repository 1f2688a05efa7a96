package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.baton.testcluster.netns.BesideOthers;
import dev.baton.testcluster.netns.NamespaceProcess;
import dev.baton.testcluster.netns.Network;
import dev.baton.testcluster.prometheus.PrometheusServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Monitoring, section 6: a real Prometheus beside three real agents. */
@NeedsNamespaces
@BesideOthers
@Timeout(240)
class PrometheusNetnsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /**
     * Source: monitoring, section 6.3; one scrape, one evaluation, and what a busy machine adds,
     * once half a minute has passed since the address was taken (ADR 0151).
     */
    private static final Duration AT_ONCE = Duration.ofSeconds(10 + 30);

    private static final Path EVIDENCE = Path.of("target", "evidence", "panels.json");

    /** Made for tests that run, not with the instances of those that are skipped. */
    private AgentCluster cluster;

    private PrometheusServer prometheus;

    @BeforeEach
    void start() {
        cluster = AgentCluster.of(3);
        for (AgentNode agent : cluster.agents()) {
            agent.append("etc/baton.conf", PrometheusServer.SETTINGS.toArray(String[]::new));
        }
        cluster.start();
        prometheus = cluster.scrape(0);
        try {
            cluster.await(
                    "all agents are scraped", LIMIT, () -> prometheus.query("up == 1").size() == 3);
        } catch (AssertionError late) {
            throw new AssertionError(prometheus.targets() + prometheus.said(), late);
        }
    }

    @AfterEach
    void close() {
        prometheus.close();
        cluster.close();
    }

    /** Every expression of a panel, as Grafana would send it. */
    private static List<String> panels() {
        List<String> all = new ArrayList<>();
        Path folder = AgentCluster.distribution().resolve("share/monitoring/dashboards");
        for (String name : List.of("baton-cluster", "baton-node", "baton-storage")) {
            try {
                JsonNode board =
                        new ObjectMapper()
                                .readTree(Files.readString(folder.resolve(name + ".json")));
                for (JsonNode panel : board.path("panels")) {
                    for (JsonNode target : panel.path("targets")) {
                        all.add(
                                target.path("expr")
                                        .asText()
                                        .replace("$__rate_interval", "10s")
                                        .replace("$__range", "5m")
                                        .replaceAll("\\$(job|cluster|instance)", ".*"));
                    }
                }
            } catch (IOException missing) {
                throw new UncheckedIOException(missing);
            }
        }
        return all;
    }

    @Test
    @DisplayName(
            "6.3, 6.7: calm moves fire nothing; every panel has data; an address held twice fires")
    void panelsHaveDataAndAnAddressHeldTwiceFires() {
        String ip = cluster.addresses().getFirst();
        AgentNode holder = cluster.holder(ip);
        AgentNode other = cluster.other(holder);
        other.command("lock", "run", "quota", "--scope", "cluster", "--", "true");
        other.command("ip", "move", ip, other.name());
        cluster.await("the move", LIMIT, () -> cluster.holder(ip).equals(other));
        other.command("ip", "move", ip, holder.name());
        cluster.await("the move back", LIMIT, () -> cluster.holder(ip).equals(holder));

        awaitDataForEachPanel();
        assertEquals(Set.of(), prometheus.firing(), "planned moves are no trouble");

        String untouched = cluster.addresses().get(1);
        addByHand(untouched, cluster.other(cluster.holder(untouched)));
        cluster.await(
                "the alert is over",
                LIMIT,
                () -> !prometheus.firing().contains("BatonPublicIpHeldTwice"));
        assertEquals("", prometheus.said(), "the server has nothing to complain of");
        cluster.agents().forEach(this::isLinted);
        cluster.agent(1).kill();
        cluster.agent(2).kill();
        cluster.await(
                "nobody leads",
                LIMIT,
                () -> cluster.agent(0).status().path("leader").asText().isEmpty());
        isLinted(cluster.agent(0));
    }

    /** 6.1: while addresses were just added and moved, and while nobody leads. */
    private void isLinted(AgentNode agent) {
        assertEquals(
                "",
                agent.lintedMetrics(
                        cluster.namespaces().nodeAddress(agent.index(), Network.PRIVATE)));
    }

    /** The answers are kept as evidence: expression and result. */
    private void awaitDataForEachPanel() {
        NavigableSet<String> empty = new TreeSet<>(panels());
        assertTrue(empty.size() > 60, empty::toString);
        SortedMap<String, JsonNode> answers = new TreeMap<>();
        try {
            cluster.await(
                    "data for each panel",
                    LIMIT,
                    () -> {
                        empty.forEach(each -> answers.put(each, prometheus.query(each)));
                        empty.removeIf(each -> !require(answers, each).isEmpty());
                        return empty.isEmpty();
                    });
        } catch (AssertionError late) {
            throw new AssertionError("no data for " + empty, late);
        }
        keep(answers);
    }

    private static JsonNode require(SortedMap<String, JsonNode> answers, String expression) {
        return Optional.ofNullable(answers.get(expression)).orElseThrow();
    }

    private static void keep(SortedMap<String, JsonNode> answers) {
        try {
            Files.createDirectories(EVIDENCE.resolveSibling("."));
            Files.writeString(
                    EVIDENCE,
                    new ObjectMapper()
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(answers));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + EVIDENCE, e);
        }
    }

    /** As somebody does who knows no better, again and again: the agent deletes it. */
    private void addByHand(String ip, AgentNode where) {
        List<String> add =
                List.of(
                        "sh",
                        "-c",
                        "i=0; while [ $i -lt 8000 ]; do ip addr add "
                                + ip
                                + "/24 dev "
                                + Network.PUBLIC_1.interfaceName()
                                + " 2>/dev/null; sleep 0.005; i=$((i + 1)); done");
        NamespaceProcess adding = where.background("by-hand.log", add);
        try {
            cluster.await(
                    "an address on two kernels is told",
                    AT_ONCE,
                    () -> prometheus.firing().contains("BatonPublicIpHeldTwice"));
        } finally {
            adding.kill();
        }
    }
}
