package dev.baton.testcluster.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.TunableCatalog;
import dev.baton.orchestrator.cluster.SharedTunables;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.node.NodeView;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;

@DisplayName("CTDB events contract, section 16, line 7: shared tunables agree after every fault")
class SharedTunablesSimulationTest {

    private static final Duration SETTLED = Duration.ofSeconds(12);

    /** One heartbeat to adopt, one to be seen; after a cut the connection comes first. */
    private static final Duration AGREED = Duration.ofSeconds(4);

    private static Simulator serving(SimulationSetup setup) {
        Simulator cluster = new Simulator(setup);
        cluster.startAll();
        cluster.runFor(SETTLED);
        return cluster;
    }

    private static int leader(Simulator cluster) {
        return cluster.leader().orElseThrow().pnn();
    }

    private static void share(Simulator cluster, int at, int value) {
        cluster.node(at).ask(new OperatorCommand.ShareVariable("MonitorInterval", value));
    }

    private static List<Integer> values(Simulator cluster) {
        return cluster.nodes().stream()
                .flatMap(node -> node.view().stream())
                .map(view -> view.tunables().get(TunableCatalog.MONITOR_INTERVAL))
                .toList();
    }

    private static Optional<SharedTunables> shared(NodeView view) {
        return Optional.ofNullable(view.peers().get(view.self().node()))
                .flatMap(NodeView.Peer::report)
                .map(report -> report.tunables().shared());
    }

    private static boolean agree(Simulator cluster) {
        return cluster.nodes().stream()
                        .flatMap(node -> node.view().stream())
                        .map(view -> shared(view).orElse(SharedTunables.NONE))
                        .distinct()
                        .count()
                == 1;
    }

    /** A leader that is cut off leads until its lease ends, and says yes meanwhile. */
    @Test
    void bothHalvesChangeAValueAndTheNewerLeadersCounts() {
        Simulator cluster = serving(SimulationSetup.of(3, 3));
        int old = leader(cluster);
        cluster.network().isolate(old);
        share(cluster, old, 5);
        cluster.runFor(SETTLED);
        int now = leader(cluster);
        share(cluster, now, 7);
        cluster.runFor(Duration.ofSeconds(2));
        assertEquals(3, values(cluster).size());
        assertEquals(new TreeSet<>(List.of(5, 7)), new TreeSet<>(values(cluster)));

        cluster.network().heal();

        assertTrue(
                cluster.runUntil(
                                () -> values(cluster).equals(List.of(7, 7, 7)) && agree(cluster),
                                AGREED)
                        .isPresent(),
                cluster::trace);
    }

    @Test
    void whatOnlyTheLostHalfChangedReachesAllOnceItIsBack() {
        Simulator cluster = serving(SimulationSetup.of(3, 3));
        int old = leader(cluster);
        cluster.network().isolate(old);
        share(cluster, old, 5);
        cluster.runFor(SETTLED);

        cluster.network().heal();

        assertTrue(
                cluster.runUntil(() -> values(cluster).equals(List.of(5, 5, 5)), AGREED)
                        .isPresent(),
                cluster::trace);
    }

    @Test
    void theyOutliveTheRestartOfEveryNodeOneAfterAnother() {
        Simulator cluster = serving(SimulationSetup.of(3, 3));
        share(cluster, 0, 5);
        cluster.runFor(Duration.ofSeconds(2));

        for (int node = 0; node < 3; node++) {
            cluster.node(node).crash();
            cluster.runFor(SETTLED);
            cluster.node(node).start();
            cluster.runFor(SETTLED);
        }

        assertEquals(List.of(5, 5, 5), values(cluster));
    }

    /** Lost, doubled and late messages, clocks an hour apart, cuts and crashes between changes. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void nodesAgreeAfterAnyHistory(long seed) {
        Random random = new Random(seed);
        Simulator cluster =
                serving(SimulationSetup.of(5, 3).withSeed(seed).withWallsApart().asHostile());
        for (int turn = 0; turn < 12; turn++) {
            int node = random.nextInt(5);
            switch (random.nextInt(4)) {
                case 0 -> cluster.network().isolate(node);
                case 1 -> cluster.network().heal();
                case 2 -> restart(cluster, node);
                default -> share(cluster, node, 1 + random.nextInt(60));
            }
            cluster.runFor(Duration.ofMillis(random.nextInt(5000)));
        }

        cluster.network().heal();
        cluster.runFor(SETTLED.multipliedBy(2));

        assertEquals(5, values(cluster).size(), cluster::trace);
        assertTrue(agree(cluster), cluster::trace);
        share(cluster, leader(cluster), 61);
        cluster.runFor(AGREED.multipliedBy(2));
        assertEquals(List.of(61, 61, 61, 61, 61), values(cluster), cluster::trace);
    }

    private static void restart(Simulator cluster, int node) {
        if (cluster.node(node).isAlive()) {
            cluster.node(node).crash();
            cluster.runFor(Duration.ofMillis(200));
            cluster.node(node).start();
        }
    }
}
