package dev.baton.agent.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

/** Storage call-outs contract, section 5.11: changes of one system one at a time. */
class SystemTurnsTest {

    private static final Duration AMPLE = Duration.ofSeconds(10);

    private final SystemTurns turns = new SystemTurns();

    @Test
    void aSecondChangeOfOneSystemWaitsAndThoseOfAnotherDoNot() {
        try (SystemTurns.Turn _ = turns.enter("a", AMPLE).orElseThrow()) {
            assertEquals(Optional.empty(), turns.enter("a", Duration.ZERO));
            try (SystemTurns.Turn _ = turns.enter("b", Duration.ZERO).orElseThrow()) {
                assertEquals(2, turns.size());
            }
        }

        assertTrue(turns.enter("a", Duration.ZERO).isPresent());
    }

    @Test
    void nothingIsKeptOfWhatIsOver() {
        turns.enter("a", AMPLE).orElseThrow().close();

        assertEquals(0, turns.size());
    }
}
