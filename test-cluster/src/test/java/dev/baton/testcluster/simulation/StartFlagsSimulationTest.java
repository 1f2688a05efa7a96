package dev.baton.testcluster.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.events.Event;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.node.NodeRules;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/** Nodes that start as disabled or as stopped, and clusters without failover. */
@DisplayName("CTDB events contract, sections 7, 9, 13 (step 3)")
class StartFlagsSimulationTest {

    private static final Duration AWHILE = Duration.ofSeconds(20);

    private final Simulator cluster = new Simulator(SimulationSetup.of(3, 6));

    private long servedBy(int node) {
        return cluster.addresses().stream().filter(cluster.node(node)::carries).count();
    }

    private Runstate runstate(int node) {
        return cluster.node(node).view().orElseThrow().runstate();
    }

    private void within(Duration limit, BooleanSupplier holds) {
        assertTrue(cluster.runUntil(holds, limit).isPresent(), cluster::trace);
    }

    @Test
    void aNodeStartedAsDisabledHostsNothingUntilItIsEnabled() {
        cluster.startFlags(node -> node == 0 ? NodeFlag.DISABLED.bit() : 0);
        cluster.startAll();
        cluster.runFor(AWHILE);
        assertTrue(cluster.allServed(), cluster::trace);
        assertEquals(0, servedBy(0));
        assertEquals(Runstate.RUNNING, runstate(0));

        cluster.node(0).ask(new OperatorCommand.Enable(new Pnn(0)));

        within(Duration.ofSeconds(2), () -> servedBy(0) == 2 && cluster.allServed());
    }

    @Test
    void aNodeStartedAsStoppedVotesAndWaitsForItsContinue() {
        cluster.startFlags(node -> node > 0 ? NodeFlag.STOPPED.bit() : 0);
        cluster.startAll();
        within(Duration.ofSeconds(10), () -> servedBy(0) == 6);
        assertEquals(Runstate.FIRST_RECOVERY, runstate(1));
        assertEquals(Runstate.FIRST_RECOVERY, runstate(2));

        cluster.node(0).ask(new OperatorCommand.ContinueNode(new Pnn(1)));
        cluster.node(0).ask(new OperatorCommand.ContinueNode(new Pnn(2)));

        within(Duration.ofSeconds(4), () -> servedBy(2) == 2 && cluster.allServed());
    }

    @Test
    void aRestartAsStoppedKeepsTheOthersServing() {
        cluster.startAll();
        cluster.runFor(AWHILE);
        cluster.startFlags(_ -> NodeFlag.STOPPED.bit());

        cluster.node(1).crash();
        cluster.runFor(Duration.ofSeconds(1));
        cluster.node(1).start();
        cluster.runFor(AWHILE);

        assertTrue(cluster.allServed(), cluster::trace);
        assertEquals(0, servedBy(1));
    }

    @Test
    void withoutFailoverNoAddressIsTouchedWhateverHappens() {
        NodeRules rules =
                NodeRules.DEFAULT.withFailover(Duration.ofSeconds(3), Duration.ZERO, true);
        Simulator without = new Simulator(SimulationSetup.of(3, 2).withRules(rules));
        TreeSet<String> events = new TreeSet<>();
        without.scripts(
                (pnn, event) -> {
                    events.add(event.name());
                    return pnn == 1 && event instanceof Event.Monitor
                            ? ScriptBehaviour.QUICK.failing()
                            : ScriptBehaviour.QUICK;
                });
        without.startAll();
        without.runFor(Duration.ofSeconds(5));
        IpAddress ip = without.addresses().getFirst();

        without.node(0).kernel().write(ip, 24, without.links().getFirst(), 0);
        without.runFor(Duration.ofSeconds(30));
        without.node(2).ask(new OperatorCommand.StopNode(new Pnn(0), "test"));
        without.runFor(Duration.ofSeconds(5));
        without.node(2).ask(new OperatorCommand.Shutdown(new Pnn(0)));
        without.runFor(AWHILE);

        assertEquals(1, without.node(0).kernel().places(ip), without::trace);
        assertTrue(!without.node(0).isAlive());
        assertEquals(
                "[init, ipreallocated, monitor, recovered, setup, shutdown, startrecovery,"
                        + " startup]",
                events.toString());
    }
}
