package dev.baton.agent;

import dev.baton.agent.core.Inbox;
import dev.baton.agent.wire.MessageCodec;
import dev.baton.agent.wire.Wire;
import dev.baton.agent.wire.WireCounters;
import dev.baton.agent.wire.WireListener;
import dev.baton.agent.wire.WireSettings;
import dev.baton.agent.wire.WireTls;
import dev.baton.config.ClusterSettings;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.monitoring.metrics.WireRejections;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Input;
import dev.baton.orchestrator.exchange.Message;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Turns messages into frames and back. What is sent before the wire stands is lost. */
final class WirePost implements WireListener {

    private final Inbox inbox;
    private final StoragePost storage;
    private final Wire wire;
    private final MessageCodec codec = new MessageCodec();
    private final RoundTrips trips;
    private final PeerClocks clocks;
    private final Consumer<Message.Order> orders;
    private volatile boolean standing;

    WirePost(
            ClusterSettings settings,
            Incarnation self,
            SortedMap<Pnn, IpAddress> nodes,
            Inbox inbox,
            StoragePost storage,
            BiConsumer<Pnn, Duration> answered,
            BiConsumer<Pnn, Duration> ahead,
            Consumer<Message.Order> orders) {
        this.orders = orders;
        this.inbox = inbox;
        this.storage = storage;
        this.trips = new RoundTrips(System::nanoTime, answered);
        this.clocks = new PeerClocks(ahead);
        this.wire = new Wire(wireSettings(settings, self, nodes), this);
        warmUp(self);
    }

    private static WireSettings wireSettings(
            ClusterSettings settings, Incarnation self, SortedMap<Pnn, IpAddress> nodes) {
        return new WireSettings(
                self.node(),
                self.number(),
                nodes,
                settings.endpoints().wirePort(),
                settings.digest(),
                settings.tls()
                        .map(tls -> new WireTls(tls.certificate(), tls.key(), tls.authority())));
    }

    /** The first message through the codec takes a hundred times as long as the others. */
    private void warmUp(Incarnation self) {
        Message.Beat beat = new Message.Beat(self, 0, 0, 0, 0, 0, List.of(), 0, Optional.empty());
        if (!codec.decode(codec.encode(beat)).equals(Optional.of(beat))) {
            throw new IllegalStateException("the codec changes " + beat);
        }
    }

    Future<String> open(Vertx vertx) {
        return vertx.deployVerticle(wire).onSuccess(id -> standing = true);
    }

    /** From now on these are the nodes to speak with. Thread: the core's. */
    void meet(SortedMap<Pnn, IpAddress> nodes) {
        wire.meet(nodes);
    }

    /** Thread: any. */
    WireRejections rejections() {
        WireCounters now = wire.counters();
        return new WireRejections(now.garbage(), now.refused());
    }

    /** Thread: the core's. */
    void send(Effect.Send effect) {
        if (standing) {
            boolean heartbeat = effect.message() instanceof Message.Beat;
            if (effect.message() instanceof Message.Beat beat) {
                trips.sent(effect.to(), beat.number());
            }
            wire.send(effect.to(), codec.encode(effect.message()), heartbeat);
        }
    }

    @Override
    public void received(Pnn from, byte[] payload) {
        Message message =
                codec.decode(payload)
                        .filter(decoded -> decoded.from().node().equals(from))
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                payload.length + " bytes are no message of it"));
        if (message instanceof Message.BeatAck answer) {
            trips.received(from, answer.number());
        }
        if (message instanceof Message.Order order) {
            orders.accept(order);
        }
        inbox.put(new Input.MessageReceived(from, message));
    }

    /** Thread: any. */
    void sendStorage(Pnn to, byte[] payload) {
        if (standing) {
            wire.sendStorage(to, payload);
        }
    }

    @Override
    public void storageReceived(Pnn from, byte[] payload) {
        storage.received(from, payload);
    }

    @Override
    public void clockSeen(Pnn peer, Duration ahead, Duration took) {
        clocks.seen(peer, ahead, took);
    }

    @Override
    public void peerUp(Pnn peer) {
        inbox.put(new Input.PeerSeen(peer));
    }

    @Override
    public void peerLost(Pnn peer) {
        inbox.put(new Input.PeerLost(peer));
        storage.lost(peer);
    }
}
