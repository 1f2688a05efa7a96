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
 * <p>Thread: one at a time, and blocks; {@link #close} from any.
 */
final class FrameChannel implements AutoCloseable {

    private static final int ROOM = 16 * 1024;

    private final SocketChannel channel;
    private final TimeLimits limits;
    private final FrameReader reader = new FrameReader();
    private final ByteBuffer read = ByteBuffer.allocate(ROOM).flip();

    FrameChannel(SocketChannel channel, TimeLimits limits) {
        this.channel = channel;
        this.limits = limits;
    }

    /** Waits for a frame. */
    Received receive(Duration limit) {
        try (TimeLimits.Limit running = limits.start(limit, this::close)) {
            Received received = receive();
            return running.isReached() && !(received instanceof Received.Whole)
                    ? new Received.TooLate()
                    : received;
        }
    }

    private Received receive() {
        try {
            while (true) {
                if (read.hasRemaining()) {
                    Optional<Received> received = feed();
                    if (received.isPresent()) {
                        return received.get();
                    }
                }
                read.clear();
                int count = channel.read(read);
                read.flip();
                if (count < 0) {
                    return new Received.Ended(
                            reader.isWithin() ? "the connection ended within a frame" : "");
                }
            }
        } catch (IOException gone) {
            return new Received.Ended("the connection was lost");
        }
    }

    private Optional<Received> feed() {
        return switch (reader.feed(read)) {
            case FrameReader.Step.Whole(Frame frame) -> Optional.of(new Received.Whole(frame));
            case FrameReader.Step.Broken(String why) -> Optional.of(new Received.Broken(why));
            case FrameReader.Step.More() -> Optional.empty();
        };
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
