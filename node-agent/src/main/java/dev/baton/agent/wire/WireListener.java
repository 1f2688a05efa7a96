package dev.baton.agent.wire;

import dev.baton.config.Pnn;

import java.time.Duration;

/**
 * Who is told what the wire heard. Thread: always the context of the {@link Wire} verticle.
 *
 * <p>{@link #peerUp} and {@link #peerLost} are hints, never evidence.
 */
public interface WireListener {

    /**
     * A payload of a greeted peer. Failure: an {@link IllegalArgumentException} says that this is
     * no message; the connection is then closed, counted as garbage and logged once.
     */
    void received(Pnn from, byte[] payload);

    /** The same for a payload of the storage room of a peer. */
    void storageReceived(Pnn from, byte[] payload);

    /** Connections in both directions are established. */
    void peerUp(Pnn peer);

    /** One of the two connections ended, or the peer did not answer a heartbeat for 2 s. */
    void peerLost(Pnn peer);

    /**
     * A peer has said what its clock shows.
     *
     * @param ahead of the clock here; wrong by at most half of {@code took}
     * @param took the time from the question to the answer
     */
    void clockSeen(Pnn peer, Duration ahead, Duration took);
}
