package dev.baton.agent.wire;

/**
 * What the wire has counted since its start. Never falls.
 *
 * @param framesIn messages and heartbeats received
 * @param framesOut messages and heartbeats written
 * @param refused greetings refused, by this node or by a peer, and failed TLS handshakes
 * @param garbage connections closed because of what they carried
 * @param dropped messages that found no room, no peer, or no connection in time
 * @param replaced heartbeats a newer one replaced before they were written
 */
public record WireCounters(
        long framesIn, long framesOut, long refused, long garbage, long dropped, long replaced) {}
