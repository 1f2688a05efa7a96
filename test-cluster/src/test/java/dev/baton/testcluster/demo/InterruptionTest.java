package dev.baton.testcluster.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Operator experience: Ctrl-C is no failure of the demo. */
class InterruptionTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Interruption interruption =
            new Interruption(new PrintStream(said, true, StandardCharsets.UTF_8));

    @Test
    void whoEndsTheProgramIsToldOnceAndWhatFailsThenIsNoProblem() {
        interruption.begin();

        assertTrue(interruption.isUnderWay());
        assertEquals("interrupted\n", said.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aProgramThatEndsByItselfWasNotInterrupted() {
        assertFalse(interruption.isUnderWay());

        interruption.finish();
        interruption.begin();

        assertFalse(interruption.isUnderWay());
        assertEquals("", said.toString(StandardCharsets.UTF_8));
    }
}
