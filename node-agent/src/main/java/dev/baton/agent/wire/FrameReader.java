package dev.baton.agent.wire;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.parsetools.RecordParser;

/** Cuts a stream of bytes into frames. After the first wrong byte it hears nothing more. */
final class FrameReader implements Handler<Buffer> {

    private static final int LENGTH_BYTES = 4;

    private final RecordParser parser = RecordParser.newFixed(LENGTH_BYTES);
    private final Handler<Frame> frames;
    private final Handler<String> garbage;
    private int limit = WireLimits.GREETING_BYTES;
    private boolean inBody;
    private boolean stopped;

    FrameReader(Handler<Frame> frames, Handler<String> garbage) {
        this.frames = frames;
        this.garbage = garbage;
        parser.handler(this::part);
    }

    /** From now on frames may be as long as a message. */
    void greeted() {
        limit = WireLimits.FRAME_BYTES;
    }

    /** What arrives from now on is not looked at. */
    void stop() {
        stopped = true;
    }

    @Override
    public void handle(Buffer bytes) {
        if (!stopped) {
            parser.handle(bytes);
        }
    }

    private void part(Buffer part) {
        if (stopped) {
            return;
        }
        if (inBody) {
            body(part);
        } else {
            length(part.getInt(0));
        }
    }

    private void length(int length) {
        if (length < 1 || length > limit) {
            reject("expected a frame of 1 to " + limit + " bytes, its head says " + length);
            return;
        }
        inBody = true;
        parser.fixedSizeMode(length);
    }

    private void body(Buffer body) {
        inBody = false;
        parser.fixedSizeMode(LENGTH_BYTES);
        FrameKind.of(body.getByte(0))
                .ifPresentOrElse(
                        kind -> frames.handle(new Frame(kind, body.slice(1, body.length()))),
                        () -> reject("no frame has the kind " + body.getByte(0)));
    }

    private void reject(String why) {
        stop();
        garbage.handle(why);
    }
}
