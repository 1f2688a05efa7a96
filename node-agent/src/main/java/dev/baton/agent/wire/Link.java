package dev.baton.agent.wire;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/** One TCP connection with frames on it. Garbage closes it, is counted and is logged once. */
final class Link {

    private final NetSocket socket;
    private final WireLedger ledger;
    private final FrameReader reader;
    private final String remote;
    private final Runnable closed;
    private boolean ended;

    Link(NetSocket socket, WireLedger ledger, Handler<Frame> frames, Runnable closed) {
        this.socket = socket;
        this.ledger = ledger;
        this.closed = closed;
        this.remote = socket.remoteAddress().hostAddress();
        this.reader = new FrameReader(frames, this::garbage);
        socket.setWriteQueueMaxSize(WireLimits.SOCKET_BYTES);
        socket.handler(reader);
        socket.exceptionHandler(broken -> socket.close());
        socket.closeHandler(end -> ended());
    }

    /** The peer's address as text. */
    String remote() {
        return remote;
    }

    void greeted() {
        reader.greeted();
        ledger.well(remote);
    }

    boolean isFull() {
        return socket.writeQueueFull();
    }

    void onDrain(Runnable drained) {
        socket.drainHandler(empty -> drained.run());
    }

    void write(Frame frame) {
        Buffer bytes = frame.encode();
        socket.write(bytes);
    }

    /** Tells the peer why, counts and logs it, and ends the connection. */
    void refuse(String sentence) {
        ledger.refused(remote, sentence);
        reader.stop();
        socket.end(Frame.refusal(sentence).encode());
    }

    void garbage(String why) {
        ledger.garbage(remote, why);
        close();
    }

    void close() {
        reader.stop();
        socket.close();
    }

    /** Ends the connection for this side now, even if bytes wait for a peer that is gone. */
    void abandon() {
        close();
        ended();
    }

    private void ended() {
        if (!ended) {
            ended = true;
            closed.run();
        }
    }
}
