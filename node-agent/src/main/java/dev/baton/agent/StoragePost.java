package dev.baton.agent;

import dev.baton.config.Pnn;

/** What the storage room hears of the wire. Thread: the wire's; both return at once. */
interface StoragePost {

    /**
     * A peer's storage room has sent it; an {@link IllegalArgumentException} ends the connection.
     */
    void received(Pnn from, byte[] payload);

    /** The peer is not connected any more; a hint. */
    void lost(Pnn peer);
}
