package dev.baton.agent.membership;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The way to one member, over which its peers reach it: connections to an address are carried to
 * another one, until the way is cut. Then all of them end and new ones are closed at once.
 */
final class CuttableLink implements AutoCloseable {

    private static final int CONNECT_MILLIS = 2000;

    private final InetSocketAddress member;
    private final ServerSocket entrance;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    CuttableLink(String address, String member, int port) throws IOException {
        this.member = new InetSocketAddress(InetAddress.getByName(member), port);
        this.entrance = new ServerSocket(port, 50, InetAddress.getByName(address));
        Thread.ofVirtual().start(this::accept);
    }

    /** Also while connections are made: none that began before is left. */
    void cut() {
        cut = true;
        open.forEach(CuttableLink::end);
    }

    void heal() {
        cut = false;
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket outside = entrance.accept();
                Thread.ofVirtual().start(() -> connect(outside));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket outside) {
        Socket inside = new Socket();
        open.add(outside);
        open.add(inside);
        try {
            inside.connect(member, CONNECT_MILLIS);
            if (cut) {
                throw new IOException("the way is cut");
            }
            Thread.ofVirtual().start(() -> carry(inside, outside));
            carry(outside, inside);
        } catch (IOException refused) {
            end(inside);
        } finally {
            end(outside);
            open.remove(outside);
            open.remove(inside);
        }
    }

    /** Until one end closes; then both are closed. */
    private static void carry(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException ended) {
            // Either end may close, and so does a cut: both are closed now.
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException ended) {
            // It is closed all the same.
        }
    }
}
