package dev.baton.testcluster.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.Pnn;
import dev.baton.events.Event;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.node.NodeView;
import dev.baton.orchestrator.takeover.StageRules;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Each rule of a run's stages is broken once, and a history made for it must show the harm. With
 * the rules as they are the same history does none.
 */
@DisplayName("Events contract, section 13, step 8: a broken rule of the stages is found")
class BrokenStageSimulationTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration SETTLED = Duration.ofSeconds(10);
    private static final SimulationSetup SETUP = SimulationSetup.of(3, 3);

    private static void isFound(StageRules mutant, Consumer<Simulator> history) {
        history.accept(new Simulator(SETUP));

        Simulator broken = new Simulator(SETUP.withStages(mutant));
        Violation found = assertThrows(Violation.class, () -> history.accept(broken));
        assertEquals(RunStages.RULE, found.rule(), found::getMessage);
    }

    private static void harms(StageRules mutant, Predicate<Simulator> harm) {
        Simulator whole = new Simulator(SETUP);
        assertFalse(harm.test(whole), whole::trace);
        assertTrue(isHarmed(new Simulator(SETUP.withStages(mutant)), harm), "the mutant survives");
    }

    private static boolean isHarmed(Simulator broken, Predicate<Simulator> harm) {
        try {
            return harm.test(broken);
        } catch (Violation found) {
            return true;
        }
    }

    /** A node that serves and does not lead, once all is served and the first runs are over. */
    private static int follower(Simulator cluster) {
        cluster.startAll();
        assertTrue(cluster.runUntil(cluster::allServed, SETTLED).isPresent(), cluster::trace);
        cluster.runFor(SETTLED);
        int follower = (leader(cluster) + 1) % 3;
        assertTrue(cluster.addresses().stream().anyMatch(cluster.node(follower)::carries));
        return follower;
    }

    private static int leader(Simulator cluster) {
        return cluster.leader().orElseThrow().pnn();
    }

    private static int other(Simulator cluster, int follower) {
        return 3 - follower - leader(cluster);
    }

    private static NodeView.RunSummary lastRun(Simulator cluster) {
        return cluster.node(leader(cluster)).view().orElseThrow().lastRun().orElseThrow();
    }

    private static void disable(Simulator cluster, int node) {
        cluster.node(node).ask(new OperatorCommand.Disable(new Pnn(node), "test"));
    }

    /** On one node this event is as given, elsewhere all is quick. */
    private static void scripts(
            Simulator cluster, int node, Class<? extends Event> event, ScriptBehaviour given) {
        cluster.scripts(
                (pnn, asked) ->
                        pnn == node && event.isInstance(asked) ? given : ScriptBehaviour.QUICK);
    }

    private static ScriptBehaviour lasting(Duration length) {
        return ScriptBehaviour.QUICK.lasting(length, length);
    }

    @Test
    void aRunBeginsWhenTheOneBeforeIsOver() {
        isFound(
                new StageMutants.BeginsWithinARun(),
                cluster -> {
                    int node = follower(cluster);
                    scripts(cluster, node, Event.ReleaseIp.class, lasting(SECOND));
                    disable(cluster, node);
                    cluster.runFor(SECOND.dividedBy(2));
                    disable(cluster, other(cluster, node));
                    cluster.runFor(SETTLED);
                });
    }

    @Test
    void aStageBeginsWhenAllHaveAnsweredTheOneBefore() {
        isFound(
                new StageMutants.WaitsForNobody(),
                cluster -> {
                    int node = follower(cluster);
                    scripts(cluster, node, Event.ReleaseIp.class, lasting(SECOND));
                    disable(cluster, node);
                    cluster.runFor(SETTLED);
                });
    }

    /** The answer to the first stage comes twice, the second time while the next one is at work. */
    @Test
    void anAnswerOfAnEarlierStageDoesNotCount() {
        isFound(
                new StageMutants.CountsLateAnswers(),
                cluster -> {
                    int node = follower(cluster);
                    scripts(cluster, node, Event.ReleaseIp.class, lasting(SECOND));
                    Duration quick = Duration.ofNanos(100_000);
                    cluster.network()
                            .travelBy(
                                    (from, _, message) ->
                                            from == node && message instanceof Message.Answer
                                                    ? List.of(quick, SECOND.dividedBy(3))
                                                    : List.of(quick));
                    disable(cluster, node);
                    cluster.runFor(SETTLED);
                });
    }

    /** Orders to one node are lost, its heartbeats are not. */
    @Test
    void aRunDoesNotWaitForEver() {
        harms(
                new StageMutants.WaitsForEver(),
                cluster -> {
                    int node = follower(cluster);
                    cluster.network()
                            .travelBy(
                                    (_, to, message) ->
                                            to == node && message instanceof Message.Order
                                                    ? List.of()
                                                    : List.of(Duration.ofNanos(100_000)));
                    NodeView.RunSummary before = lastRun(cluster);
                    disable(cluster, other(cluster, node));
                    cluster.runFor(Duration.ofSeconds(29));
                    return lastRun(cluster).equals(before);
                });
    }

    /** A stopped node is waited for half the time, so that there is time for takes. */
    @Test
    void whatIsNotReleasedIsNotTakenInTheSameRun() {
        isFound(
                new StageMutants.TakesWhatIsNotReleased(),
                cluster -> {
                    int node = follower(cluster);
                    disable(cluster, leader(cluster));
                    cluster.runFor(SETTLED);
                    ScriptBehaviour hangs = ScriptBehaviour.QUICK.hanging();
                    scripts(cluster, node, Event.ReleaseIp.class, hangs);
                    cluster.node(node).ask(new OperatorCommand.StopNode(new Pnn(node), "test"));
                    cluster.runFor(SETTLED.multipliedBy(2));
                });
    }

    @Test
    void whoHasNotMadeReadyTakesNothing() {
        isFound(
                new StageMutants.ServesUnready(),
                cluster -> {
                    int node = follower(cluster);
                    scripts(
                            cluster,
                            node,
                            Event.StartIpReallocate.class,
                            ScriptBehaviour.QUICK.failing());
                    disable(cluster, other(cluster, node));
                    disable(cluster, leader(cluster));
                    cluster.runFor(SETTLED);
                });
    }

    /** One node dies and is back while the run still waits for what another makes ready. */
    @Test
    void aLaterLifeTakesNoPartInTheRun() {
        isFound(
                new StageMutants.GoesOnWithALaterLife(),
                cluster -> {
                    int node = follower(cluster);
                    int slow = other(cluster, node);
                    scripts(cluster, slow, Event.StartIpReallocate.class, lasting(SETTLED));
                    disable(cluster, leader(cluster));
                    cluster.runFor(SECOND.dividedBy(2));
                    cluster.node(node).crash();
                    cluster.node(node).start();
                    cluster.runFor(SETTLED.multipliedBy(2));
                });
    }

    @Test
    void whoHasNotStartedARecoveryDoesNotEndIt() {
        isFound(
                new StageMutants.RecoversUnstarted(),
                cluster -> {
                    int node = follower(cluster);
                    scripts(
                            cluster,
                            node,
                            Event.StartRecovery.class,
                            ScriptBehaviour.QUICK.failing());
                    cluster.node(node).ask(new OperatorCommand.Recover());
                    cluster.runFor(SETTLED);
                });
    }

    @Test
    void theOthersGoOnWithoutANodeThatFails() {
        harms(
                new StageMutants.StopsAtTheFirstFailure(),
                cluster -> {
                    int node = follower(cluster);
                    scripts(
                            cluster,
                            node,
                            Event.StartIpReallocate.class,
                            ScriptBehaviour.QUICK.failing());
                    int other = other(cluster, node);
                    disable(cluster, other);
                    cluster.runFor(SETTLED);
                    return cluster.addresses().stream().anyMatch(cluster.node(other)::carries);
                });
    }

    @Test
    void theLastStageRunsHoweverLateItIs() {
        harms(
                new StageMutants.LeavesOutTheLastStage(),
                cluster -> {
                    int node = follower(cluster);
                    int other = other(cluster, node);
                    AtomicInteger told = new AtomicInteger();
                    cluster.scripts(
                            (pnn, event) -> {
                                if (pnn == other && event instanceof Event.IpReallocated) {
                                    told.incrementAndGet();
                                }
                                return pnn == node && event instanceof Event.StartIpReallocate
                                        ? ScriptBehaviour.QUICK.hanging()
                                        : ScriptBehaviour.QUICK;
                            });
                    disable(cluster, other);
                    cluster.runFor(Duration.ofSeconds(29));
                    return told.get() == 0;
                });
    }

    @Test
    void whatFailedIsTriedAgain() {
        harms(
                new StageMutants.GivesUp(),
                cluster -> {
                    int node = follower(cluster);
                    AtomicInteger taken = new AtomicInteger();
                    cluster.scripts(
                            (_, event) ->
                                    event instanceof Event.TakeIp && taken.incrementAndGet() == 1
                                            ? ScriptBehaviour.QUICK.idle().failing()
                                            : ScriptBehaviour.QUICK);
                    disable(cluster, node);
                    cluster.runFor(SETTLED);
                    return !cluster.allServed();
                });
    }

    @Test
    void whoWasNotReachedIsNotBlamed() {
        harms(
                new StageMutants.BlamesTheUnreached(),
                cluster -> {
                    int node = follower(cluster);
                    int other = other(cluster, node);
                    scripts(cluster, node, Event.StartIpReallocate.class, lasting(SECOND));
                    disable(cluster, other);
                    cluster.runFor(SECOND.dividedBy(2));
                    cluster.node(node).crash();
                    cluster.runFor(SETTLED);
                    return cluster.trace().contains("BanCredit");
                });
    }
}
