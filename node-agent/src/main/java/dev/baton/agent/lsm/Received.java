package dev.baton.agent.lsm;

import dev.baton.events.contract.lsm.Frame;

/** What came, or why nothing will come any more. */
sealed interface Received {

    /** A frame. */
    record Whole(Frame frame) implements Received {}

    /** The other side is gone; one sentence where it went within a frame, else empty. */
    record Ended(String why) implements Received {}

    /** Bytes that are no frames; one sentence. */
    record Broken(String why) implements Received {}

    /** Nothing within the limit; the channel is closed. */
    record TooLate() implements Received {}
}
