package dev.baton.testcluster.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.exchange.Message;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Architecture, section 9: what becomes of messages that meet a cut. */
@DisplayName("The simulated network")
class NetworkModelTest {

    private final VirtualTime time = new VirtualTime();
    private final List<Integer> arrived = new ArrayList<>();
    private final NetworkModel network =
            new NetworkModel(time, 2, NetworkModel.calm(), (_, _, message) -> note(message));

    private void note(Message message) {
        arrived.add(((Message.Answer) message).stage());
    }

    private void send(int stage) {
        Incarnation sender = new Incarnation(new Pnn(0), 1);
        network.send(0, 1, new Message.Answer(sender, new RunId(1, 1), stage, List.of()));
    }

    private void runFor(Duration length) {
        long limit = time.now() + length.toNanos();
        while (time.advance(limit)) {
            // each advance lets one thing happen
        }
    }

    /** One message is under way when the way is cut, two are sent afterwards. */
    private void sendThreeIntoACut() {
        send(1);
        network.cut(0, 1);
        send(2);
        runFor(Duration.ofSeconds(9));
        send(3);
    }

    @Test
    void aCutLosesWhatMeetsIt() {
        sendThreeIntoACut();

        network.heal();
        runFor(Duration.ofSeconds(9));

        assertEquals(List.of(), arrived);
    }

    @Test
    void aConnectionThatWasNotGivenUpDeliversAllOfItInOrderAfterHealing() {
        network.keeps(always(true));
        sendThreeIntoACut();
        assertEquals(List.of(), arrived);

        network.heal();
        send(4);
        runFor(Duration.ofSeconds(4));

        assertTrue(arrived.containsAll(List.of(1, 2, 3, 4)), arrived::toString);
        assertEquals(List.of(1, 2, 3), arrived.stream().filter(stage -> stage < 4).toList());
    }

    @Test
    void aConnectionThatWasGivenUpDeliversNothing() {
        network.keeps(always(false));
        sendThreeIntoACut();

        network.heal();
        runFor(Duration.ofSeconds(9));

        assertEquals(List.of(), arrived);
    }

    @Test
    void aSecondCutTakesWhatTheFirstHadKept() {
        network.keeps(always(true));
        sendThreeIntoACut();
        network.heal();
        network.cut(0, 1);
        runFor(Duration.ofSeconds(9));
        assertEquals(List.of(), arrived);

        network.heal();
        runFor(Duration.ofSeconds(4));

        assertEquals(3, arrived.size());
    }

    private static Random always(boolean luck) {
        return new Random(1) {
            @Override
            public boolean nextBoolean() {
                return luck;
            }
        };
    }
}
