package dev.baton.orchestrator.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.events.SequenceStatus;
import dev.baton.orchestrator.health.HealthRule.Verdict;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a monitor result says. Source: CTDB events contract, section 8, rule 5. */
class HealthRuleTest {

    private final HealthRule rule = new HealthRule(3);

    @ParameterizedTest(name = "{0} means {1} (section 8, rule 5)")
    @CsvSource({
        "OK, HEALTHY",
        "FAILED, UNHEALTHY",
        "NOT_STARTED, UNHEALTHY",
        "CANCELLED, UNCHANGED",
        "TIMED_OUT, UNCHANGED"
    })
    void eachResultHasItsMeaning(SequenceStatus status, Verdict verdict) {
        assertEquals(verdict, rule.judge(status));
    }

    @Test
    @DisplayName("Only so many timeouts in a row make a node unhealthy (8, MonitorTimeoutCount)")
    void timeoutsInARowCount() {
        assertEquals(Verdict.UNCHANGED, rule.judge(SequenceStatus.TIMED_OUT));
        assertEquals(Verdict.UNCHANGED, rule.judge(SequenceStatus.TIMED_OUT));
        assertEquals(Verdict.UNHEALTHY, rule.judge(SequenceStatus.TIMED_OUT));
    }

    @ParameterizedTest(name = "{0} ends a row of timeouts (section 8, rule 5)")
    @CsvSource({"OK", "FAILED", "NOT_STARTED"})
    void anyOtherResultEndsTheRow(SequenceStatus status) {
        rule.judge(SequenceStatus.TIMED_OUT);
        rule.judge(SequenceStatus.TIMED_OUT);
        rule.judge(status);
        assertEquals(Verdict.UNCHANGED, rule.judge(SequenceStatus.TIMED_OUT));
    }

    @Test
    @DisplayName("A cancelled monitor event says nothing, not even that timeouts ended (8, rule 5)")
    void aCancelledOneSaysNothing() {
        rule.judge(SequenceStatus.TIMED_OUT);
        rule.judge(SequenceStatus.TIMED_OUT);
        rule.judge(SequenceStatus.CANCELLED);
        assertEquals(Verdict.UNHEALTHY, rule.judge(SequenceStatus.TIMED_OUT));
    }
}
