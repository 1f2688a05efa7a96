package dev.baton.agent.wire;

import java.util.Optional;

/** What a frame carries; its first byte after the length. */
enum FrameKind {
    /** The first frame of each side. */
    HELLO(1),
    /** Instead of a hello: one sentence, then the end of the connection. */
    REFUSAL(2),
    /** A payload that must not be replaced. */
    MESSAGE(3),
    /** A payload of which only the newest counts; answered by a pulse. */
    HEARTBEAT(4),
    /** The answer to a heartbeat: the next one may be sent. It says what time it is there. */
    PULSE(5),
    /** A payload between the storage rooms of two nodes; the core knows nothing of it. */
    STORAGE(6);

    private final byte code;

    FrameKind(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    static Optional<FrameKind> of(byte code) {
        for (FrameKind kind : values()) {
            if (kind.code == code) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
