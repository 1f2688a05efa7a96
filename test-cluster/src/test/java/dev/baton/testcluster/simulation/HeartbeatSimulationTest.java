package dev.baton.testcluster.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.orchestrator.exchange.Message;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Safety rule, "Cost": one promise clock per holder and voter, renewed by one small message. */
@DisplayName("Safety rule, cost: heartbeats carry changes, not tables")
class HeartbeatSimulationTest {

    private static final int ADDRESSES = 100;
    private static final Duration SERVED = Duration.ofSeconds(30);
    private static final Duration CALM = Duration.ofSeconds(5);

    @Test
    void whereNothingChangesAHeartbeatSaysOnlyThatItsSenderLives() {
        Simulator cluster = new Simulator(SimulationSetup.of(3, ADDRESSES));
        cluster.startAll();
        assertTrue(cluster.runUntil(cluster::allServed, SERVED).isPresent());
        cluster.runFor(CALM.multipliedBy(2));

        List<Message> sent = new ArrayList<>();
        cluster.network()
                .travelBy(
                        (_, _, message) -> {
                            sent.add(message);
                            return List.of(Duration.ofNanos(100_000));
                        });
        cluster.runFor(CALM);

        long beats = sent.stream().filter(HeartbeatSimulationTest::isBare).count();
        long answers = sent.stream().filter(Message.BeatAck.class::isInstance).count();
        assertEquals(3 * 2 * 10, beats, "two a second to each peer");
        assertEquals(beats, answers);
        assertEquals(sent.size(), beats + answers, "and nothing else");
    }

    private static boolean isBare(Message message) {
        return message instanceof Message.Beat beat
                && beat.changes().isEmpty()
                && beat.report().isEmpty();
    }
}
