package dev.baton.agent.kernel;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.IpAddress;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;

@Tag("netns")
@DisplayName("Sockets of an address are destroyed: safety argument, section 3, TAKE")
class SocketDestroyerNetnsTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final IpAddress V4 = IpAddress.of("192.0.2.50");
    private static final IpAddress V6 = IpAddress.of("2001:db8::50");
    private static final IpAddress OTHER = IpAddress.of("192.0.2.51");

    @Test
    void anIpv4ConnectionBoundToTheAddressIsDestroyed() {
        inNamespace(() -> destroysTheConnection(StandardProtocolFamily.INET, V4));
    }

    @Test
    void anIpv6ConnectionBoundToTheAddressIsDestroyed() {
        inNamespace(() -> destroysTheConnection(StandardProtocolFamily.INET6, V6));
    }

    @Test
    void anIpv4ConnectionOfAnIpv6SocketIsDestroyed() {
        inNamespace(() -> destroysTheConnection(StandardProtocolFamily.INET6, V4));
    }

    @Test
    void theWildcardListenerAndConnectionsOfOtherAddressesStay() {
        inNamespace(
                () -> {
                    try (ServerSocketChannel listener = listen(StandardProtocolFamily.INET);
                            SocketChannel client = connect(listener, OTHER);
                            SocketChannel server = listener.accept();
                            SocketDestroyer destroyer = new SocketDestroyer()) {
                        SocketDestruction ended = destroyer.destroy(V4);

                        assertEquals(new SocketDestruction.Destroyed(0), ended);
                        assertEquals(1, server.write(ByteBuffer.allocate(1)));
                        assertEquals(1, client.read(ByteBuffer.allocate(1)));
                        connect(listener, V4).close();
                    }
                });
    }

    @Test
    void aListenerBoundToTheVeryAddressIsDestroyed() {
        inNamespace(
                () -> {
                    try (ServerSocketChannel listener =
                                    ServerSocketChannel.open(StandardProtocolFamily.INET);
                            SocketDestroyer destroyer = new SocketDestroyer()) {
                        listener.bind(new InetSocketAddress(V4.inet(), 0));

                        SocketDestruction ended = destroyer.destroy(V4);

                        assertEquals(new SocketDestruction.Destroyed(1), ended);
                        assertThrows(IOException.class, () -> connect(listener, V4));
                    }
                });
    }

    private static void destroysTheConnection(StandardProtocolFamily family, IpAddress local)
            throws IOException {
        try (ServerSocketChannel listener = listen(family);
                SocketChannel client = connect(listener, local);
                SocketChannel server = listener.accept();
                SocketDestroyer destroyer = new SocketDestroyer()) {
            SocketDestruction ended = destroyer.destroy(local);

            // The client has the same address here, so both ends are bound to it.
            var destroyed = assertInstanceOf(SocketDestruction.Destroyed.class, ended);
            assertTrue(destroyed.count() >= 1, ended::toString);
            assertThrows(IOException.class, () -> readOrEnd(server));
            assertThrows(IOException.class, () -> readOrEnd(client));
            assertEquals(new SocketDestruction.Destroyed(0), destroyer.destroy(local));
        }
    }

    private static void readOrEnd(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        if (channel.read(ByteBuffer.allocate(1)) == 0) {
            throw new AssertionError("the connection is alive");
        }
    }

    private static ServerSocketChannel listen(StandardProtocolFamily family) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(family);
        return listener.bind(new InetSocketAddress(0));
    }

    private static SocketChannel connect(ServerSocketChannel listener, IpAddress to)
            throws IOException {
        int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        return SocketChannel.open(new InetSocketAddress(to.inet(), port));
    }

    private static void inNamespace(Namespace.Body body) {
        try (Namespace here = Namespace.create("destroy")) {
            here.ip("addr add " + V4 + "/32 dev lo");
            here.ip("addr add " + OTHER + "/32 dev lo");
            here.ip("addr add " + V6 + "/128 dev lo nodad");
            // The kernel makes the address reachable behind the answer to ip(8).
            await().atMost(LIMIT)
                    .until(() -> here.output("-6 route show table local").contains(V6 + " "));
            here.run(body);
        }
    }
}
