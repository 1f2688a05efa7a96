package dev.baton.agent.core;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.FailbackNow;
import dev.baton.config.LeaseTiming;
import dev.baton.config.NodeName;
import dev.baton.config.NodesFile;
import dev.baton.config.Pnn;
import dev.baton.config.Tunables;
import dev.baton.events.Event;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.orchestrator.allocation.AllocationPolicy;
import dev.baton.orchestrator.allocation.Allocator;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.cluster.VoterSet;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Input;
import dev.baton.orchestrator.lease.Clauses;
import dev.baton.orchestrator.node.NodeMachine;
import dev.baton.orchestrator.node.NodeRules;
import dev.baton.orchestrator.node.NodeSetup;
import dev.baton.orchestrator.node.NodeView;
import dev.baton.orchestrator.node.Voting;
import dev.baton.orchestrator.takeover.Planner;
import dev.baton.orchestrator.takeover.StageRules;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

@DisplayName("The single writer: architecture, section 2; safety rule, section 2")
class CoreLoopTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Pnn SELF = new Pnn(0);

    private final Queue<Throwable> broken = new ConcurrentLinkedQueue<>();
    private final Queue<Effect> effects = new ConcurrentLinkedQueue<>();
    private final Queue<Fact> facts = new ConcurrentLinkedQueue<>();
    private final Queue<NodeView> views = new ConcurrentLinkedQueue<>();
    private final Inbox inbox = new Inbox(broken::add);
    private final CoreLoop loop = loop(this::answerEvents);

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void aLoneNodeGetsThroughItsLifeToRunning() {
        loop.start();

        await().atMost(LIMIT).until(() -> loop.view().runstate() == Runstate.RUNNING);
        assertTrue(broken.isEmpty(), broken::toString);
        assertTrue(
                facts.contains(new Fact.RunstateChanged(Runstate.STARTUP, Runstate.RUNNING)),
                facts::toString);
    }

    @Test
    void theDeadlineOfTheCoreIsMetWithoutAnyInput() {
        loop.start();

        await().atMost(LIMIT).until(() -> ran(new Event.Monitor()));
    }

    @Test
    void anOrderToStopEndsInAStopEffect() {
        loop.start();
        await().atMost(LIMIT).until(() -> loop.view().runstate() == Runstate.RUNNING);

        inbox.put(new Input.StopAsked("test"));

        await().atMost(LIMIT).until(() -> effects.contains(new Effect.Stop(0, "test")));
    }

    @Test
    void everyPublishedViewIsToldInOrder() {
        loop.start();

        await().atMost(LIMIT).until(() -> views.size() > 3);
        List<Moment> moments = views.stream().map(NodeView::at).toList();
        assertEquals(moments.stream().sorted().toList(), moments);
    }

    @Test
    void whatAnEffectThrowsIsABrokenInvariantAndEndsTheLoop() {
        CoreLoop failing =
                loop(
                        effect -> {
                            throw new IllegalStateException("no room for " + effect);
                        });

        failing.start();

        await().atMost(LIMIT).until(() -> !broken.isEmpty());
        assertInstanceOf(IllegalStateException.class, broken.peek());
        failing.close();
    }

    private boolean ran(Event event) {
        return effects.stream()
                .anyMatch(
                        effect ->
                                effect instanceof Effect.RunEvent run && run.event().equals(event));
    }

    private void answerEvents(Effect effect) {
        effects.add(effect);
        if (effect instanceof Effect.RunEvent run) {
            SequenceResult ok = new SequenceResult(SequenceStatus.OK, List.of(), Duration.ZERO, "");
            inbox.put(new Input.SequenceFinished(run.ticket(), ok));
        }
    }

    private CoreLoop loop(EffectSink sink) {
        NodeSetup setup =
                new NodeSetup(
                        new Incarnation(SELF, 1),
                        new NodeName("alone"),
                        Voting.founded(
                                VoterSet.of(NodesFile.parse("nodes", List.of("10.9.0.1")).value())),
                        List.of(),
                        LeaseTiming.DEFAULT,
                        NodeRules.DEFAULT,
                        Tunables.DEFAULT,
                        new Planner(Allocator.of(2), AllocationPolicy.DEFAULT),
                        Clauses.SAFE,
                        StageRules.KEPT,
                        0,
                        true,
                        FailbackNow.OPEN);
        NodeMachine machine = new NodeMachine(setup, new Moment(System.nanoTime()));
        return new CoreLoop(machine, inbox, sink, facts::add, views::add, _ -> {}, broken::add);
    }
}
