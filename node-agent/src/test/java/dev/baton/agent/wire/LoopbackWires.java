package dev.baton.agent.wire;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import io.vertx.core.Vertx;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Wires of several nodes in one process, on 127.0.0.1, 127.0.0.2 and so on. */
final class LoopbackWires implements AutoCloseable {

    /** What one node heard, as text in order. */
    static final class Heard implements WireListener {
        final List<String> lines = new CopyOnWriteArrayList<>();
        final List<Duration> clocks = new CopyOnWriteArrayList<>();

        @Override
        public void received(Pnn from, byte[] payload) {
            String text = new String(payload, StandardCharsets.UTF_8);
            if (text.equals("not a message")) {
                throw new IllegalArgumentException(text);
            }
            lines.add(from + ":" + text);
        }

        @Override
        public void storageReceived(Pnn from, byte[] payload) {
            lines.add("storage " + from + ":" + new String(payload, StandardCharsets.UTF_8));
        }

        @Override
        public void clockSeen(Pnn peer, Duration ahead, Duration took) {
            clocks.add(ahead);
        }

        @Override
        public void peerUp(Pnn peer) {
            lines.add("up " + peer);
        }

        @Override
        public void peerLost(Pnn peer) {
            lines.add("lost " + peer);
        }
    }

    final Vertx vertx = Vertx.vertx();
    final int port = freePort();

    static SortedMap<Pnn, IpAddress> nodes(int count) {
        SortedMap<Pnn, IpAddress> nodes = new TreeMap<>();
        for (int pnn = 0; pnn < count; pnn++) {
            nodes.put(new Pnn(pnn), IpAddress.of("127.0.0." + (pnn + 1)));
        }
        return nodes;
    }

    WireSettings settings(int self, String cluster) {
        return new WireSettings(
                new Pnn(self), 100 + self, nodes(3), port, cluster, Optional.empty());
    }

    Wire start(WireSettings settings, WireListener listener) {
        Wire wire = new Wire(settings, listener);
        await(vertx.deployVerticle(wire));
        return wire;
    }

    void stop(Wire wire) {
        await(vertx.undeploy(wire.deploymentID()));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static <T> T await(io.vertx.core.Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception failed) {
            throw new IllegalStateException(failed.getMessage(), failed);
        }
    }

    private static int freePort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException none) {
            throw new IllegalStateException("no free port on 127.0.0.1", none);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
