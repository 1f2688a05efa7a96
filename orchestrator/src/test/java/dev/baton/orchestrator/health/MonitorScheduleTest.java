package dev.baton.orchestrator.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.orchestrator.cluster.Moment;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;

/** When monitor events are due. Source: CTDB events contract, section 8. */
class MonitorScheduleTest {

    private static final Moment NOW = new Moment(1_000_000);

    private final MonitorSchedule schedule = new MonitorSchedule(Duration.ofSeconds(15));

    private void assertDueAfter(Duration gap) {
        assertEquals(gap, schedule.due().since(NOW));
    }

    @Test
    @DisplayName("A node that does not run is not monitored (section 8)")
    void notBeforeTheNodeRuns() {
        assertEquals(Moment.NEVER, schedule.due());
        schedule.start(NOW);
        schedule.stop();
        assertEquals(Moment.NEVER, schedule.due());
    }

    @Test
    @DisplayName("Gaps grow 2, 4, 8 seconds up to the interval (section 8, MonitorInterval)")
    void gapsGrowUpToTheInterval() {
        schedule.start(NOW);
        assertDueAfter(Duration.ZERO);
        for (long seconds : new long[] {2, 4, 8, 15, 15}) {
            schedule.submitted(NOW);
            assertEquals(Moment.NEVER, schedule.due(), "the gap is from end to start");
            schedule.ended(NOW);
            assertDueAfter(Duration.ofSeconds(seconds));
        }
    }

    @Test
    @DisplayName("After a change of health the gaps are 5, 10 seconds and so on (section 8)")
    void afterAChangeOfHealth() {
        schedule.start(NOW);
        schedule.healthChanged(NOW);
        assertDueAfter(Duration.ofSeconds(5));
        schedule.ended(NOW);
        assertDueAfter(Duration.ofSeconds(10));
        schedule.ended(NOW);
        assertDueAfter(Duration.ofSeconds(15));
    }

    @Test
    @DisplayName(
            "A monitor event that could not be submitted does not make the gap grow (section 8)")
    void aSkippedOneKeepsTheGap() {
        schedule.start(NOW);
        schedule.skipped(NOW);
        schedule.skipped(NOW);
        assertDueAfter(Duration.ofSeconds(2));
    }

    @Test
    @DisplayName("The first one that had to yield is not put off for seconds (section 8)")
    void theFirstOneComesSoonAgain() {
        schedule.start(NOW);
        schedule.submitted(NOW);
        schedule.again(NOW);
        assertDueAfter(Duration.ofMillis(50));
    }

    @Test
    @DisplayName("An interval shorter than the first gap is the gap (section 8, MonitorInterval)")
    void aShortIntervalIsTheGap() {
        MonitorSchedule brisk = new MonitorSchedule(Duration.ofSeconds(1));
        brisk.start(NOW);
        brisk.ended(NOW);
        assertEquals(Duration.ofSeconds(1), brisk.due().since(NOW));
        brisk.healthChanged(NOW);
        assertEquals(Duration.ofSeconds(1), brisk.due().since(NOW));
    }

    @Test
    @DisplayName("A link that changed is looked at at once, at most four times a second")
    void aChangedLinkIsNotWaitedFor() {
        schedule.start(NOW);
        schedule.submitted(NOW);
        schedule.ended(NOW);
        Moment later = NOW.plus(Duration.ofMillis(1500));

        schedule.asked(later);
        assertEquals(later, schedule.due());

        schedule.submitted(later);
        schedule.ended(later.plus(Duration.ofMillis(20)));
        schedule.asked(later.plus(Duration.ofMillis(30)));
        assertEquals(later.plus(Duration.ofMillis(250)), schedule.due());
    }

    @Test
    @DisplayName("A link that changes during a monitor event gets one more after it")
    void aMonitorEventThatRunsMayHaveLookedBefore() {
        schedule.start(NOW);
        schedule.submitted(NOW);
        schedule.asked(NOW);
        assertEquals(Moment.NEVER, schedule.due());

        schedule.ended(NOW);

        assertDueAfter(Duration.ofMillis(250));
    }

    @Test
    @DisplayName("A monitor event for a changed link that had to yield is repeated soon")
    void whatWasAskedForIsAskedAgain() {
        schedule.start(NOW);
        schedule.submitted(NOW);
        schedule.ended(NOW);
        schedule.asked(NOW);
        schedule.submitted(NOW);

        schedule.yielded(NOW);
        assertDueAfter(Duration.ofMillis(50));

        schedule.submitted(NOW);
        schedule.ended(NOW);
        assertDueAfter(Duration.ofSeconds(8));
    }

    @Test
    @DisplayName("A node that runs again starts with short gaps again (section 8)")
    void startBeginsAgain() {
        schedule.start(NOW);
        schedule.ended(NOW);
        schedule.ended(NOW);
        schedule.start(NOW);
        schedule.ended(NOW);
        assertDueAfter(Duration.ofSeconds(2));
    }
}
