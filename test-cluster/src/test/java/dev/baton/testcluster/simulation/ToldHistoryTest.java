package dev.baton.testcluster.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.exchange.Fact;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** A history that tells anything else than the view shows is found. */
class ToldHistoryTest {

    private static final Duration SERVED = Duration.ofSeconds(10);

    private static Simulator served() {
        Simulator cluster = new Simulator(SimulationSetup.of(2, 1));
        cluster.startAll();
        assertTrue(cluster.runUntil(cluster::allServed, SERVED).isPresent());
        cluster.runFor(SERVED);
        return cluster;
    }

    static Stream<Fact> untrue() {
        Simulator cluster = served();
        return Stream.of(
                new Fact.RunstateChanged(Runstate.RUNNING, Runstate.STARTUP),
                new Fact.LeaderChanged(0, 7, "seen"),
                new Fact.MajorityChanged(false),
                new Fact.PeerDisconnected(new Pnn(1), "silent"),
                new Fact.PeerConnected(new Pnn(9), 1),
                new Fact.AddressReleased(cluster.addresses().getFirst(), "order"));
    }

    @ParameterizedTest
    @MethodSource("untrue")
    void aFactThatIsNotSoIsFound(Fact fact) {
        Simulator cluster = served();
        int holder = cluster.server(cluster.addresses().getFirst()).orElseThrow().pnn();
        boolean isOfHolder = fact instanceof Fact.AddressReleased;
        SimulatedNode node = cluster.node(isOfHolder ? holder : 0);

        assertEquals(Optional.empty(), cluster.told().broken(cluster, node));
        cluster.told().tell(node.life(), fact);

        assertTrue(cluster.told().broken(cluster, node).isPresent());
    }
}
