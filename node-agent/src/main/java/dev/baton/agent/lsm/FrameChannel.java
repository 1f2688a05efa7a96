package dev.baton.agent.lsm;

import dev.baton.events.contract.lsm.Frame;
import dev.baton.events.contract.lsm.FrameReader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/**
 * One side of a session: frames out and in, each within a limit, after which the channel is closed
 * for good.
 *
 * <p>Bounds: a frame that has begun is whole within {@link #FRAME_LIMIT}; one that is large waits
 * for {@link LargeFrames}. Thread: one at a time, and blocks; {@link #close} from any.
 */
final class FrameChannel implements AutoCloseable {

    /** From the first byte of a frame to its last. */
    static final Duration FRAME_LIMIT = Duration.ofSeconds(60);

    private static final int ROOM = 16 * 1024;

    private final SocketChannel channel;
    private final TimeLimits limits;
    private final LargeFrames large;
    private final FrameReader reader = new FrameReader();
    private final ByteBuffer read = ByteBuffer.allocate(ROOM).flip();
    private boolean holdsRoom;

    FrameChannel(SocketChannel channel, TimeLimits limits, LargeFrames large) {
        this.channel = channel;
        this.limits = limits;
        this.large = large;
    }

    /** Waits for a frame; {@link #done} says that it has been dealt with. */
    Received receive(Duration limit) {
        try (TimeLimits.Limit running = limits.start(limit, this::close)) {
            Received begun = receiveUntil(true);
            if (begun instanceof Received.Whole) {
                return begun;
            }
            Received received =
                    begun instanceof Received.Ended && reader.isWithin() && channel.isOpen()
                            ? rest()
                            : begun;
            return running.isReached() && !(received instanceof Received.Whole)
                    ? new Received.TooLate()
                    : received;
        }
    }

    /** The rest of a frame that has begun. */
    private Received rest() {
        try (TimeLimits.Limit running = limits.start(FRAME_LIMIT, this::close)) {
            Received received = receiveUntil(false);
            return running.isReached() && !(received instanceof Received.Whole)
                    ? new Received.TooLate()
                    : received;
        }
    }

    /** With {@code begun} it stops, ended, as soon as a frame has begun that is not whole yet. */
    private Received receiveUntil(boolean begun) {
        try {
            while (true) {
                Optional<Received> received = feed();
                if (received.isPresent()) {
                    return received.get();
                }
                if (begun && reader.isWithin()) {
                    return new Received.Ended("");
                }
                read.clear();
                int count = channel.read(read);
                read.flip();
                if (count < 0) {
                    close();
                    return new Received.Ended(
                            reader.isWithin() ? "the connection ended within a frame" : "");
                }
            }
        } catch (IOException gone) {
            return new Received.Ended("the connection was lost");
        }
    }

    private Optional<Received> feed() throws IOException {
        if (!read.hasRemaining()) {
            return Optional.empty();
        }
        Optional<Received> received =
                switch (reader.feed(read)) {
                    case FrameReader.Step.Whole(Frame frame) ->
                            Optional.of(new Received.Whole(frame));
                    case FrameReader.Step.Broken(String why) ->
                            Optional.of(new Received.Broken(why));
                    case FrameReader.Step.More() -> Optional.empty();
                };
        if (received.isEmpty() && !holdsRoom && LargeFrames.isLarge(reader.announced())) {
            holdsRoom = large.enter(FRAME_LIMIT);
            if (!holdsRoom) {
                throw new IOException("no room for a large frame");
            }
        }
        return received;
    }

    /** The frame that was received is not needed any more. */
    void done() {
        if (holdsRoom) {
            holdsRoom = false;
            large.leave();
        }
    }

    /** False when it could not be sent whole; the channel is of no more use then. */
    boolean send(Frame frame, Duration limit) {
        ByteBuffer bytes = frame.bytes();
        try (TimeLimits.Limit _ = limits.start(limit, this::close)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return true;
        } catch (IOException gone) {
            close();
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException closed) {
            // a socket that cannot be closed is closed
            return;
        }
    }
}
