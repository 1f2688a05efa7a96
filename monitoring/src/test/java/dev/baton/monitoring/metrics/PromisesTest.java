package dev.baton.monitoring.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.NodeName;
import dev.baton.config.NodesFile;
import dev.baton.config.Pnn;
import dev.baton.config.PublicAddress;
import dev.baton.config.PublicAddressesFile;
import dev.baton.config.Tunables;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.cluster.NodeTunables;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.cluster.VoterSet;
import dev.baton.orchestrator.cluster.VoterWord;
import dev.baton.orchestrator.cluster.Voters;
import dev.baton.orchestrator.node.NodeView;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Monitoring, section 2: the time an address is on no node, and the time it is on two. */
class PromisesTest {

    private static final IpAddress IP = IpAddress.of("10.0.0.101");
    private static final InterfaceName ON = new InterfaceName("e0");
    private static final NodesFile NODES =
            NodesFile.parse("nodes", List.of("10.9.0.1", "10.9.0.2", "10.9.0.3")).value();
    private static final NodeView.Peer SERVES = peer(0, AddressPhase.SERVING);
    private static final NodeView.Peer IDLE = peer(0, AddressPhase.ABSENT);
    private static final NodeView.Peer UNHEALTHY =
            peer(NodeFlag.UNHEALTHY.bit(), AddressPhase.ABSENT);

    private final Promises promises = new Promises();
    private Moment now = new Moment(1_000_000_000_000L);

    @Test
    void timeOnNoNodeIsCountedOnlyWhileSomebodyCouldServe() {
        look(0, 0, SERVES, IDLE, IDLE);
        look(2, 0, IDLE, IDLE, IDLE);
        look(3, 0, IDLE, IDLE, IDLE);
        look(1, 0, UNHEALTHY, UNHEALTHY, UNHEALTHY);
        look(9, 0, UNHEALTHY, UNHEALTHY, UNHEALTHY);
        look(1, 0, IDLE, SERVES, IDLE);

        assertEquals(3, promises.kept().of(IP).unserved(), 1e-9);
        assertEquals(0, promises.kept().of(IP).twice(), 1e-9);
    }

    @Test
    void timeOnTwoNodesIsCounted() {
        look(0, 0, SERVES, IDLE, IDLE);
        look(1, 0, SERVES, SERVES, IDLE);
        look(2, 0, SERVES, IDLE, IDLE);

        assertEquals(1, promises.kept().of(IP).twice(), 1e-9);
    }

    @Test
    void timeInWhichNothingChangedIsLookedAt() {
        look(0, 0, SERVES, IDLE, IDLE);
        look(5, 0, SERVES, IDLE, IDLE);
        look(5, 0, SERVES, IDLE, IDLE);
        look(1, 0, SERVES, SERVES, IDLE);
        look(1, 0, SERVES, SERVES, IDLE);

        assertEquals(2, promises.kept().of(IP).twice(), 1e-9, "since the last look, and each time");
        look(1, 0, IDLE, IDLE, IDLE);
        look(3, 0, IDLE, IDLE, IDLE);
        look(4, 0, IDLE, IDLE, IDLE);
        assertEquals(7, promises.kept().of(IP).unserved(), 1e-9);
    }

    @Test
    void onlyTheLeaderCounts() {
        look(0, 1, SERVES, SERVES, IDLE);
        look(5, 1, IDLE, IDLE, IDLE);
        look(5, 1, IDLE, IDLE, IDLE);

        assertEquals(0, promises.kept().of(IP).unserved(), 1e-9);
        assertEquals(0, promises.kept().of(IP).twice(), 1e-9);
    }

    @Test
    void whoFollowsALeaderThatIsGoneCountsFromWhenItWasLastHeard() {
        look(0, 1, IDLE, SERVES, IDLE);
        Moment heard = now;
        NodeView.Peer gone = new NodeView.Peer(NodeFlag.DISCONNECTED.bit(), heard, SERVES.report());
        look(5, 1, IDLE, gone, IDLE);
        look(1, 0, IDLE, gone, IDLE);
        look(2, 0, IDLE, gone, IDLE);
        look(1, 0, IDLE, gone, SERVES);

        assertEquals(8, promises.kept().of(IP).unserved(), 1e-9);
    }

    @Test
    void whoFollowsALeaderThatLivesCountsFromNowOn() {
        look(0, 1, IDLE, SERVES, IDLE);
        look(5, 1, IDLE, UNHEALTHY, IDLE);
        look(5, 0, IDLE, UNHEALTHY, IDLE);
        look(2, 0, IDLE, UNHEALTHY, IDLE);

        assertEquals(7, promises.kept().of(IP).unserved(), 1e-9);
    }

    @Test
    void anAddressThatLeavesAllReportsIsWatchedNoMore() {
        IpAddress other = IpAddress.of("10.0.0.102");
        NodeView.Peer serves = peer(other, 0, AddressPhase.SERVING);
        look(0, 0, SERVES, serves, serves);
        look(1, 0, SERVES, serves, serves);
        assertTrue(promises.looksCloser());

        look(1, 0, SERVES, IDLE, IDLE);

        assertFalse(promises.looksCloser());
        look(9, 0, SERVES, IDLE, IDLE);
        assertEquals(1, promises.kept().of(other).twice(), 1e-9, "what was counted stays");
    }

    private void look(int secondsLater, int leader, NodeView.Peer... nodes) {
        now = now.plus(Duration.ofSeconds(secondsLater));
        TreeMap<Pnn, NodeView.Peer> peers = new TreeMap<>();
        for (int i = 0; i < nodes.length; i++) {
            peers.put(new Pnn(i), nodes[i]);
        }
        promises.look(
                new NodeView(
                        now,
                        new Incarnation(new Pnn(0), 1),
                        new NodeName("n0"),
                        Runstate.RUNNING,
                        Optional.of(new Pnn(leader)),
                        true,
                        Optional.empty(),
                        peers,
                        new TreeMap<>(),
                        Optional.empty(),
                        false,
                        Tunables.DEFAULT,
                        true,
                        PublicAddressesFile.of(List.of(new PublicAddress(IP, 24, List.of(ON)))),
                        new TreeMap<>(),
                        Voters.founded(VoterSet.of(NODES)),
                        false),
                now);
    }

    private static NodeView.Peer peer(int flags, AddressPhase phase) {
        return peer(IP, flags, phase);
    }

    private static NodeView.Peer peer(IpAddress ip, int flags, AddressPhase phase) {
        boolean serves = phase == AddressPhase.SERVING;
        AddressReport address =
                new AddressReport(
                        true,
                        phase,
                        serves ? 1 : 0,
                        serves ? Optional.of(ON) : Optional.empty(),
                        serves,
                        Optional.of(ON),
                        false,
                        "");
        NodeReport report =
                new NodeReport(
                        1,
                        new NodeName("n"),
                        Runstate.RUNNING,
                        flags,
                        true,
                        "",
                        "",
                        List.of(),
                        new TreeMap<>(Map.of(ip, address)),
                        VoterWord.VOTES,
                        NodeTunables.DEFAULT,
                        0);
        return new NodeView.Peer(flags, new Moment(1_000_000_000_000L), Optional.of(report));
    }
}
