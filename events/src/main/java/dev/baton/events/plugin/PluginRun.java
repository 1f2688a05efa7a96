package dev.baton.events.plugin;

import dev.baton.events.contract.lsm.Frame;
import dev.baton.events.contract.lsm.FrameReader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Serves one session over the connected socket that standard input is, then ends.
 *
 * <p>Exits with 0 after {@code plugin_unregister}, 2 when the client went without or the plugin
 * failed, 1 when standard input is no socket. What the plugin prints goes to standard error.
 * Source: storage call-outs contract, sections 5.3 and 5.5.
 */
public final class PluginRun {

    private static final int DONE = 0;
    private static final int NO_SOCKET = 1;
    private static final int ENDED = 2;
    private static final int ROOM = 16 * 1024;

    private PluginRun() {}

    /** For the main method of a plugin; ends the process. */
    public static void main(StoragePlugin plugin) {
        System.setOut(System.err);
        System.exit(run(plugin));
    }

    private static int run(StoragePlugin plugin) {
        try {
            if (System.inheritedChannel() instanceof SocketChannel channel) {
                return serve(plugin, channel);
            }
            System.err.println(
                    "expected a connected socket as standard input: plugins are started by lsmd or"
                            + " an agent, with its number as argument");
            return NO_SOCKET;
        } catch (IOException gone) {
            System.err.println("the client is gone: " + gone.getMessage());
            return ENDED;
        }
    }

    private static int serve(StoragePlugin plugin, SocketChannel channel) throws IOException {
        Serving serving = new Serving(plugin);
        try (channel) {
            converse(serving, channel);
            return serving.isOver() && !serving.hasFailed() ? DONE : ENDED;
        } finally {
            serving.end();
        }
    }

    private static void converse(Serving serving, SocketChannel channel) throws IOException {
        FrameReader reader = new FrameReader();
        ByteBuffer bytes = ByteBuffer.allocate(ROOM).flip();
        while (!serving.isOver()) {
            switch (reader.feed(bytes)) {
                case FrameReader.Step.Whole(Frame frame) -> send(channel, serving.answer(frame));
                case FrameReader.Step.Broken(String why) -> {
                    send(channel, Serving.garbled(why));
                    return;
                }
                case FrameReader.Step.More() -> {
                    bytes.clear();
                    int count = channel.read(bytes);
                    bytes.flip();
                    if (count < 0) {
                        return;
                    }
                }
            }
        }
    }

    private static void send(SocketChannel channel, Frame frame) throws IOException {
        ByteBuffer left = frame.bytes();
        while (left.hasRemaining()) {
            channel.write(left);
        }
    }
}
