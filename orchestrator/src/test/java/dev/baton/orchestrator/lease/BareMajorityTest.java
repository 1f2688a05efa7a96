package dev.baton.orchestrator.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.LeaseTiming;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

/**
 * A lease won while one voter refused must not stay without that voter: seen on real agents, where
 * a leader lost its right when the only other voter died. Safety, clause 2.
 */
class BareMajorityTest {

    private static final Right RIGHT = new Right.Section("rotate");
    private static final int A = 0;
    private static final int B = 1;
    private static final int C = 2;

    private final ThreeVoters voters = new ThreeVoters(Moment.PAST);
    private final Rights a = voters.node(A);
    private final Rights c = voters.node(C);

    @Test
    void aVoterThatRefusedIsWonLater() {
        assertTrue(c.ask(voters.now(), RIGHT, 11).isEmpty());
        voters.beat(C);
        assertTrue(a.ask(voters.now(), RIGHT, 12).isEmpty());
        voters.beat(A, B, C);
        assertTrue(a.until(RIGHT).isPresent());
        c.giveBack(RIGHT);
        voters.beat(C);

        for (int i = 0; i < 8; i++) {
            voters.pass(Duration.ofMillis(500));
            voters.beat(A, B, C);
        }
        for (int i = 0; i < 20; i++) {
            voters.pass(Duration.ofMillis(500));
            voters.beat(A, C);
        }

        assertEquals(
                Optional.of(voters.now().plus(LeaseTiming.DEFAULT.lease())),
                a.until(RIGHT),
                "the lease stands on the voter that refused at first");
    }
}
