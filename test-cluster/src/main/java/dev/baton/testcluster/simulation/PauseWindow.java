package dev.baton.testcluster.simulation;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Message;

import java.time.Duration;
import java.util.TreeMap;

/**
 * What a machine that was paused cannot know yet: until its agent has heard its peers it may go on
 * with what it held, and at most for T. Source: {@code docs/safety.md}, "Paused machines".
 */
final class PauseWindow {

    /** So much more than the second that is noticed must show: what answers and clocks take. */
    private static final Duration SHOWS = Duration.ofMillis(1300);

    /** An answer that came as soon as this is a good measure, for so long. */
    private static final long PROMPT_MILLIS = 200;

    private static final Duration MEASURES = Duration.ofMillis(1900);

    /** Peers that show it all within this time; whoever was heard in it may contradict. */
    private static final Duration TOGETHER = Duration.ofMillis(900);

    private static final Duration FRESH = Duration.ofMillis(1100);

    /** How long a script that is told to end may go on. */
    private static final Duration GRACE = Duration.ofMillis(10);

    /** The counter of heartbeats may be so much ahead of the age it stands for. */
    private static final Duration NUMBERS = Duration.ofMillis(20);

    /** A peer in one life. */
    private static final class Peer {
        final long life;
        Moment heard = Moment.PAST;

        /** When its last good measure came, and how old it was then. */
        Moment prompt = Moment.PAST;

        long promptAge;

        /** That measure, where it was still good when the machine was paused; else -1. */
        long age = -1;

        Moment measured = Moment.PAST;
        Moment showed = Moment.PAST;

        Peer(long life) {
            this.life = life;
        }
    }

    private final NodeClock clock;
    private final Duration longest;
    private final TreeMap<Pnn, Peer> peers = new TreeMap<>();
    private long ends = Long.MIN_VALUE;
    private long endsAtLast = Long.MIN_VALUE;
    private long unnoticed;

    /**
     * @param longest how long after it what was held may last at most
     */
    PauseWindow(NodeClock clock, Duration longest) {
        this.clock = clock;
        this.longest = longest;
    }

    /** Another life of the agent was never paused. */
    void reborn() {
        peers.clear();
        ends = Long.MIN_VALUE;
        endsAtLast = Long.MIN_VALUE;
        unnoticed = 0;
    }

    /**
     * The machine is paused now. What a peer shows later is counted from the last good measure of
     * its clock: if that stood still since, too, the agent cannot know.
     */
    void begins(long now) {
        Moment paused = clock.read(now);
        for (Peer peer : peers.values()) {
            boolean measures = peer.prompt.isAfter(paused.minus(MEASURES));
            peer.age = measures ? peer.promptAge : -1;
            peer.measured = peer.prompt;
            peer.showed = Moment.PAST;
        }
    }

    /** The machine goes on after so many nanoseconds. */
    void opens(long now, long stood) {
        ends = now + longest.toNanos();
        endsAtLast = ends;
        unnoticed += stood;
    }

    /** The agent was ended or stopped before it could do all it knows is to be done. */
    void interrupted() {
        ends = endsAtLast;
    }

    /** Whether the machine may still go on with what is not its any more. */
    boolean isOpen(long now) {
        return now < ends;
    }

    /** Whether it may, where what the agent knows waits for a write that does not return. */
    boolean isOpenAtLast(long now) {
        return now < endsAtLast;
    }

    /**
     * The agent has made a step with this message.
     *
     * @param own the agent's age in milliseconds
     * @param whole whether it could also do what followed: if not, the message may contradict
     *     others, but shows nothing
     */
    void heard(long now, Message message, long own, boolean whole) {
        switch (message) {
            case Message.Beat beat -> heard(now, beat.from(), beat.number(), false, whole);
            case Message.BeatAck ack -> {
                boolean prompt = whole && own - ack.number() < PROMPT_MILLIS;
                heard(now, ack.from(), ack.age(), prompt, whole);
            }
            default -> {}
        }
    }

    private void heard(long now, Incarnation from, long age, boolean prompt, boolean whole) {
        Moment at = clock.read(now);
        Peer peer = peers.get(from.node());
        if (peer == null || peer.life < from.number()) {
            peer = new Peer(from.number());
            peers.put(from.node(), peer);
        }
        if (peer.life > from.number()) {
            return;
        }
        peer.heard = at;
        if (prompt) {
            peer.prompt = at;
            peer.promptAge = age;
        }
        if (whole && isOpen(now) && peer.age >= 0 && peer.showed.equals(Moment.PAST)) {
            Duration gained = Duration.ofMillis(age - peer.age).minus(at.since(peer.measured));
            if (gained.compareTo(SHOWS) > 0) {
                peer.showed = at;
                closeIfAllShow(now, at);
            }
        }
    }

    private void closeIfAllShow(long now, Moment at) {
        boolean all =
                peers.values().stream()
                        .filter(peer -> peer.heard.isAfter(at.minus(FRESH)))
                        .allMatch(peer -> peer.showed.isAfter(at.minus(TOGETHER)));
        if (all) {
            close(now);
        }
    }

    private void close(long now) {
        ends = Math.min(ends, now + GRACE.toNanos());
    }

    /** The agent says it was paused, by clocks of others; whether that is so. */
    boolean mayNotice(long now, Duration pause) {
        boolean was = pause.minus(NUMBERS).toNanos() / 100 * 99 <= unnoticed;
        unnoticed = 0;
        peers.values().forEach(peer -> peer.prompt = Moment.PAST);
        close(now);
        return was;
    }
}
