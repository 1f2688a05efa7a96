package dev.baton.orchestrator.node;

import dev.baton.config.LeaseTiming;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.lease.Clauses;

import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether this machine was paused, as the clocks of its peers show: they went on, its own did not.
 *
 * <p>No delay of a message can make it seem so. An answer was given after the question was asked:
 * so a peer's clock was, when this node asked, at most so far ahead of its own. Any message was
 * sent before it arrived: so a peer's clock is now at least so far ahead. Only when the second is
 * more than the first, and more than the rates of both clocks explain, did this clock stand still
 * in between. Source: {@code docs/safety.md}, "Paused machines".
 */
final class PeerClocks {

    /** A shorter pause is not noticed. */
    static final Duration NOTICED = Duration.ofSeconds(1);

    /** What a peer has shown counts for so many heartbeats. */
    private static final int FRESH_BEATS = 2;

    /** A clock that seems ahead for so many heartbeats, while no pause shows, is itself wrong. */
    private static final int WRONG_BEATS = 4;

    private static final long MILLION = 1_000_000;

    /** The clock of a peer in one life. */
    private static final class PeerClock {
        final long life;

        /** When it was first measured, and when last; {@link Moment#NEVER} before that. */
        Moment known = Moment.NEVER;

        Moment measured = Moment.NEVER;

        /** By how many nanoseconds it was ahead at most, when it was last measured. */
        long atMost;

        Moment heard = Moment.PAST;

        /** When it was last seen to be ahead, and by how much more than before at least. */
        Moment ahead = Moment.PAST;

        long by;

        /** Since when it has seemed to be ahead; {@link Moment#NEVER} while it does not. */
        Moment aheadSince = Moment.NEVER;

        PeerClock(long life) {
            this.life = life;
        }
    }

    private final Clauses clauses;
    private final int ratePermille;
    private final Duration fresh;
    private final Duration wrong;
    private final TreeMap<Pnn, PeerClock> clocks = new TreeMap<>();

    /**
     * What was asked before measures nothing, nor what was asked at this moment, at which the clock
     * stood still: a pause that is known may lie in between.
     */
    private Moment since = Moment.PAST;

    PeerClocks(LeaseTiming timing, Clauses clauses) {
        this.clauses = clauses;
        this.ratePermille = timing.clockRatePermille();
        this.fresh = timing.heartbeat().multipliedBy(FRESH_BEATS);
        this.wrong = timing.heartbeat().multipliedBy(WRONG_BEATS);
    }

    /** Hears a heartbeat; for how long this machine was paused at least, if that shows now. */
    Optional<Duration> hear(Moment now, Message.Beat beat) {
        return hear(now, beat.from(), beat.number());
    }

    /**
     * Hears an answer; for how long this machine was paused at least, if that shows now.
     *
     * @param asked when the heartbeat that is answered was sent, where that is known
     */
    Optional<Duration> hear(Moment now, Message.BeatAck ack, Optional<Moment> asked) {
        Optional<Duration> pause = hear(now, ack.from(), ack.age());
        PeerClock clock = clocks.get(ack.from().node());
        if (clock != null && clock.life == ack.from().number()) {
            asked.ifPresent(at -> measure(clock, ack.age(), at));
        }
        return pause;
    }

    private Optional<Duration> hear(Moment now, Incarnation from, long age) {
        PeerClock clock = clocks.computeIfAbsent(from.node(), _ -> new PeerClock(from.number()));
        if (from.number() < clock.life) {
            return Optional.empty();
        }
        if (from.number() > clock.life) {
            clock = new PeerClock(from.number());
            clocks.put(from.node(), clock);
        }
        clock.heard = now;
        if (!clock.measured.equals(Moment.NEVER)) {
            long most = clock.atMost + drift(now.since(clock.measured));
            long by = age * MILLION - now.nanos() - most;
            if (by > NOTICED.toNanos()) {
                return ahead(now, clock, by);
            }
        }
        clock.aheadSince = Moment.NEVER;
        return Optional.empty();
    }

    private Optional<Duration> ahead(Moment now, PeerClock clock, long by) {
        clock.ahead = now;
        clock.by = by;
        clock.aheadSince = Moment.earlier(clock.aheadSince, now);
        Optional<Duration> pause = judge(now);
        if (pause.isEmpty() && now.since(clock.aheadSince).compareTo(wrong) > 0) {
            clock.measured = Moment.NEVER;
            clock.known = Moment.NEVER;
            clock.ahead = Moment.PAST;
            clock.aheadSince = Moment.NEVER;
        }
        return pause;
    }

    /** An age is cut to milliseconds, so it may be almost one more. */
    private void measure(PeerClock clock, long age, Moment asked) {
        if (!asked.isAfter(since)) {
            return;
        }
        long most = (age + 1) * MILLION - asked.nanos();
        boolean first = clock.measured.equals(Moment.NEVER);
        if (first || isBetter(clock, most, asked)) {
            clock.atMost = most;
            clock.measured = asked;
            clock.known = first ? asked : clock.known;
        }
    }

    /**
     * Whether an answer says more than an earlier one does by now. One that was long on its way, as
     * across a pause, says less, however old the other is.
     */
    private boolean isBetter(PeerClock clock, long most, Moment asked) {
        return asked.isAfter(clock.measured)
                && most <= clock.atMost + drift(asked.since(clock.measured));
    }

    /** How many nanoseconds a peer's clock may gain in that time because it runs faster. */
    private long drift(Duration between) {
        return between.toNanos() / (1000 - ratePermille) * ratePermille;
    }

    private Optional<Duration> judge(Moment now) {
        Moment limit = now.minus(fresh);
        Moment before = Moment.NEVER;
        int ahead = 0;
        long by = Long.MAX_VALUE;
        for (PeerClock clock : clocks.values()) {
            if (clock.ahead.isAfter(limit)) {
                ahead++;
                by = Math.min(by, clock.by);
                before = Moment.earlier(before, clock.measured);
            }
        }
        if (!clauses.wasPaused(ahead, heard(limit, before))) {
            return Optional.empty();
        }
        clocks.clear();
        since = now;
        return Optional.of(Duration.ofNanos(by));
    }

    /** How many peers are heard and were known when those that are ahead were measured. */
    private int heard(Moment limit, Moment before) {
        int heard = 0;
        for (PeerClock clock : clocks.values()) {
            heard += clock.heard.isAfter(limit) && !clock.known.isAfter(before) ? 1 : 0;
        }
        return heard;
    }
}
