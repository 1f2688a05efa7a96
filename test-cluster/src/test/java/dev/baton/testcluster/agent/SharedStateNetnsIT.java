package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.testcluster.netns.BesideOthers;
import dev.baton.testcluster.netns.ShellCommand.Outcome;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What three agents tell each other: shared tunables, and the generation of their cluster. */
@NeedsNamespaces
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@BesideOthers
class SharedStateNetnsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final AgentCluster cluster = AgentCluster.of(3);

    @BeforeAll
    void start() {
        cluster.agents().forEach(AgentNode::start);
        cluster.awaitWell();
    }

    @AfterAll
    void close() {
        cluster.close();
    }

    private static String ctdb(AgentNode node, String... words) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "env",
                                "BATON_BASE=" + node.base(),
                                AgentCluster.distribution().resolve("compat/ctdb").toString()));
        command.addAll(List.of(words));
        Outcome outcome = node.inside(command);
        assertEquals(0, outcome.status(), outcome.output());
        return outcome.output().strip();
    }

    private List<String> everywhere(String... words) {
        return cluster.agents().stream().map(node -> ctdb(node, words)).distinct().toList();
    }

    private List<String> generations() {
        return cluster.agents().stream()
                .flatMap(node -> ctdb(node, "status").lines())
                .filter(line -> line.startsWith("Generation:"))
                .distinct()
                .toList();
    }

    @Test
    @DisplayName("CTDB events contract, section 16, line 7: set once, of all, learnt again")
    void aTunableThatIsSetOnceIsThatOfAllNodesAndOfOneThatIsRestarted() {
        AgentNode first = cluster.agent(0);
        AgentNode last = cluster.agent(2);

        first.command("tunable", "set", "monitorinterval", "7");
        assertEquals(List.of("MonitorInterval            = 7"), everywhere("getvar", name()));

        ctdb(last, "setvar", name(), "9");
        assertTrue(first.command("tunable", "list").contains("n2 9 (node)"));
        last.kill();
        cluster.await("it is missed", LIMIT, () -> first.sees(last, "disconnected"));
        last.start();
        cluster.awaitWell();
        assertEquals(List.of("MonitorInterval            = 7"), everywhere("getvar", name()));

        last.command("tunable", "reset", name());
        assertEquals(List.of("MonitorInterval            = 15"), everywhere("getvar", name()));
    }

    private static String name() {
        return "MonitorInterval";
    }

    @Test
    @DisplayName("Architecture, section 5: the leader stores its runs, and each can be replayed")
    void aMoveIsStoredWhereItWasLedAndGivesItsPlanAgain() {
        AgentNode leader = cluster.leader();
        String address = cluster.addresses().getFirst();
        AgentNode to = cluster.other(cluster.holder(address));

        cluster.agent(0).command("ip", "move", address, to.name());

        String row = ".* " + leader.name() + " .* ok .* yes +.*operator.*";
        cluster.await("stored", LIMIT, () -> lastRun(leader).matches(row));
        String shown = leader.command("run", "show", "latest");
        assertTrue(shown.contains("asked for: " + address + " to node " + to.index()), shown);
        assertTrue(shown.contains("\nending: ok after "), shown);
        String replayed = leader.command("run", "replay", "latest");
        assertTrue(replayed.contains("TAKE n%d: take %s".formatted(to.index(), address)), replayed);
        assertTrue(replayed.endsWith("same plan as stored\n"), replayed);
    }

    private static String lastRun(AgentNode node) {
        return node.command("run", "list").lines().toList().getLast();
    }

    @Test
    @DisplayName("CTDB command contract, sections 3.1 and 4: generation, recover")
    void aRecoveryGivesAllNodesTheSameNewGeneration() {
        cluster.await("all say the same", LIMIT, () -> generations().size() == 1);
        List<String> before = generations();

        ctdb(cluster.agent(1), "recover");

        cluster.await("all say the same", LIMIT, () -> generations().size() == 1);
        assertNotEquals(before, generations());
    }
}
