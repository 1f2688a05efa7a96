package dev.baton.orchestrator.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.Pnn;
import dev.baton.config.TunableCatalog;
import dev.baton.events.Event;
import dev.baton.events.SequenceStatus;
import dev.baton.orchestrator.exchange.Input;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.exchange.RequestId;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The walks through one small cluster: start, disable, move, crash, failing takes. */
class NodeMachineTest {

    private static SmallCluster running(int nodes, int addresses) {
        SmallCluster cluster = new SmallCluster(nodes, addresses).startAll();
        cluster.run(Duration.ofMillis(1500));
        return cluster;
    }

    private static void assertServed(SmallCluster cluster, long addresses) {
        assertEquals(addresses, cluster.served(), () -> String.join("\n", cluster.facts));
    }

    @Test
    void threeNodesServeAllAddressesWithoutWaitingForAnyTimer() {
        SmallCluster cluster = running(3, 6);

        assertServed(cluster, 6);
    }

    @Test
    void aDisabledNodeGivesItsAddressesAwayAtOnce() {
        SmallCluster cluster = running(3, 6);

        cluster.ask(1, new OperatorCommand.Disable(new Pnn(1), "firmware"));
        cluster.run(Duration.ofMillis(300));

        assertServed(cluster, 6);
        for (int i = 1; i <= 6; i++) {
            assertTrue(!cluster.serving(SmallCluster.ip(i)).contains(1));
        }
    }

    @Test
    void aNodeThatLosesALinkIsJudgedBeforeAddressesAreMovedToItForBalance() {
        SmallCluster cluster = running(3, 6);
        cluster.scripts =
                (node, event) ->
                        node == 1 && event instanceof Event.Monitor
                                ? SequenceStatus.FAILED
                                : SequenceStatus.OK;
        int before = cluster.runsStarted();

        cluster.link(1, false);
        cluster.run(Duration.ofMillis(600));

        assertServed(cluster, 6);
        assertEquals(before + 1, cluster.runsStarted(), () -> String.join("\n", cluster.facts));
    }

    @Test
    void anOperatorMovesOneAddress() {
        SmallCluster cluster = running(3, 3);
        int from = cluster.serving(SmallCluster.ip(1)).getFirst();
        int to = (from + 1) % 3;

        cluster.ask(from, new OperatorCommand.Move(SmallCluster.ip(1), new Pnn(to)));
        cluster.run(Duration.ofMillis(300));

        assertEquals(
                List.of(to),
                cluster.serving(SmallCluster.ip(1)),
                () -> String.join("\n", cluster.facts));
    }

    /** CTDB command contract, section 5: event run. */
    @Test
    void anEventThatIsAskedForTakesItsTurnIsAnsweredAndLeavesTheNodeHealthy() {
        SmallCluster cluster = running(1, 1);
        List<String> order = new ArrayList<>();
        cluster.scripts =
                (_, event) -> {
                    order.add(event.name());
                    return event instanceof Event.Other ? SequenceStatus.FAILED : SequenceStatus.OK;
                };

        cluster.give(0, new Input.EventAsked(new RequestId(1), other("a"), Duration.ofSeconds(9)));
        cluster.give(0, new Input.EventAsked(new RequestId(2), other("b"), Duration.ofSeconds(9)));
        cluster.give(
                0,
                new Input.EventAsked(new RequestId(3), new Event.Monitor(), Duration.ofSeconds(9)));
        cluster.run(Duration.ofMillis(500));

        assertEquals(List.of("a", "b"), order.subList(0, 2));
        assertEquals(
                List.of("3 CANCELLED", "1 FAILED", "2 FAILED"),
                cluster.eventAnswers.stream()
                        .map(one -> one.request().value() + " " + one.result().status())
                        .toList());
        assertEquals(List.of(0), cluster.serving(SmallCluster.ip(1)));
    }

    private static Event other(String name) {
        return new Event.Other(name, List.of());
    }

    @Test
    void aToolIsCalledOnTheNodeItIsMeantForAndItsAnswerComesBack() {
        SmallCluster cluster = running(3, 0);

        cluster.ask(0, new OperatorCommand.CallTool(new Pnn(2), List.of("getpid")));
        cluster.ask(1, new OperatorCommand.CallTool(new Pnn(1), List.of("pnn")));
        cluster.run(Duration.ofMillis(100));

        assertEquals(
                List.of(
                        new OperatorReply.Printed(0, "node 1 [pnn]", ""),
                        new OperatorReply.Printed(0, "node 2 [getpid]", "")),
                cluster.replies);
    }

