package dev.baton.agent.wire;

import java.time.Duration;

/** Every bound of the wire, with its unit. */
final class WireLimits {

    /**
     * Largest frame after the greeting: a node that asks for as many addresses as one may be
     * configured for, and tells of all of them, fits.
     */
    static final int FRAME_BYTES = 4 << 20;

    /** Largest frame before the greeting is accepted. */
    static final int GREETING_BYTES = 4096;

    /** Messages kept for one peer. */
    static final int QUEUED_MESSAGES = 1024;

    /** Bytes of messages kept for one peer. */
    static final long QUEUED_BYTES = 8L << 20;

    /** A message not written within this time is too old to be of use: orders have limits. */
    static final Duration MESSAGE_AGE = Duration.ofSeconds(2);

    /** Bytes given to a socket before the outbox waits. */
    static final int SOCKET_BYTES = 256 << 10;

    /** Connecting, including the TLS handshake's TCP part. */
    static final Duration CONNECT = Duration.ofMillis(400);

    /** From an open connection to both greetings. */
    static final Duration GREETING = Duration.ofSeconds(1);

    /** A heartbeat unanswered for this long ends its connection; a fresh one has no backlog. */
    static final Duration SILENCE = Duration.ofSeconds(2);

    /** How often silence is looked for. */
    static final Duration CHECK = Duration.ofMillis(250);

    /** First and longest pause between two attempts to connect. */
    static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    /** A connection that lived this long earns an attempt without a pause. */
    static final Duration PROVEN = Duration.ofSeconds(1);

    /** Connections that have not yet greeted; one more is closed at once. */
    static final int UNGREETED = 64;

    /** Sentences remembered so as to be logged once. */
    static final int REMEMBERED_SENTENCES = 1024;

    private WireLimits() {}
}
