package dev.baton.orchestrator.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.Pnn;
import dev.baton.config.Tunable;
import dev.baton.config.TunableCatalog;
import dev.baton.config.Tunables;
import dev.baton.orchestrator.cluster.NodeTunables.Source;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

@DisplayName(
        "CTDB events contract, section 16, line 7: tunables are shared, a node may have its own")
class SharedTunablesTest {

    private static final Duration A_WHILE = Duration.ofMillis(1500);
    private static final Tunable MONITOR = TunableCatalog.MONITOR_INTERVAL;

    private final SmallCluster cluster = new SmallCluster(3, 3);

    private void start() {
        cluster.startAll();
        cluster.run(A_WHILE);
    }

    private void share(int at, String name, int value) {
        cluster.ask(at, new OperatorCommand.ShareVariable(name, value));
        cluster.run(A_WHILE);
    }

    private List<Integer> values() {
        return cluster.machines.keySet().stream()
                .map(node -> cluster.view(node).tunables().get(MONITOR))
                .toList();
    }

    private Source source(int at, int node) {
        return cluster.seen(at, node).report().orElseThrow().tunables().sourceOf(MONITOR);
    }

    private int other() {
        return cluster.view(0).leader().orElseThrow().value() == 0 ? 1 : 0;
    }

    @Test
    void aValueSharedByAnyNodeIsThatOfAllAndSaidOncePerNode() {
        start();

        share(other(), "monitorinterval", 5);

        assertEquals(List.of(5, 5, 5), values());
        assertEquals(List.of(new OperatorReply.Done("done")), cluster.replies);
        assertEquals(Source.SHARED, source(0, 2));
        assertEquals(
                3,
                cluster.facts.stream()
                        .filter(fact -> fact.contains("SharedTunablesChanged"))
                        .filter(fact -> fact.contains("changes=MonitorInterval 5]"))
                        .count());
    }

    @Test
    void aNodeThatIsRestartedLearnsThemAgain() {
        start();
        share(0, "MonitorInterval", 5);
        cluster.kill(2);
        cluster.run(A_WHILE);

        cluster.start(2);
        cluster.run(A_WHILE);

        assertEquals(List.of(5, 5, 5), values());
    }

    @Test
    void onceNoAgentRunsTheFilesDecide() {
        cluster.files = Tunables.DEFAULT.with("MonitorInterval", 20);
        start();
        share(0, "MonitorInterval", 5);
        List.of(0, 1, 2).forEach(cluster::kill);

        cluster.startAll();
        cluster.run(A_WHILE);

        assertEquals(List.of(20, 20, 20), values());
        assertEquals(Source.FILE, source(0, 1));
    }

    @Test
    @DisplayName("CTDB command contract, section 4, setvar: that node only, not persistent")
    void aNodesOwnValueCountsMoreUntilItIsResetOrTheNodeRestarted() {
        start();
        cluster.ask(1, new OperatorCommand.SetVariable(new Pnn(1), "MonitorInterval", 7));
        share(0, "MonitorInterval", 5);
        assertEquals(List.of(5, 7, 5), values());
        assertEquals(Source.NODE, source(0, 1));

        cluster.ask(0, new OperatorCommand.ResetVariable(new Pnn(1), "MonitorInterval"));
        cluster.run(A_WHILE);
        assertEquals(List.of(5, 5, 5), values());

        cluster.ask(2, new OperatorCommand.SetVariable(new Pnn(2), "MonitorInterval", 8));
        cluster.kill(2);
        cluster.start(2);
        cluster.run(A_WHILE);
        assertEquals(List.of(5, 5, 5), values());
    }

    @Test
    void whatIsSharedNoMoreIsTheFilesAgain() {
        cluster.files = Tunables.DEFAULT.with("MonitorInterval", 20);
        start();
        share(0, "MonitorInterval", 5);
        share(0, "NoIPTakeover", 1);

        cluster.ask(1, new OperatorCommand.UnshareVariable("monitorinterval"));
        cluster.run(A_WHILE);

        assertEquals(List.of(20, 20, 20), values());
        assertTrue(cluster.view(2).tunables().noIpTakeover());
    }

    @Test
    void theNextLeaderGoesOnFromWhatTheLastOneShared() {
        start();
        int first = cluster.view(0).leader().orElseThrow().value();
        share(first, "MonitorInterval", 5);
        cluster.kill(first);
        cluster.run(Duration.ofSeconds(8));

        share(first == 0 ? 1 : 0, "NoIPTakeover", 1);
        cluster.start(first);
        cluster.run(A_WHILE);

        assertEquals(List.of(5, 5, 5), values());
        assertTrue(cluster.view(first).tunables().noIpTakeover());
    }

    @Test
    void theLeaderPlansWithThemAndTheyAreNoReasonForARun() {
        start();
        int leader = cluster.view(0).leader().orElseThrow().value();
        share(0, "NoIPFailback", 1);
        cluster.ask(leader, new OperatorCommand.Disable(new Pnn(other()), ""));
        cluster.run(A_WHILE);
        cluster.ask(leader, new OperatorCommand.Enable(new Pnn(other())));
        cluster.run(A_WHILE);
        assertEquals(0, held(other()), "no failback");

        int before = cluster.runsStarted();
        share(0, "NoIPFailback", 0);
        assertEquals(before, cluster.runsStarted(), () -> String.join("\n", cluster.facts));
        assertEquals(0, held(other()));

        cluster.ask(leader, new OperatorCommand.Reallocate());
        cluster.run(A_WHILE);
        assertEquals(1, held(other()), "failback with the next run");
    }

    private long held(int node) {
        return List.of(1, 2, 3).stream()
                .filter(ip -> cluster.serving(SmallCluster.ip(ip)).contains(node))
                .count();
    }

    @Test
    void whatCannotBeIsRefusedAndChangesNothing() {
        start();

        share(0, "Frob", 5);
        share(1, "MonitorInterval", 0);
        cluster.ask(2, new OperatorCommand.UnshareVariable("Frob"));
        cluster.run(A_WHILE);

        assertEquals(
                List.of(
                        new OperatorReply.Refused("there is no tunable Frob"),
                        new OperatorReply.Refused(
                                "expected MonitorInterval from 1 to 86400, got 0"),
                        new OperatorReply.Refused("there is no tunable Frob")),
                cluster.replies);
        assertEquals(List.of(15, 15, 15), values());
    }

    @Test
    void withoutALeaderNothingIsShared() {
        cluster.start(0);
        cluster.run(A_WHILE);

        share(0, "MonitorInterval", 5);

        assertEquals(
                List.of(
                        new OperatorReply.Refused(
                                "the cluster has no leader now; see \"baton status\" and try"
                                        + " again")),
                cluster.replies);
        assertEquals(List.of(15), values());
    }
}
