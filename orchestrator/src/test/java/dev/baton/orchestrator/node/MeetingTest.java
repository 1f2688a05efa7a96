package dev.baton.orchestrator.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.Input;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.TreeMap;

/** What many nodes say to each other when they meet grows with their pairs, not faster. */
@DisplayName("Heartbeats of nodes that meet (docs/scale.md)")
class MeetingTest {

    /** Shorter than an interval: nobody's turn comes twice. */
    private static final Duration START = Duration.ofMillis(400);

    private static final int MOST_OF_PAIR = 6;

    private static SmallCluster started(int nodes) {
        SmallCluster cluster = new SmallCluster(nodes, 0).startAll();
        cluster.run(START);
        return cluster;
    }

    @Test
    void nodesThatMeetSayItOnlyToEachOther() {
        TreeMap<Integer, Integer> ofPair = new TreeMap<>();
        for (int nodes : new int[] {2, 8, 32}) {
            SmallCluster cluster = started(nodes);
            int ways = nodes * (nodes - 1);
            ofPair.put(nodes, cluster.beats / ways);
            assertEquals(ways, connections(cluster), "all have met");
        }

        assertTrue(ofPair.values().stream().allMatch(of -> of <= MOST_OF_PAIR), ofPair::toString);
    }

    private static int connections(SmallCluster cluster) {
        return Math.toIntExact(
                cluster.facts.stream().filter(fact -> fact.contains("PeerConnected")).count());
    }

    @Test
    void aPeerThatCanBeReachedAgainIsTheOnlyOneThatHearsItEarly() {
        SmallCluster cluster = started(8);
        int before = cluster.beats;

        cluster.give(0, new Input.PeerSeen(new Pnn(5)));

        assertEquals(before + 1, cluster.beats);
    }

    @Test
    void aHintAboutANodeThatIsNoPeerIsNothing() {
        SmallCluster cluster = started(2);
        int before = cluster.beats;

        cluster.give(0, new Input.PeerSeen(new Pnn(0)));
        cluster.give(0, new Input.PeerSeen(new Pnn(7)));

        assertEquals(before, cluster.beats);
    }
}
