package dev.baton.agent.wire;

import dev.baton.config.Pnn;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/** Turns the state of two connections per peer into one hint: up when both stand, else lost. */
final class Presence {

    private final WireListener listener;
    private final Set<Pnn> hearing = new TreeSet<>();
    private final Set<Pnn> reaching = new TreeSet<>();

    Presence(WireListener listener) {
        this.listener = listener;
    }

    /** What the answer to a heartbeat said of the time. */
    void showsClock(Pnn peer, Duration ahead, Duration took) {
        listener.clockSeen(peer, ahead, took);
    }

    void hears(Pnn peer) {
        if (hearing.add(peer) && reaching.contains(peer)) {
            listener.peerUp(peer);
        }
    }

    void reaches(Pnn peer) {
        if (reaching.add(peer) && hearing.contains(peer)) {
            listener.peerUp(peer);
        }
    }

    void noLongerHears(Pnn peer) {
        if (hearing.remove(peer) && reaching.contains(peer)) {
            listener.peerLost(peer);
        }
    }

    void noLongerReaches(Pnn peer) {
        if (reaching.remove(peer) && hearing.contains(peer)) {
            listener.peerLost(peer);
        }
    }
}
