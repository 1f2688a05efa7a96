package dev.baton.testcluster.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.events.Event;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.Change;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.lease.Clauses;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Each clause of the safety rule is broken once, and a history made for it must show the harm. The
 * same history must pass with the rule as it is.
 */
@DisplayName("Safety rule, section 1: a broken clause is found")
class BrokenClauseSimulationTest {

    private static final Duration TICK = Duration.ofMillis(100);

    private static final Right LEADING = new Right.Leading();

    private static void isFound(Clauses mutant, String rule, Consumer<Simulator> history) {
        isFound(SimulationSetup.of(3, 3), mutant, rule, history);
    }

    private static void isFound(
            SimulationSetup setup, Clauses mutant, String rule, Consumer<Simulator> history) {
        history.accept(new Simulator(setup));

        Simulator broken = new Simulator(setup.withClauses(mutant));
        Violation found = assertThrows(Violation.class, () -> history.accept(broken));
        assertEquals(rule, found.rule(), found::getMessage);
    }

    /** A node that serves and does not lead, once all is served and renewed. */
    private static int servingFollower(Simulator cluster) {
        cluster.startAll();
        assertTrue(cluster.runUntil(cluster::allServed, Duration.ofSeconds(8)).isPresent());
        cluster.runFor(Duration.ofSeconds(6));
        int follower = (cluster.leader().orElseThrow().pnn() + 1) % 3;
        assertTrue(cluster.addresses().stream().anyMatch(cluster.node(follower)::carries));
        return follower;
    }

    @Test
    void clause1APromiseExcludesEverybodyElse() {
        isFound(
                new Mutants.PromisesToMany(),
                "one holder",
                cluster -> holderIsStopped(cluster, false));
    }

    @Test
    void clause1APromiseBindsItsGiver() {
        isFound(new Mutants.GiverIsFree(), "one holder", cluster -> holderIsStopped(cluster, true));
    }

    /**
     * One voter forgets what it promised and never hears of the holder again; then the holder is
     * stopped. The leader, which is bound, may take its address itself or orders the other to.
     */
    private static void holderIsStopped(Simulator cluster, boolean leaderHosts) {
        int holder = servingFollower(cluster);
        int leader = cluster.leader().orElseThrow().pnn();
        int stranger = 3 - holder - leader;
        cluster.node(stranger).crash();
        cluster.network().cut(holder, stranger);
        cluster.runFor(TICK);
        cluster.node(stranger).start();
        cluster.runFor(Duration.ofSeconds(8));
        if (!leaderHosts) {
            Pnn pnn = new Pnn(leader);
            cluster.node(leader).ask(new OperatorCommand.Disable(pnn, "test"));
            cluster.runFor(Duration.ofSeconds(3));
        }
        cluster.node(holder).pause();
        cluster.runFor(Duration.ofSeconds(6));
    }

    /** Without addresses: a lone leader might take one before another leads. */
    @Test
    void clause2AMajorityMustAcknowledge() {
        isFound(
                SimulationSetup.of(3, 0),
                new Mutants.OneVoteSuffices(),
                "one leader",
                cluster -> {
                    cluster.startAll();
                    cluster.runFor(Duration.ofSeconds(8));
                    cluster.network().isolate(cluster.leader().orElse(cluster.node(0)).pnn());
                    cluster.runFor(Duration.ofSeconds(8));
                });
    }

    @Test
    void clause2ALeaseIsCountedFromAsking() {
        isFound(
                new Mutants.CountedFromHearing(),
                "one holder",
                cluster -> stopWithLateAcknowledgements(cluster, Duration.ofSeconds(2)));
    }

    @Test
    void clause2ARequestIsMeantForOneLifeOfTheVoter() {
        isFound(
                new Mutants.HeardByAnyLife(),
                "one holder",
                BrokenClauseSimulationTest::aBeatMeetsANewLife);
    }

    /**
     * A holder and the leader do not hear each other; both need the third voter. That one restarts,
     * and what it hears first was sent to its earlier life: one later entry of the holder's list,
     * without what came before it. The right to lead is the first that two nodes then have.
     */
    private static void aBeatMeetsANewLife(Simulator cluster) {
        int holder = servingFollower(cluster);
        int leader = cluster.leader().orElseThrow().pnn();
        int voter = 3 - holder - leader;
        cluster.network().cut(holder, leader);
        cluster.network().cut(leader, holder);
        cluster.runFor(Duration.ofSeconds(6));
        cluster.node(voter).crash();
        cluster.runFor(TICK);
        cluster.network()
                .travelBy(
                        (from, to, _) -> {
                            boolean slow = from == holder && to == voter;
                            return List.of(slow ? TICK : Duration.ofNanos(100_000));
                        });
        cluster.node(holder).ask(new OperatorCommand.EnterSection("rotate", 1000));
        cluster.runFor(TICK.dividedBy(2));
        cluster.node(voter).start();
        cluster.runFor(Duration.ofSeconds(12));
    }

