package dev.baton.testcluster.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.config.VoteMode;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.lease.Clauses;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Each rule of changing voters, and of the lock's vote, is broken once, and a history made for it
 * must show the harm. The same history must pass with the rule as it is.
 */
@DisplayName("Safety rule, section 5: a broken rule of voters is found")
class BrokenVotersSimulationTest {

    private static final Duration TICK = Duration.ofMillis(100);

    private static void isFound(
            SimulationSetup setup, Clauses mutant, String rule, Consumer<Simulator> history) {
        history.accept(new Simulator(setup));

        Simulator broken = new Simulator(setup.withClauses(mutant));
        Violation found = assertThrows(Violation.class, () -> history.accept(broken));
        assertEquals(rule, found.rule(), found::getMessage);
    }

    private static SimulationSetup nodes(int count, VoteMode mode, boolean lock) {
        return SimulationSetup.of(count, 5)
                .withVotes(new SimulationSetup.Votes(count, mode, lock, true));
    }

    private static void serve(Simulator cluster) {
        cluster.startAll();
        assertTrue(cluster.runUntil(cluster::allServed, Duration.ofSeconds(10)).isPresent());
        cluster.runFor(Duration.ofSeconds(8));
        assertEquals(0, cluster.leader().orElseThrow().pnn());
    }

    private static void cut(Simulator cluster, int one, int other) {
        cluster.network().cut(one, other);
        cluster.network().cut(other, one);
    }

    private static void cutTheLastTwoFromTheFirstTwo(Simulator cluster) {
        for (int far = 3; far < 5; far++) {
            cut(cluster, 0, far);
            cut(cluster, 1, far);
        }
    }

    private static void deleteLastTwo(Simulator cluster) {
        cluster.nodes().forEach(node -> node.nodesFile(Simulator.nodesFile(5, Set.of(3, 4))));
        cluster.node(0).ask(new OperatorCommand.ReloadNodes());
    }

    private static void tellNothingToTheLastTwo(Simulator cluster) {
        cluster.network()
                .travelBy(
                        (_, to, message) ->
                                to >= 3 && message instanceof Message.VotersTold
                                        ? List.of()
                                        : List.of(Duration.ofNanos(100_000)));
    }

    /**
     * Nodes 3 and 4 hear only node 2. They are deleted, and at that moment node 2 hears only them:
     * the old majority is 2, 3 and 4, the new one 0 and 1.
     */
    private static void halvesOfOldAndNew(Simulator cluster) {
        serve(cluster);
        cutTheLastTwoFromTheFirstTwo(cluster);
        cluster.runFor(Duration.ofSeconds(8));
        cut(cluster, 1, 2);
        deleteLastTwo(cluster);
        cluster.runFor(Duration.ofMillis(1));
        cut(cluster, 0, 2);
        cluster.runFor(Duration.ofSeconds(15));
    }

    @Test
    void whileTheSetChangesBothMustAgree() {
        isFound(
                nodes(5, VoteMode.MAJORITY, false),
                new Mutants.AsksTheNewSetOnly(),
                "one holder",
                BrokenVotersSimulationTest::halvesOfOldAndNew);
    }

    /**
     * Nodes 3 and 4 have not heard 0 and 1 for long and hold what they hold by the vote of 2. They
     * are deleted, and 0 takes what they held.
     */
    private static void deletedWhileTheyHold(Simulator cluster) {
        serve(cluster);
        cutTheLastTwoFromTheFirstTwo(cluster);
        tellNothingToTheLastTwo(cluster);
        cluster.runFor(Duration.ofSeconds(12));
        deleteLastTwo(cluster);
        for (int i = 0; i < 20; i++) {
            cluster.runFor(TICK);
            cluster.node(0).ask(new OperatorCommand.Reallocate());
        }
        cluster.runFor(Duration.ofSeconds(15));
        assertTrue(cluster.allServed(), cluster::trace);
    }

    @Test
    void theSetBeforeEndsOnlyWhenNoLeaseOfItCanRun() {
        isFound(
                nodes(5, VoteMode.MAJORITY, false),
                new Mutants.SettlesAtOnce(),
                "one holder",
                BrokenVotersSimulationTest::deletedWhileTheyHold);
    }

