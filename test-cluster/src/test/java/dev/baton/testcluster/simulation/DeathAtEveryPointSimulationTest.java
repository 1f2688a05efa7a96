package dev.baton.testcluster.simulation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.OperatorCommand;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * A node is relieved of its addresses, and one that takes part dies between two effects: once after
 * each effect it has while that lasts. All checkers look at every step.
 */
@DisplayName("Safety rule: whoever dies at any point of a takeover run")
class DeathAtEveryPointSimulationTest {

    private static final Duration SERVED = Duration.ofSeconds(10);
    private static final Duration RUN = Duration.ofMillis(700);

    private static final Duration SETTLED = Duration.ofSeconds(6);

    /** Two promises, and a start. */
    private static final Duration SERVED_AGAIN = Duration.ofSeconds(12);

    /** More, and the run was not over within its time. */
    private static final long MOST_EFFECTS = 400;

    enum Part {
        LEADER,
        GIVER,
        TAKER
    }

    /** A cluster in which the node that gives, and the one that takes, do not lead. */
    private static final class Move {
        final Simulator cluster = new Simulator(SimulationSetup.of(3, 3));
        final int leader;
        final int giver;
        final IpAddress ip;

        Move() {
            cluster.startAll();
            assertTrue(cluster.runUntil(cluster::allServed, SERVED).isPresent());
            cluster.runFor(SETTLED);
            leader = cluster.leader().orElseThrow().pnn();
            giver = (leader + 1) % 3;
            ip =
                    cluster.addresses().stream()
                            .filter(cluster.node(giver)::carries)
                            .findFirst()
                            .orElseThrow();
        }

        SimulatedNode node(Part part) {
            return switch (part) {
                case LEADER -> cluster.node(leader);
                case GIVER -> cluster.node(giver);
                case TAKER -> cluster.node(3 - leader - giver);
            };
        }

        void begin() {
            Pnn taker = new Pnn(node(Part.TAKER).pnn());
            cluster.node(leader).ask(new OperatorCommand.Move(ip, taker));
        }
    }

    private static long effectsOf(Part part) {
        Move move = new Move();
        long before = move.node(part).effects();
        move.begin();
        move.cluster.runFor(RUN);
        assertTrue(move.node(Part.TAKER).carries(move.ip), move.cluster::trace);
        return move.node(part).effects() - before;
    }

    private static void diesAtEveryPoint(Part part, Consumer<SimulatedNode> death) {
        long all = effectsOf(part);
        assertTrue(all > 10 && all < MOST_EFFECTS, () -> part + " has " + all + " effects");
        for (long after = 0; after < all; after++) {
            diesAfter(part, after, death);
        }
    }

    private static void diesAfter(Part part, long effects, Consumer<SimulatedNode> death) {
        Move move = new Move();
        SimulatedNode victim = move.node(part);
        victim.cutAfterEffects(effects, () -> death.accept(victim));
        move.begin();
        move.cluster.runFor(RUN);
        assertFalse(victim.isAlive(), () -> part + " outlived effect " + effects);
        assertTrue(
                move.cluster.runUntil(move.cluster::allServed, SERVED_AGAIN).isPresent(),
                () -> part + " died after effect " + effects + "\n" + move.cluster.trace());

        victim.start();
        move.cluster.runFor(SERVED_AGAIN);

        assertTrue(move.cluster.allServed(), move.cluster::trace);
    }

    @ParameterizedTest
    @EnumSource(Part.class)
    void itsAgentIsKilled(Part part) {
        diesAtEveryPoint(part, SimulatedNode::crash);
    }

    @ParameterizedTest
    @EnumSource(Part.class)
    void itsMachineLosesPower(Part part) {
        diesAtEveryPoint(part, SimulatedNode::powerOff);
    }
}
