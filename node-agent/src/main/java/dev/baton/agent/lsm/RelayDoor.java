package dev.baton.agent.lsm;

import jdk.net.ExtendedSocketOptions;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * The socket of one plugin: anybody may connect, each client gets a thread of its own.
 *
 * <p>Bounds: clients beyond the relay's number wait in the system's queue of {@value #QUEUE}.
 * Source: storage call-outs contract, section 5.4.
 */
final class RelayDoor implements AutoCloseable {

    private static final int QUEUE = 1024;

    /** Serves one client to its end. */
    @FunctionalInterface
    interface Host {
        void serve(SocketChannel client, boolean isRoot);
    }

    private final Path socket;
    private final Path program;
    private final ServerSocketChannel door;
    private final Semaphore connections;
    private final Host host;
    private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();

    private RelayDoor(
            Path socket, Path program, ServerSocketChannel door, Semaphore connections, Host host) {
        this.socket = socket;
        this.program = program;
        this.door = door;
        this.connections = connections;
        this.host = host;
    }

    static RelayDoor open(Path socket, Path program, Semaphore connections, Host host)
            throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        door.bind(UnixDomainSocketAddress.of(socket), QUEUE);
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
        RelayDoor opened = new RelayDoor(socket, program, door, connections, host);
        Thread.ofVirtual().name("lsm-door-" + socket.getFileName()).start(opened::accept);
        return opened;
    }

    String scheme() {
        return String.valueOf(socket.getFileName());
    }

    Path program() {
        return program;
    }

    private void accept() {
        try {
            while (door.isOpen()) {
                connections.acquire();
                SocketChannel client = accepted();
                clients.add(client);
                Thread.ofVirtual().name("lsm-client-" + scheme()).start(() -> serve(client));
            }
        } catch (IOException closed) {
            close();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private SocketChannel accepted() throws IOException {
        try {
            return door.accept();
        } catch (IOException closed) {
            connections.release();
            throw closed;
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            host.serve(client, isRoot(client));
        } catch (IOException closed) {
            // a socket that cannot be closed is closed
            return;
        } finally {
            clients.remove(client);
            connections.release();
        }
    }

    private static boolean isRoot(SocketChannel client) throws IOException {
        return client.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName().equals("root");
    }

    /** No new clients, and an end of those there are. */
    @Override
    public void close() {
        close(door);
        clients.forEach(RelayDoor::close);
        try {
            Files.deleteIfExists(socket);
        } catch (IOException kept) {
            // removed at the next start
            return;
        }
    }

    private static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException closed) {
            // a channel that cannot be closed is closed
            return;
        }
    }
}
