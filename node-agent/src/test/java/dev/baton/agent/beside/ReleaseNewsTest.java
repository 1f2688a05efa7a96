package dev.baton.agent.beside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.orchestrator.exchange.Fact;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

@DisplayName(
        "CTDB events contract, section 13.3 (4): local clients are told that an address is gone")
class ReleaseNewsTest {

    private static final IpAddress IP = IpAddress.of("10.8.1.31");
    private static final IpAddress OTHER = IpAddress.of("fd00::31");
    private static final long PATIENCE_SECONDS = 30;
    private static final int HEADER = 32;
    private static final int REPLY = 8;

    private final BlockingQueue<Fact> facts = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final Path socket;
    private final ReleaseNews news;

    ReleaseNewsTest(@TempDir Path directory) {
        socket = directory.resolve("ctdbd.socket");
        news = new ReleaseNews(socket, facts::add);
    }

    @AfterEach
    void close() {
        news.close();
    }

    @Test
    void ctdbdIsToldOfEachReleasedAddress() throws Exception {
        try (ServerSocketChannel ctdbd = listen()) {
            serve(ctdbd, true);
            news.start();

            news.accept(new Fact.AddressReleased(IP, "ordered"));
            assertEquals(new Fact.ReleaseTold(IP, true, ""), next());
            news.accept(
                    new Fact.AddressRemoved(
                            OTHER, new InterfaceName("eth1"), "does_not_belong_here"));
            assertEquals(new Fact.ReleaseTold(OTHER, true, ""), next());

            assertEquals("f300000000000000 10.8.1.31\\0", heard.poll());
            assertEquals("f300000000000000 fd00::31\\0", heard.poll());
        }
    }

    @Test
    void whatCouldNotBeToldIsAFactWithItsReason() throws Exception {
        news.start();

        news.accept(new Fact.AddressReleased(IP, "ordered"));

        assertEquals(new Fact.ReleaseTold(IP, false, "ctdbd: No such file or directory"), next());
    }

    @Test
    void aCtdbdThatHangsUpIsNotBelieved() throws Exception {
        try (ServerSocketChannel ctdbd = listen()) {
            serve(ctdbd, false);
            news.start();

            news.accept(new Fact.AddressReleased(IP, "ordered"));

            assertEquals(new Fact.ReleaseTold(IP, false, "ctdbd: it ended the connection"), next());
        }
    }

    @Test
    void aCtdbdThatDoesNotReadIsWaitedForForALimitedTime() throws Exception {
        try (ServerSocketChannel ctdbd = listen()) {
            assertTrue(ctdbd.isOpen());
            news.start();

            news.accept(new Fact.AddressReleased(IP, "ordered"));

            assertEquals(new Fact.ReleaseTold(IP, false, "ctdbd: no answer within 2 s"), next());
        }
    }

    @Test
    void anAddressThatIsBackIsNotToldOfAndTooManyAreLeftOut() throws Exception {
        for (int i = 0; i < 1024; i++) {
            news.accept(new Fact.AddressReleased(IP, "ordered"));
        }
        news.accept(new Fact.AddressReleased(OTHER, "ordered"));
        assertEquals(new Fact.ReleaseTold(OTHER, false, "1024 addresses wait already"), next());

        news.accept(new Fact.AddressTaken(IP, new InterfaceName("eth1"), 1, Duration.ZERO));
        news.accept(new Fact.AddressReleased(OTHER, "ordered"));
        try (ServerSocketChannel ctdbd = listen()) {
            serve(ctdbd, true);
            news.start();

            assertEquals(new Fact.ReleaseTold(OTHER, true, ""), next());
        }
    }

    private Fact next() throws InterruptedException {
        Fact fact = facts.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return fact == null ? new Fact.AgentStopping("nothing was told") : fact;
    }

    private ServerSocketChannel listen() throws IOException {
        ServerSocketChannel ctdbd = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        return ctdbd.bind(UnixDomainSocketAddress.of(socket));
    }

    /** Reads one message and one question of each connection; answers after something else. */
    private void serve(ServerSocketChannel ctdbd, boolean answering) {
        Thread.startVirtualThread(
                () -> {
                    try {
                        while (true) {
                            try (SocketChannel client = ctdbd.accept()) {
                                serve(client, answering);
                            }
                        }
                    } catch (IOException closed) {
                        assertTrue(!ctdbd.isOpen(), String.valueOf(closed));
                    }
                });
    }

    private void serve(SocketChannel client, boolean answering) throws IOException {
        ByteBuffer message = packet(client);
        byte[] text = new byte[message.getInt(HEADER + 8)];
        message.get(HEADER + 12, text);
        heard.add(
                "%x %s"
                        .formatted(
                                message.getLong(HEADER),
                                new String(text, US_ASCII).replace("\0", "\\0")));
        ByteBuffer question = packet(client);
        if (answering) {
            client.write(reply(question.getInt(28) + 1));
            ByteBuffer answer = reply(question.getInt(28));
            client.write(answer.duplicate().limit(10));
            client.write(answer.position(10));
        }
    }

    private static ByteBuffer reply(int request) {
        return ByteBuffer.allocate(48)
                .order(ByteOrder.nativeOrder())
                .putInt(0, 48)
                .putInt(4, 0x43544442)
                .putInt(8, 1)
                .putInt(16, REPLY)
                .putInt(28, request);
    }

    private static ByteBuffer packet(SocketChannel client) {
        ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder());
        fill(client, length);
        ByteBuffer rest = ByteBuffer.allocate(length.getInt(0)).order(ByteOrder.nativeOrder());
        rest.putInt(length.getInt(0));
        fill(client, rest);
        return rest;
    }

    private static void fill(SocketChannel client, ByteBuffer buffer) {
        try {
            while (buffer.hasRemaining()) {
                assertTrue(client.read(buffer) >= 0, "the client ended in a packet");
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
