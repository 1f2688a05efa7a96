package dev.baton.events.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.baton.events.ScriptStatus;
import dev.baton.events.SequenceStatus;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CTDB events contract, section 3.1, row by row. */
@DisplayName("Meaning of a script's end (contract, sections 3.1 and 3.2)")
class ExitMappingTest {

    @ParameterizedTest(name = "exit {0} is {1}, stored as {2}")
    @CsvSource({
        "0, OK, 0",
        "1, ERROR, 1",
        "63, ERROR, 63",
        "64, OK, 0",
        "65, CANNOT_RUN, -1",
        "66, DISABLED, -8",
        "72, DISABLED, -8",
        "77, DISABLED, -8",
        "126, CANNOT_RUN, -62",
        "127, CANNOT_RUN, -63",
        "137, CANNOT_RUN, -73",
        "174, TIMED_OUT, -110",
        "189, CANCELLED, -125",
        "254, CANNOT_RUN, -190",
        "255, ERROR, 255",
    })
    void eachExitStatusHasItsRow(int exit, ScriptStatus status, int code) {
        assertEquals(
                new ExitMapping.Verdict(status, code),
                ExitMapping.of(new ScriptEnding.Exited(exit)));
    }

    @ParameterizedTest(name = "errno {0} at the start is {1}, stored as {2}")
    @CsvSource({
        "1, CANNOT_RUN, -1",
        "2, DISABLED, -8",
        "8, DISABLED, -8",
        "13, DISABLED, -8",
        "26, CANNOT_RUN, -26",
        "110, TIMED_OUT, -110",
    })
    void whatCannotBeStartedIsDisabledOrFails(int errno, ScriptStatus status, int code) {
        assertEquals(
                new ExitMapping.Verdict(status, code),
                ExitMapping.of(new ScriptEnding.Unrunnable(errno)));
    }

    @Test
    void aSignalADeadlineAndACancellationHaveTheirOwnCodes() {
        assertEquals(
                new ExitMapping.Verdict(ScriptStatus.CANNOT_RUN, -4),
                ExitMapping.of(new ScriptEnding.Signalled()));
        assertEquals(
                new ExitMapping.Verdict(ScriptStatus.TIMED_OUT, -110),
                ExitMapping.of(new ScriptEnding.DeadlineReached()));
        assertEquals(
                new ExitMapping.Verdict(ScriptStatus.CANCELLED, -125),
                ExitMapping.of(new ScriptEnding.Cancelled()));
    }

    @ParameterizedTest(name = "{0} makes the event {1}")
    @CsvSource({
        "OK, OK",
        "DISABLED, OK",
        "ERROR, FAILED",
        "CANNOT_RUN, FAILED",
        "TIMED_OUT, TIMED_OUT",
        "CANCELLED, CANCELLED",
    })
    void eachScriptStatusMakesAnEventStatus(ScriptStatus script, SequenceStatus event) {
        assertEquals(event, ExitMapping.ofEvent(script));
    }

    @Test
    void anImpossibleExitStatusIsNotAccepted() {
        assertThrows(IllegalArgumentException.class, () -> new ScriptEnding.Exited(256));
    }
}