    @Test
    void clause3ALiveAgentDoesNotWaitForTheKernel() {
        isFound(
                new Mutants.WaitsForTheKernel(),
                "one server",
                cluster -> {
                    int node = servingFollower(cluster);
                    cluster.kernelsAreLateBy(Duration.ofSeconds(200));
                    cluster.scripts(
                            (_, event) ->
                                    event instanceof Event.ReleaseIp
                                            ? ScriptBehaviour.QUICK.idle().hanging()
                                            : ScriptBehaviour.QUICK);
                    cluster.runFor(Duration.ofSeconds(1));
                    cluster.network().isolate(node);
                    cluster.runFor(Duration.ofSeconds(8));
                });
    }

    @Test
    void clause3NoLifetimeEndsAfterTheLease() {
        isFound(
                new Mutants.WritesUntilTheEnd(),
                "one server",
                cluster -> stopWithLateAcknowledgements(cluster, Duration.ofMillis(2500)));
    }

    /**
     * Answers to one node grow late, then it is heard no more, and it is stopped just after the
     * last late answer.
     */
    private static void stopWithLateAcknowledgements(Simulator cluster, Duration late) {
        int node = servingFollower(cluster);
        long began = cluster.nanos();
        cluster.network()
                .travelBy(
                        (_, to, message) -> {
                            long grown = (cluster.nanos() - began) / 2;
                            boolean slow = to == node && message instanceof Message.BeatAck;
                            long delay = slow ? Math.min(grown, late.toNanos()) : 0;
                            return List.of(Duration.ofNanos(100_000 + delay));
                        });
        cluster.runFor(Duration.ofSeconds(12));
        for (int other = 0; other < 3; other++) {
            cluster.network().cut(node, other);
        }
        cluster.runFor(late.plusMillis(1));
        cluster.node(node).pause();
        cluster.runFor(Duration.ofSeconds(8));
    }

    @Test
    void clause4NothingIsGivenBackBeforeTheKernelIsClean() {
        isFound(
                new Mutants.GivesBackUnclean(),
                "one server",
                cluster -> {
                    int node = servingFollower(cluster);
                    cluster.node(node).kernel().keepEverything();
                    cluster.node(node).ask(new OperatorCommand.Disable(new Pnn(node), "test"));
                    cluster.runFor(Duration.ofSeconds(8));
                });
    }

    @Test
    void clause4LateCopiesFreeNothing() {
        isFound(new Mutants.AppliesTwice(), "one holder", this::replayOldChanges);
    }

    private void replayOldChanges(Simulator cluster) {
        servingFollower(cluster);
        int holder = 2; // the last in rank: it will not lead when the others restart
        IpAddress ip =
                cluster.addresses().stream()
                        .filter(cluster.node(holder)::carries)
                        .findFirst()
                        .orElseThrow();
        List<BiConsumer<Simulator, Integer>> copies = new ArrayList<>();
        cluster.network()
                .travelBy(
                        (from, to, message) -> {
                            if (from == holder && speaksOf(message, ip)) {
                                copies.add(
                                        (sim, node) -> {
                                            if (node == to) {
                                                sim.network().replay(from, to, message);
                                            }
                                        });
                            }
                            return List.of(Duration.ofNanos(100_000));
                        });
        for (int other = 0; other < 3; other++) {
            if (other != holder) {
                restart(cluster, other);
            }
        }
        move(cluster, ip, (holder + 1) % 3);
        List<BiConsumer<Simulator, Integer>> old = List.copyOf(copies);
        move(cluster, ip, holder);
        for (int other = 0; other < 3; other++) {
            int node = other;
            old.forEach(copy -> copy.accept(cluster, node));
        }
        cluster.runFor(Duration.ofSeconds(1));
        cluster.node(holder).pause();
        cluster.runFor(Duration.ofSeconds(8));
    }

    private static void restart(Simulator cluster, int node) {
        cluster.node(node).crash();
        cluster.runFor(TICK);
        cluster.node(node).start();
        cluster.runFor(Duration.ofSeconds(20));
    }

    private static void move(Simulator cluster, IpAddress ip, int to) {
        cluster.node(to).ask(new OperatorCommand.Move(ip, new Pnn(to)));
        assertTrue(
                cluster.runUntil(() -> cluster.node(to).carries(ip), Duration.ofSeconds(9))
                        .isPresent(),
                cluster::trace);
        cluster.runFor(Duration.ofSeconds(2));
    }