    /**
     * Node 3 is back and not yet a voter, because node 2 becomes one before it. What it then holds
     * the voters do not ask it about when they have forgotten their promises.
     */
    private static void holderWithoutAVote(Simulator cluster) {
        serve(cluster);
        for (int node = 3; node >= 2; node--) {
            cluster.node(node).ask(new OperatorCommand.Shutdown(new Pnn(node)));
            cluster.runFor(Duration.ofSeconds(12));
        }
        cluster.node(2).start();
        cluster.runFor(TICK.multipliedBy(3));
        cluster.node(3).start();
        IpAddress ip = cluster.addresses().getFirst();
        cluster.runFor(TICK.multipliedBy(10));
        cluster.node(0).ask(new OperatorCommand.Move(ip, new Pnn(3)));
        cluster.runFor(Duration.ofSeconds(1));
        cluster.network().isolate(3);
        for (int node = 0; node < 3; node++) {
            cluster.node(node).crash();
        }
        cluster.runFor(TICK);
        for (int node = 0; node < 3; node++) {
            cluster.node(node).start();
        }
        cluster.runFor(Duration.ofSeconds(8));
    }

    @Test
    void onlyVotersHold() {
        isFound(
                nodes(4, VoteMode.MAJORITY, false),
                new Mutants.NoVoteNeeded(),
                "one holder",
                BrokenVotersSimulationTest::holderWithoutAVote);
    }

    @Test
    void aHeartbeatUnderOtherVotersCountsForNothing() {
        isFound(
                nodes(5, VoteMode.MAJORITY, false),
                new Mutants.CountsOtherVoters(),
                "one holder",
                BrokenVotersSimulationTest::halvesOfOldAndNewLater);
    }

    /**
     * Nodes 3 and 4 hear only node 2 and are not told that they are deleted; it goes by the new set
     * and they by the old one.
     */
    private static void halvesOfOldAndNewLater(Simulator cluster) {
        serve(cluster);
        cutTheLastTwoFromTheFirstTwo(cluster);
        tellNothingToTheLastTwo(cluster);
        cluster.runFor(Duration.ofSeconds(12));
        deleteLastTwo(cluster);
        cluster.runFor(Duration.ofSeconds(20));
    }

    /** The node that has the lock is alone, its storage hangs, and the lock goes to another. */
    private static void lockIsTakenAway(Simulator cluster) {
        cluster.node(0).start();
        cluster.runFor(Duration.ofSeconds(1));
        cluster.startAll();
        assertTrue(cluster.runUntil(cluster::allServed, Duration.ofSeconds(20)).isPresent());
        cluster.runFor(Duration.ofSeconds(10));
        cluster.network().isolate(0);
        cluster.runFor(Duration.ofSeconds(6));
        cluster.node(0).lock().hang(true);
        cluster.runFor(TICK);
        cluster.lock().revoke();
        cluster.runFor(Duration.ofSeconds(25));
    }

    @Test
    void theVoteOfTheLockNeedsAProof() {
        isFound(
                nodes(3, VoteMode.LOCK, true),
                new Mutants.LockNeedsNoProof(),
                "one leader",
                BrokenVotersSimulationTest::lockIsTakenAway);
    }

    @Test
    void whoTakesTheLockWaitsForTheProofsOfItsLastHolder() {
        isFound(
                nodes(3, VoteMode.LOCK, true),
                new Mutants.LockForgetsItsLastHolder(),
                "one leader",
                BrokenVotersSimulationTest::lockIsTakenAway);
    }

    /**
     * The holder of the lock hears its leader no more, and when its promise to that has ended it
     * has already lost the lock to it, but may still vote on the last proof.
     */
    private static void lockGoesToTheParted(Simulator cluster) {
        cluster.node(1).start();
        cluster.node(0).start();
        cluster.runFor(Duration.ofSeconds(3));
        assertEquals(0, cluster.leader().orElseThrow().pnn());
        cut(cluster, 0, 1);
        cluster.runFor(Duration.ofMillis(2100));
        cluster.node(1).lock().hang(true);
        cluster.lock().revoke();
        cluster.runFor(Duration.ofSeconds(20));
    }

    @Test
    void theVoteOfTheLockGrantsNothingThatTheLastProofDoesNotCover() {
        isFound(
                nodes(2, VoteMode.LOCK, true),
                new Mutants.LockGrantsOnOldProofs(),
                "one leader",
                BrokenVotersSimulationTest::lockGoesToTheParted);
    }
}
