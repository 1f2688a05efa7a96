package dev.baton.orchestrator.health;

import dev.baton.orchestrator.cluster.Moment;

import java.time.Duration;

/**
 * When the next monitor event is due.
 *
 * <p>The first one is due at once; then the gaps from end to start are 2, 4, 8 seconds and so on up
 * to the monitor interval, and 5, 10 and so on after a change of health. Source: CTDB events
 * contract, section 8; the wait of two seconds before the first is left out on purpose.
 */
public final class MonitorSchedule {

    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration AGAIN = Duration.ofMillis(50);
    private static final Duration ASKED_EVERY = Duration.ofMillis(250);
    private static final Duration AFTER_CHANGE = Duration.ofSeconds(5);

    private Duration longest;
    private Duration gap = FIRST;
    private Moment due = Moment.NEVER;
    private Moment lastSubmitted = Moment.PAST;
    private boolean asked;
    private boolean wasAsked;

    public MonitorSchedule(Duration monitorInterval) {
        this.longest = monitorInterval;
    }

    /** The monitor interval from the next gap on. */
    public void atMost(Duration monitorInterval) {
        longest = monitorInterval;
    }

    /** The node has become able to run: monitor now. */
    public void start(Moment now) {
        gap = FIRST;
        due = now;
        asked = false;
    }

    /**
     * The first monitor event had to yield: nothing is known of the node yet, so it is not put off.
     */
    public void again(Moment now) {
        due = now.plus(AGAIN);
    }

    public void stop() {
        due = Moment.NEVER;
    }

    /** A monitor event was submitted; the next is due only after it has ended. */
    public void submitted(Moment now) {
        due = Moment.NEVER;
        lastSubmitted = now;
        wasAsked = asked;
        asked = false;
    }

    /**
     * A link has gone or come: not worth waiting for, but at most four times a second. A monitor
     * event that runs may have looked before; then there is another one after it.
     */
    public void asked(Moment now) {
        asked = true;
        if (!due.equals(Moment.NEVER)) {
            due = Moment.earlier(due, Moment.later(now, lastSubmitted.plus(ASKED_EVERY)));
        }
    }

    /** A monitor event ended, or was refused. */
    public void ended(Moment now) {
        due = now.plus(shorter(gap, longest));
        gap = shorter(gap.multipliedBy(2), longest);
        repeat(now);
    }

    private void repeat(Moment now) {
        if (asked) {
            asked(now);
        }
    }

    /** It had to yield to another event: what was asked for is not known yet. */
    public void yielded(Moment now) {
        ended(now);
        if (wasAsked) {
            asked = true;
            due = now.plus(AGAIN);
        }
    }

    /** The node's health changed with the monitor event that just ended. */
    public void healthChanged(Moment now) {
        gap = shorter(AFTER_CHANGE, longest);
        due = now.plus(gap);
        gap = shorter(gap.multipliedBy(2), longest);
        repeat(now);
    }

    /** It could not be submitted now: once more after the present gap, which does not grow. */
    public void skipped(Moment now) {
        due = now.plus(shorter(gap, longest));
    }

    public Moment due() {
        return due;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
