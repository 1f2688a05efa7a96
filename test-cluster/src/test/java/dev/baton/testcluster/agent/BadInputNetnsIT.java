package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.testcluster.netns.BesideOthers;
import dev.baton.testcluster.netns.ShellCommand.Outcome;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What is wrong around a running agent is said once, clearly, and harms nothing that works. */
@NeedsNamespaces
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@BesideOthers
class BadInputNetnsIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String DIFFERS = "voters_differ";

    private String equalNodes = "";
    private int servedBefore;

    /** Three agents; the third begins with other nodes than the first two. */
    private final AgentCluster cluster = AgentCluster.of(3);

    private final AgentNode first = cluster.agent(0);
    private final AgentNode second = cluster.agent(1);
    private final AgentNode stranger = cluster.agent(2);

    @BeforeAll
    void start() {
        second.tune("MonitorInterval", 1);
        equalNodes = stranger.text("etc/nodes").strip();
        stranger.append("etc/nodes", "10.77.0.99");
        cluster.agents().forEach(AgentNode::start);
        cluster.await("said", LIMIT, () -> !about(first, DIFFERS).isEmpty());
        cluster.await("said", LIMIT, () -> !about(stranger, DIFFERS).isEmpty());
        servedBefore = cluster.servedCount();
        stranger.write("etc/nodes", equalNodes);
        awaitServed();
    }

    @AfterAll
    void close() {
        cluster.close();
    }

    @AfterEach
    void awaitServed() {
        cluster.await("served", LIMIT.multipliedBy(2), () -> cluster.served());
    }

    @Test
    @DisplayName("Safety, section 5: a set that nobody has yet is founded when all its nodes agree")
    void differentNodesFilesAreALoudFactUntilTheyAreEqual() {
        assertEquals(0, servedBefore);
        String others = "nodes or votes of its files are others";
        List<String> said = about(first, DIFFERS + " pnn=2 cause=\"" + others);
        assertEquals(1, said.size(), () -> first.said());
        assertFalse(about(stranger, others).isEmpty(), () -> stranger.said());
    }

    @Test
    @DisplayName(
            "Safety, section 5: afterwards the stored set rules, and a differing file is a loud"
                    + " fact")
    void aNodesFileThatIsChangedLaterChangesNothing() {
        stranger.append("etc/nodes", "10.77.0.99");
        stranger.kill();
        stranger.start();

        String line = DIFFERS + " pnn=2 cause=\"stored voters rule until reloadnodes\"";
        cluster.await(line, LIMIT, () -> !about(stranger, line).isEmpty());
        cluster.await("it votes", LIMIT, () -> first.status().path("nodes_ok").asInt() == 3);
        stranger.write("etc/nodes", equalNodes);
    }

    @Test
    @DisplayName("Style, section 4: an edge failure is closed, counted for operators, said once")
    void garbageOnTheWireIsClosedCountedAndLoggedOnce() {
        double before = countedGarbage(first);

        for (int time = 0; time < 3; time++) {
            Outcome outcome = second.inside(List.of("bash", "-c", garbage()));
            assertEquals(0, outcome.status(), "closed by the agent: " + outcome.output());
        }

        assertEquals(before + 3, countedGarbage(first));
        assertEquals(1, about(first, "wire_garbage peer=10.77.0.12").size(), () -> first.said());
    }

    private static double countedGarbage(AgentNode node) {
        String name = "baton_wire_rejections_total{cause=\"garbage\",cluster=\"baton\"} ";
        Outcome scrape = node.inside(List.of("curl", "-s", "http://127.0.0.1:4482/metrics"));
        return scrape.output()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + scrape.output()));
    }

    /** Sends 64 KiB of noise and succeeds when the other side closes within 5 s. */
    private static String garbage() {
        return "exec 3<>/dev/tcp/10.77.0.11/4480; head -c 65536 /dev/urandom >&3 2>/dev/null;"
                + " timeout 5 cat <&3 >/dev/null 2>&1; [ $? -ne 124 ]";
    }

    @Test
    void aSecondAgentOfOneIdentityIsRefusedAndTheFirstGoesOn() {
        Outcome outcome = first.attempt("agent");

        assertEquals(3, outcome.status(), outcome.output());
        assertTrue(outcome.output().contains("another agent holds"), outcome.output());
        assertEquals("n0", first.status().path("self").asText());
    }

    @Test
    void settingsThatBecameWrongDoNotStopARunningAgent() {
        String good = first.text("etc/nodes");

        first.write("etc/nodes", "nonsense");

        assertEquals("n0", first.status().path("self").asText());
        first.write("etc/nodes", good.strip());
    }

    @Test
    void aScriptOfAForeignOwnerIsNotRunAndNamed() throws IOException {
        Path script = second.script("20.foreign", "#!/bin/sh\ntouch \"$CTDB_BASE/ran\"\n");
        Files.setAttribute(script, "unix:uid", 1234);
        try {
            cluster.await("an unhealthy node", LIMIT, () -> cluster.servedWithout(second));
            assertTrue(second.said().contains("20.foreign.script belongs to uid 1234"));
        } finally {
            second.remove("20.foreign");
        }

        assertEquals("", second.text("etc/ran"));
    }

    @Test
    @DisplayName("CTDB events contract, section 3.1: without interpreter counts as disabled")
    void aScriptWithoutItsInterpreterIsNamedAndCountsAsDisabled() {
        second.script("20.foreign", "#!/opt/no/such/shell\nexit 0\n");
        try {
            String line = "20.foreign: its interpreter is missing: /opt/no/such/shell";
            cluster.await(line, LIMIT, () -> eventStatus(second).contains(line));
            assertTrue(eventStatus(second).matches("(?s).*20\\.foreign +disabled.*"));
        } finally {
            second.remove("20.foreign");
        }
    }

    private static String eventStatus(AgentNode node) {
        return node.attempt("event", "status").output();
    }

    private static List<String> about(AgentNode node, String words) {
        return node.said().lines().filter(line -> line.contains(words)).toList();
    }
}