    private static boolean speaksOf(Message message, IpAddress ip) {
        return message instanceof Message.Beat beat
                && beat.changes().stream()
                        .anyMatch(
                                change ->
                                        change instanceof Change.OfRight of
                                                && of.right().equals(new Right.Serving(ip))
                                                && !(of instanceof Change.Ask ask
                                                        && !ask.running()));
    }

    /** The leader is stopped and both others forget their promises. */
    private static void othersForget(Simulator cluster) {
        servingFollower(cluster);
        int leader = cluster.leader().orElseThrow().pnn();
        cluster.node(leader).pause();
        for (int other = 0; other < 3; other++) {
            if (other != leader) {
                cluster.node(other).crash();
            }
        }
        cluster.runFor(TICK);
        cluster.startAll();
        cluster.runFor(Duration.ofSeconds(8));
    }

    @Test
    void clause5AVoterThatHasJustStartedPromisesNothingInFull() {
        isFound(
                new Mutants.ForgetsWithoutKnowing(),
                "one leader",
                BrokenClauseSimulationTest::othersForget);
    }

    @Test
    void clause6WeakPromisesOfAMajorityAreNotEnough() {
        isFound(new Mutants.WeakMajority(), "one leader", BrokenClauseSimulationTest::othersForget);
    }

    @Test
    void clause6NobodyPromisesWhatItHoldsItself() {
        isFound(
                new Mutants.PromisesWhatItHolds(),
                "one leader",
                cluster -> {
                    // node 2 leads first, because the others take long to begin
                    cluster.scripts(
                            (pnn, event) ->
                                    pnn != 2 && event instanceof Event.Init
                                            ? slowOnceUntil(cluster, Duration.ofMillis(450))
                                            : ScriptBehaviour.QUICK);
                    cluster.startAll();
                    cluster.runFor(Duration.ofMillis(400));
                    assertEquals(2, cluster.leader().orElseThrow().pnn());
                    cluster.node(0).crash();
                    cluster.node(1).crash();
                    cluster.network().travelBy(BrokenClauseSimulationTest::onlyAnswersOfNode2);
                    cluster.runFor(TICK);
                    cluster.startAll();
                    cluster.runFor(Duration.ofSeconds(8));
                });
    }

    private static ScriptBehaviour slowOnceUntil(Simulator cluster, Duration end) {
        boolean early = cluster.nanos() < end.toNanos();
        return early
                ? ScriptBehaviour.QUICK.lasting(Duration.ofSeconds(1), Duration.ofSeconds(2))
                : ScriptBehaviour.QUICK;
    }

    private static List<Duration> onlyAnswersOfNode2(int from, int to, Message message) {
        boolean lost = from == 2 && message instanceof Message.Beat;
        return lost ? List.of() : List.of(Duration.ofNanos(100_000));
    }

    @Test
    void clause7EveryGrantHasAHigherNumber() {
        isFound(
                SimulationSetup.of(3, 3).withWallsApart(),
                new Mutants.AnyNumber(),
                "numbers rise",
                cluster -> {
                    cluster.numbersMustRise();
                    servingFollower(cluster);
                    assertEquals(0, cluster.leader().orElseThrow().pnn());
                    // node 2 remembers the number but may not lead; node 1 forgets it
                    cluster.node(2).ask(new OperatorCommand.StopNode(new Pnn(2), "test"));
                    cluster.runFor(Duration.ofSeconds(2));
                    cluster.node(0).crash();
                    cluster.node(1).crash();
                    cluster.runFor(Duration.ofSeconds(6));
                    cluster.node(1).start();
                    cluster.runFor(Duration.ofSeconds(12));
                });
    }

    @Test
    void clause7ARequestIsNotOlderThanWhoIsCountedForIt() {
        isFound(
                new Mutants.OldRequestsOfNewLives(),
                "numbers rise",
                cluster -> {
                    cluster.numbersMustRise();
                    servingFollower(cluster);
                    assertEquals(0, cluster.leader().orElseThrow().pnn());
                    // node 1 asks for the right to lead, and nobody hears it
                    cluster.network().cut(1, 0);
                    cluster.network().cut(1, 2);
                    cluster.node(0).ask(new OperatorCommand.StopNode(new Pnn(0), "test"));
                    cluster.runUntil(
                            () -> cluster.node(2).holdsUntil(LEADING) > cluster.nanos(),
                            Duration.ofSeconds(2));
                    // who granted it to node 2 forgets that, and then hears node 1
                    cluster.node(0).crash();
                    cluster.node(2).crash();
                    cluster.network().heal();
                    cluster.node(0).start();
                    cluster.node(2).start();
                    cluster.runFor(Duration.ofSeconds(6));
                });
    }
}