    @Test
    void aTunableCountsFromTheNextEventOnAndIsSeenInTheView() {
        SmallCluster cluster = running(1, 0);
        cluster.run(Duration.ofSeconds(60));
        int before = cluster.monitored();

        cluster.ask(0, new OperatorCommand.SetVariable(new Pnn(0), "monitorinterval", 2));
        cluster.run(Duration.ofSeconds(60));

        assertTrue(cluster.monitored() - before > 20, () -> String.join("\n", cluster.facts));
        assertEquals(2, cluster.view(0).tunables().get(TunableCatalog.MONITOR_INTERVAL));
        assertEquals(List.of(new OperatorReply.Done("done")), cluster.replies);
    }

    @Test
    void aTunableThatCannotChangeOrBeIsRefused() {
        SmallCluster cluster = running(1, 0);

        cluster.ask(0, new OperatorCommand.SetVariable(new Pnn(0), "Frob", 2));
        cluster.ask(0, new OperatorCommand.SetVariable(new Pnn(0), "MonitorInterval", 0));

        assertEquals(
                List.of(
                        new OperatorReply.Refused("there is no tunable Frob"),
                        new OperatorReply.Refused(
                                "expected MonitorInterval from 1 to 86400, got 0")),
                cluster.replies);
    }

    @Test
    void anAllocationTunableOfTheLeaderCountsInTheNextRun() {
        SmallCluster cluster = running(2, 2);
        int leader = cluster.view(0).leader().orElseThrow().value();

        cluster.ask(leader, new OperatorCommand.SetVariable(new Pnn(leader), "NoIPTakeover", 1));
        cluster.ask(leader, new OperatorCommand.Disable(new Pnn(1 - leader), ""));
        cluster.run(Duration.ofSeconds(2));

        assertEquals(1, cluster.served(), () -> String.join("\n", cluster.facts));
    }

    @Test
    void aScriptsWordMakesALinkDownWhateverItsCarrierAndNotTheOtherWayRound() {
        SmallCluster cluster = running(2, 2);

        cluster.ask(0, new OperatorCommand.SetLink(new Pnn(0), SmallCluster.ETH, false));
        cluster.run(Duration.ofSeconds(2));
        assertEquals(List.of(1), cluster.serving(SmallCluster.ip(1)));
        assertEquals(List.of(1), cluster.serving(SmallCluster.ip(2)));

        cluster.link(0, false);
        cluster.ask(0, new OperatorCommand.SetLink(new Pnn(0), SmallCluster.ETH, true));
        cluster.run(Duration.ofSeconds(2));
        assertEquals(List.of(1), cluster.serving(SmallCluster.ip(1)));

        cluster.link(0, true);
        cluster.run(Duration.ofSeconds(2));
        assertServed(cluster, 2);
        assertEquals(1, cluster.serving(SmallCluster.ip(1)).size());
        assertTrue(
                cluster.serving(SmallCluster.ip(1)).contains(0)
                        || cluster.serving(SmallCluster.ip(2)).contains(0));
    }

    @Test
    void aNodeWithoutTheLeaderRoleGivesLeadingUp() {
        SmallCluster cluster = running(3, 0);
        Pnn leader = cluster.view(0).leader().orElseThrow();

        cluster.ask(leader.value(), new OperatorCommand.SetLeaderRole(leader, false));
        cluster.run(Duration.ofSeconds(2));

        Pnn next = cluster.view(0).leader().orElseThrow();
        assertFalse(next.equals(leader));
        assertFalse(cluster.view(leader.value()).mayLead());
    }

    @Test
    void onlyAnAddressThatIsServedHereIsAnnouncedAgain() {
        SmallCluster cluster = running(2, 1);
        cluster.run(Duration.ofSeconds(5));
        int owner = cluster.serving(SmallCluster.ip(1)).getFirst();
        cluster.announced.clear();

        cluster.ask(owner, new OperatorCommand.AnnounceAgain(new Pnn(owner), SmallCluster.ip(1)));
        cluster.ask(
                1 - owner,
                new OperatorCommand.AnnounceAgain(new Pnn(1 - owner), SmallCluster.ip(1)));
        cluster.run(Duration.ofSeconds(5));

        assertEquals(List.of(owner, owner, owner), cluster.announced);
    }

