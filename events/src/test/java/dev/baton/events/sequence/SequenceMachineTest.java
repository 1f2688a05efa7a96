package dev.baton.events.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.baton.events.ScriptResult;
import dev.baton.events.ScriptStatus;
import dev.baton.events.SequenceStatus;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

@DisplayName("Order of scripts in one event (contract, section 3)")
class SequenceMachineTest {

    private static final List<String> THREE = List.of("10.a.script", "20.b.script", "30.c.script");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void theFirstFailingScriptEndsTheEvent() {
        SequenceMachine machine = new SequenceMachine(THREE, LIMIT, false);

        end(machine, "10.a.script", ScriptStatus.OK);
        end(machine, "20.b.script", ScriptStatus.ERROR);

        assertEquals(new SequenceMachine.Step.End(), machine.next(Duration.ZERO));
        assertEquals(SequenceStatus.FAILED, status(machine));
    }

    @Test
    void aDisabledScriptIsPassedOver() {
        SequenceMachine machine = new SequenceMachine(THREE, LIMIT, false);

        THREE.forEach(script -> end(machine, script, ScriptStatus.DISABLED));

        assertEquals(SequenceStatus.OK, status(machine));
    }

    @Test
    void allScriptsShareOneDeadline() {
        SequenceMachine machine = new SequenceMachine(THREE, LIMIT, false);

        assertEquals(
                new SequenceMachine.Step.Run("10.a.script", Duration.ofSeconds(18)),
                machine.next(Duration.ofSeconds(12)));
        assertEquals(
                new SequenceMachine.Step.Run("10.a.script", Duration.ZERO),
                machine.next(Duration.ofSeconds(31)));
    }

    @Test
    void anEventWithoutScriptsSucceedsAtOnce() {
        SequenceMachine machine = new SequenceMachine(List.of(), Duration.ZERO, false);

        assertEquals(new SequenceMachine.Step.End(), machine.next(Duration.ZERO));
        assertEquals(SequenceStatus.OK, status(machine));
    }

    @Test
    void runningThroughFailuresStillFailsAtTheEnd() {
        SequenceMachine machine = new SequenceMachine(THREE, LIMIT, true);

        end(machine, "10.a.script", ScriptStatus.ERROR);
        end(machine, "20.b.script", ScriptStatus.OK);
        end(machine, "30.c.script", ScriptStatus.OK);

        assertEquals(SequenceStatus.FAILED, status(machine));
    }

    @Test
    void aTimeoutEndsEvenAnEventThatRunsThroughFailures() {
        SequenceMachine machine = new SequenceMachine(THREE, LIMIT, true);

        end(machine, "10.a.script", ScriptStatus.TIMED_OUT);

        assertEquals(new SequenceMachine.Step.End(), machine.next(Duration.ZERO));
        assertEquals(SequenceStatus.TIMED_OUT, status(machine));
    }

    @Test
    void theEndOfAScriptThatWasNotDueIsABrokenInvariant() {
        SequenceMachine machine = new SequenceMachine(THREE, LIMIT, false);

        assertThrows(
                IllegalStateException.class, () -> end(machine, "20.b.script", ScriptStatus.OK));
    }

    private static void end(SequenceMachine machine, String script, ScriptStatus status) {
        machine.ended(
                script, new ScriptResult(ScriptNames.shown(script), status, 0, Duration.ZERO, ""));
    }

    private static SequenceStatus status(SequenceMachine machine) {
        return machine.result(Duration.ZERO, "").status();
    }
}
