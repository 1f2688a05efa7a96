package dev.baton.testcluster.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.events.Event;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.node.NodeView;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One thing at a time that is wrong on one node of a calm cluster: a cable, its clock, writes. */
@DisplayName("Safety rule, sections 2 and 3; a node in trouble of its own")
class LocalTroubleSimulationTest {

    private static final Duration RUN = Duration.ofMillis(600);

    private final Simulator cluster = new Simulator(SimulationSetup.of(3, 6).withLinks(2));

    private int servingFollower() {
        cluster.startAll();
        cluster.runFor(Duration.ofSeconds(20));
        assertTrue(cluster.allServed(), cluster::trace);
        return (cluster.leader().orElseThrow().pnn() + 1) % 3;
    }

    private void within(Duration limit, BooleanSupplier holds, String what) {
        assertTrue(
                cluster.runUntil(holds, limit).isPresent(),
                () -> what + ", not within " + limit + "\n" + cluster.trace());
    }

    private List<IpAddress> servedBy(int node) {
        return cluster.addresses().stream().filter(cluster.node(node)::carries).toList();
    }

    private boolean isServedElsewhere(List<IpAddress> addresses, int not) {
        return addresses.stream()
                .allMatch(ip -> cluster.server(ip).filter(node -> node.pnn() != not).isPresent());
    }

    @Test
    void theAddressesOfADownLinkMoveToAnotherLinkOfTheSameNode() {
        int node = servingFollower();
        List<IpAddress> its = servedBy(node);
        InterfaceName down = cluster.node(node).interfaceOf(its.getFirst()).orElseThrow();

        cluster.node(node).kernel().link(down, false);

        within(
                RUN,
                () ->
                        its.stream()
                                .map(cluster.node(node)::interfaceOf)
                                .allMatch(on -> on.filter(up -> !up.equals(down)).isPresent()),
                "all are on the other link");
        cluster.runFor(Duration.ofSeconds(10));
        assertEquals(its, servedBy(node));
    }

    /**
     * The leader waits for the monitor's word on a lost link; then there is nothing left to say.
     */
    @Test
    void aCableThatIsBackAtOnceMovesNothing() {
        int node = servingFollower();
        List<IpAddress> its = servedBy(node);
        InterfaceName other =
                cluster.links().stream()
                        .filter(
                                link ->
                                        its.stream()
                                                .map(cluster.node(node)::interfaceOf)
                                                .noneMatch(on -> on.equals(Optional.of(link))))
                        .findFirst()
                        .orElse(cluster.links().getFirst());

        cluster.node(node).kernel().link(other, false);
        cluster.runFor(Duration.ofMillis(40));
        cluster.node(node).kernel().link(other, true);

        cluster.runFor(Duration.ofSeconds(10));
        assertEquals(its, servedBy(node));
    }

    @Test
    void theAddressesOfANodeWithoutALinkMoveToOtherNodes() {
        int node = servingFollower();
        List<IpAddress> its = servedBy(node);

        cluster.links().forEach(link -> cluster.node(node).kernel().link(link, false));

        within(RUN, () -> isServedElsewhere(its, node), "all have moved");
        cluster.links().forEach(link -> cluster.node(node).kernel().link(link, true));
        within(Duration.ofSeconds(5), () -> servedBy(node).size() == 2, "it has its share");
    }

    @Test
    void aNodeWhoseClockIsSlewedGivesUpAllItHasAndGetsItBack() {
        int node = servingFollower();
        List<IpAddress> its = servedBy(node);

        cluster.node(node).slew(true);

        within(Duration.ofSeconds(2), () -> isServedElsewhere(its, node), "all have moved");
        cluster.node(node).slew(false);
        within(Duration.ofSeconds(5), () -> servedBy(node).size() == 2, "it has its share");
    }

    /** The lease of a section cannot be given back for its user; it must end by itself. */
    @Test
    void aSectionLapsesOnANodeWhoseClockIsSlewed() {
        int node = servingFollower();
        String name = Simulator.SECTIONS.getFirst();
        SimulatedNode its = cluster.node(node);
        Duration minute = Duration.ofMinutes(1);
        cluster.sections().enter(its, name, Duration.ofSeconds(5), minute);
        within(Duration.ofSeconds(5), () -> cluster.sections().entries() == 1, "it is inside");

        its.slew(true);

        Right right = new Right.Section(name);
        within(
                Duration.ofMillis(4300),
                () -> its.holdsUntil(right) <= cluster.nanos(),
                "its lease has ended");
        cluster.runFor(Duration.ofSeconds(5));
        assertTrue(its.holdsUntil(right) <= cluster.nanos());
    }

    @Test
    void aRenewalThatReturnsTooLateGivesTheAddressUp() {
        int node = servingFollower();
        List<IpAddress> its = servedBy(node);

        cluster.node(node).renewalsTake(Duration.ofSeconds(1));

        within(Duration.ofSeconds(5), () -> isGone(its, node), "all are given up");
        cluster.node(node).renewalsTake(Duration.ZERO);
        within(Duration.ofSeconds(10), cluster::allServed, "all is served");
    }

    private boolean isGone(List<IpAddress> addresses, int from) {
        return addresses.stream().noneMatch(cluster.node(from)::carries);
    }

    /** Found by random schedules: all nodes were blamed for stages they had no time for. */
    @Test
    void aNodeThatHangsUntilTheRunsLimitIsBannedAlone() {
        int node = servingFollower();
        cluster.scripts(
                (pnn, event) ->
                        pnn == node && event instanceof Event.StartIpReallocate
                                ? ScriptBehaviour.QUICK.hanging()
                                : ScriptBehaviour.QUICK);

        cluster.node(node).ask(new OperatorCommand.Reallocate());
        cluster.runFor(Duration.ofSeconds(30));
        cluster.node(node).ask(new OperatorCommand.Reallocate());

        within(Duration.ofSeconds(40), () -> isBanned(node), "it is banned");
        cluster.runFor(Duration.ofSeconds(60));
        for (SimulatedNode each : cluster.nodes()) {
            assertEquals(each.pnn() == node, isBanned(each.pnn()), cluster::trace);
        }
        assertTrue(cluster.allServed(), cluster::trace);
    }

    private boolean isBanned(int node) {
        NodeView view = cluster.node(node).view().orElseThrow();
        return Optional.ofNullable(view.peers().get(new Pnn(node)))
                .filter(self -> NodeFlag.BANNED.in(self.flags()))
                .isPresent();
    }

    @Test
    void anAddressIsNeverLeftOnTwoLinks() {
        int node = servingFollower();
        IpAddress ip = servedBy(node).getFirst();
        Optional<InterfaceName> on = cluster.node(node).interfaceOf(ip);
        for (int i = 0; i < 5; i++) {
            cluster.node(node).kernel().link(cluster.links().get(i % 2), false);
            cluster.runFor(Duration.ofMillis(40L * i));
            cluster.node(node).kernel().link(cluster.links().get(i % 2), true);
            cluster.runFor(Duration.ofMillis(70));
        }

        cluster.runFor(Duration.ofSeconds(10));

        assertTrue(on.isPresent());
        for (IpAddress each : cluster.addresses()) {
            int places = cluster.nodes().stream().mapToInt(n -> n.kernel().places(each)).sum();
            assertEquals(1, places, () -> each + "\n" + cluster.trace());
        }
    }
}