    @Test
    @DisplayName("CTDB command contract, section 2: 13.per_ip_routing calls gratarp in takeip")
    void aScriptThatTakesAnAddressMayHaveItAnnounced() {
        SmallCluster cluster = new SmallCluster(2, 1);
        cluster.scripts =
                (node, event) -> {
                    if (event.name().equals("takeip")) {
                        cluster.ask(
                                node,
                                new OperatorCommand.AnnounceAgain(
                                        new Pnn(node), SmallCluster.ip(1)));
                    }
                    return SequenceStatus.OK;
                };

        cluster.startAll().run(Duration.ofSeconds(10));

        assertServed(cluster, 1);
        assertFalse(cluster.replies.isEmpty());
        assertEquals(
                List.of(new OperatorReply.Done("done")),
                cluster.replies.stream().distinct().toList());
    }

    @Test
    void aCrashedNodesAddressesAreServedElsewhereOnceItsPromisesHaveEnded() {
        SmallCluster cluster = running(3, 6);
        cluster.run(Duration.ofSeconds(10));

        cluster.kill(0);
        cluster.run(Duration.ofMillis(4600));

        assertServed(cluster, 6);
    }

    @Test
    void aCrashSoonAfterTheStartIsSurvivedToo() {
        SmallCluster cluster = running(3, 6);

        cluster.kill(0);
        cluster.run(Duration.ofMillis(4600));

        assertServed(cluster, 6);
    }

    @Test
    void anIsolatedNodeGivesUpWhatItHolds() {
        SmallCluster cluster = running(3, 6);
        cluster.run(Duration.ofSeconds(5));

        cluster.cut.add(2);
        cluster.run(Duration.ofMillis(4800));

        for (int i = 1; i <= 6; i++) {
            assertTrue(!cluster.serving(SmallCluster.ip(i)).contains(2));
        }
        assertServed(cluster, 6);
    }

    @Test
    void aRestartedNodeTakesItsShareAgain() {
        SmallCluster cluster = running(3, 6);
        cluster.run(Duration.ofSeconds(5));
        cluster.kill(1);
        cluster.run(Duration.ofSeconds(6));

        cluster.start(1);
        cluster.run(Duration.ofSeconds(6));

        assertServed(cluster, 6);
        long onRestarted =
                java.util.stream.IntStream.rangeClosed(1, 6)
                        .filter(i -> cluster.serving(SmallCluster.ip(i)).contains(1))
                        .count();
        assertEquals(2, onRestarted, () -> String.join("\n", cluster.facts));
    }

    @Test
    void aNodeWhoseTakeipAlwaysFailsIsBannedAndTheOthersServe() {
        SmallCluster cluster = new SmallCluster(3, 6);
        cluster.scripts =
                (node, event) ->
                        node == 2 && event instanceof Event.TakeIp
                                ? SequenceStatus.FAILED
                                : SequenceStatus.OK;
        cluster.startAll();

        cluster.run(Duration.ofSeconds(12));

        assertServed(cluster, 6);
        assertTrue(
                cluster.facts.stream().anyMatch(fact -> fact.contains("takeover_runs_failed")),
                () -> String.join("\n", cluster.facts));
    }

    @Test
    void aStoppingNodeGivesItsAddressesAwayBeforeItEnds() {
        SmallCluster cluster = running(3, 6);

        cluster.give(0, new Input.StopAsked("SIGTERM"));
        cluster.run(Duration.ofMillis(600));

        assertServed(cluster, 6);
        assertEquals(2, cluster.machines.size(), () -> String.join("\n", cluster.facts));
    }

    /** {@link SmallCluster} accepts no effect after {@code Stop}. */
    @Test
    void aStoppingNodeWhoseInitFailsStillRunsShutdownAndEndsLast() {
        SmallCluster cluster = new SmallCluster(1, 1);
        List<String> events = new ArrayList<>();
        cluster.scripts =
                (_, event) -> {
                    events.add(event.name());
                    return event instanceof Event.Init ? SequenceStatus.FAILED : SequenceStatus.OK;
                };
        cluster.start(0);
        cluster.give(0, new Input.StopAsked("operator"));
        cluster.run(Duration.ofSeconds(1));

        assertEquals(List.of("init", "shutdown"), events);
        assertFalse(cluster.isAlive(0));
    }

    /** Seen on real agents: two survivors, each promised to itself, refused each other for ever. */
    @Test
    void aLeaderIsFoundWhenLeadersComeAndGo() {
        SmallCluster cluster = running(3, 4);
        cluster.run(Duration.ofSeconds(5));
        cluster.kill(0);
        cluster.run(Duration.ofSeconds(6));
        cluster.start(0);
        cluster.run(Duration.ofMillis(700));

        cluster.give(1, new Input.StopAsked("SIGTERM"));
        cluster.run(Duration.ofSeconds(11));

        assertServed(cluster, 4);
    }
}
