package dev.baton.monitoring.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.events.ScriptResult;
import dev.baton.events.ScriptStatus;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.exchange.Fact;

import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

import java.time.Duration;
import java.util.List;

/** Style, section 5: one line per fact. */
class FactFieldsTest {

    @Test
    void aFactIsItsNameAndItsComponents() {
        assertEquals(
                "takeover_run_finished run=42.1 ok=true moved=3 waiting=0 failed=0 took_ms=812"
                        + " cause=node_unhealthy",
                line(
                        new Fact.TakeoverRunFinished(
                                new RunId(42, 1),
                                true,
                                3,
                                0,
                                0,
                                Duration.ofMillis(812),
                                "node_unhealthy")));
    }

    @Test
    void valuesAreQuotedOnlyWhenNeeded() {
        assertEquals(
                "flags_changed pnn=2 from=ok to=disabled|banned cause=\"new \\\"disk\\\"\"",
                line(new Fact.FlagsChanged(new Pnn(2), 0, 0x0c, "new \"disk\"")));
        assertEquals("agent_stopping cause=\"\"", line(new Fact.AgentStopping("")));
        assertEquals("agent_stopping cause=\"a\\nb\"", line(new Fact.AgentStopping("a\nb")));
    }

    @Test
    void aFailedEventNamesItsScriptAndStatus() {
        ScriptResult script =
                new ScriptResult("50.samba", ScriptStatus.ERROR, 1, Duration.ZERO, "no smbd");

        assertEquals(
                "event_ended event=monitor arguments=\"\" status=failed took_ms=80 script=50.samba"
                        + " code=1",
                line(ended(SequenceStatus.FAILED, List.of(script))));
    }

    @Test
    void anEventThatWaitedForOthersSaysHowLong() {
        SequenceResult ok =
                new SequenceResult(SequenceStatus.OK, List.of(), Duration.ofMillis(80), "");

        assertEquals(
                "event_ended event=takeip arguments=x status=ok took_ms=80 waited_ms=250",
                line(new Fact.EventEnded("takeip", "x", ok, Duration.ofMillis(250))));
    }

    @Test
    void anIdleHealthyClusterIsSilentAtInfo() {
        assertEquals(Level.DEBUG, FactLevels.of(ended(SequenceStatus.OK, List.of())));
        assertEquals(Level.DEBUG, FactLevels.of(ended(SequenceStatus.CANCELLED, List.of())));
        assertEquals(Level.WARN, FactLevels.of(ended(SequenceStatus.FAILED, List.of())));
        assertEquals(Level.ERROR, FactLevels.of(new Fact.MajorityChanged(false)));
        assertEquals(
                Level.DEBUG,
                FactLevels.of(
                        new Fact.RightGranted(
                                new Right.Serving(IpAddress.of("10.0.0.1")), 1, Duration.ZERO)));
    }

    private static Fact.EventEnded ended(SequenceStatus status, List<ScriptResult> scripts) {
        return new Fact.EventEnded(
                "monitor", "", new SequenceResult(status, scripts, Duration.ofMillis(80), ""));
    }

    private static String line(Fact fact) {
        return FactFields.of(fact).line();
    }
}
