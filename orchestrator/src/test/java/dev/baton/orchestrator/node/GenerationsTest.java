package dev.baton.orchestrator.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

@DisplayName(
        "CTDB command contract, section 3.1: a number that changes on each membership change;"
                + " section 4, recover: a new generation")
class GenerationsTest {

    private static final Duration A_WHILE = Duration.ofSeconds(2);
    private static final Duration NEW_LEADER = Duration.ofSeconds(8);

    private final SmallCluster cluster = new SmallCluster(3, 3);
    private final TreeSet<Long> seen = new TreeSet<>();

    @BeforeEach
    void start() {
        cluster.startAll();
        cluster.run(A_WHILE);
        changes();
    }

    /** What every node that takes part shows. */
    private long generation() {
        List<Long> all =
                cluster.machines.keySet().stream()
                        .flatMap(node -> shownBy(node).stream())
                        .distinct()
                        .toList();
        assertEquals(1, all.size(), () -> all + String.join("\n", cluster.facts));
        return all.getFirst();
    }

    private Optional<Long> shownBy(int node) {
        return cluster.view(node)
                .leader()
                .flatMap(leader -> cluster.seen(node, leader.value()).report())
                .map(NodeReport::generation);
    }

    private void changes() {
        long now = generation();
        assertTrue(now > 1 && now <= Integer.MAX_VALUE, "" + now);
        assertTrue(seen.add(now), () -> now + " again");
    }

    private int leader() {
        return cluster.view(0).leader().orElseThrow().value();
    }

    private int other() {
        return leader() == 0 ? 1 : 0;
    }

    @Test
    void aNodeThatDiesAndOneThatComesBackChangeIt() {
        int other = other();
        cluster.kill(other);
        cluster.run(A_WHILE);
        changesSeenBy(leader());

        cluster.start(other);
        cluster.run(A_WHILE);
        changes();
    }

    private void changesSeenBy(int node) {
        long now = shownBy(node).orElseThrow();
        assertTrue(seen.add(now), () -> now + " again");
    }

    @Test
    void aRestartThatNobodyHasMissedChangesItToo() {
        int other = other();
        cluster.kill(other);
        cluster.start(other);
        cluster.run(A_WHILE);

        changes();
    }

    @Test
    void anInactiveNodeChangesItAndADisabledOneDoesNot() {
        int other = other();
        cluster.ask(other, new OperatorCommand.Disable(new Pnn(other), ""));
        cluster.run(A_WHILE);
        assertEquals(seen.getFirst(), generation());

        cluster.ask(other, new OperatorCommand.StopNode(new Pnn(other), ""));
        cluster.run(A_WHILE);
        changesSeenBy(leader());

        cluster.ask(other, new OperatorCommand.ContinueNode(new Pnn(other)));
        cluster.run(A_WHILE);
        changes();

        cluster.ask(other, new OperatorCommand.Ban(new Pnn(other), 0, ""));
        cluster.run(A_WHILE);
        changesSeenBy(leader());
    }

    @Test
    void aRecoveryChangesItAndATakeoverRunDoesNot() {
        cluster.ask(0, new OperatorCommand.Reallocate());
        cluster.run(A_WHILE);
        assertEquals(seen.getFirst(), generation());

        cluster.ask(0, new OperatorCommand.Recover());
        cluster.run(A_WHILE);
        assertTrue(cluster.replies.getLast() instanceof OperatorReply.Done);
        changes();
    }

    @Test
    void anotherLeaderChangesIt() {
        int before = leader();
        cluster.ask(before, new OperatorCommand.SetLeaderRole(new Pnn(before), false));
        cluster.run(NEW_LEADER);

        assertNotEquals(before, leader());
        changes();
    }
}
