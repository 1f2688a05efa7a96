package dev.baton.agent.wire;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetClient;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The room that carries bytes to the other nodes. Each node dials every other one, writes on the
 * connection it made and hears on those made to it.
 *
 * <p>Bounds: {@link WireLimits}. Delivery is not promised: a message is lost when its peer is away
 * for 2 s, when its connection breaks, or when 1024 others wait behind it. Messages of one peer
 * arrive in order; heartbeats may overtake them.
 *
 * <p>Thread: {@link #send} and {@link #counters} from anywhere; the listener is always called on
 * this verticle's context. Failure: deployment fails with a sentence if the port cannot be bound.
 */
public final class Wire extends VerticleBase {

    private final WireSettings settings;
    private final WireListener listener;
    private final Neighbours neighbours;
    private final Presence presence;
    private final WireLedger ledger = new WireLedger();
    private final SortedMap<Pnn, Dialer> dialers = new TreeMap<>();
    private Optional<Acceptor> acceptor = Optional.empty();
    private Optional<NetClient> client = Optional.empty();

    public Wire(WireSettings settings, WireListener listener) {
        this.settings = settings;
        this.listener = listener;
        this.neighbours = new Neighbours(settings.nodes());
        this.presence = new Presence(listener);
    }

    @Override
    public Future<?> start() {
        Acceptor door =
                new Acceptor(
                        vertx, settings, neighbours, ledger, presence, listener, this::arrived);
        acceptor = Optional.of(door);
        return door.listen().onSuccess(bound -> begin());
    }

    /** Closes every connection; peers see them end. */
    @Override
    public Future<?> stop() {
        dialers.values().forEach(Dialer::stop);
        return Future.join(
                acceptor.<Future<?>>map(Acceptor::close).orElseGet(Future::succeededFuture),
                client.map(NetClient::close).orElseGet(Future::succeededFuture));
    }

    /**
     * Sends a payload, at once if the peer is connected. A payload for this node itself comes back
     * through the listener.
     *
     * @param heartbeat a newer one may replace this one while it waits
     * @throws IllegalArgumentException if the payload is larger than a frame
     */
    public void send(Pnn to, byte[] payload, boolean heartbeat) {
        send(to, payload, heartbeat ? FrameKind.HEARTBEAT : FrameKind.MESSAGE);
    }

    /** The same for a payload of the storage room. */
    public void sendStorage(Pnn to, byte[] payload) {
        send(to, payload, FrameKind.STORAGE);
    }

    private void send(Pnn to, byte[] payload, FrameKind kind) {
        if (payload.length >= WireLimits.FRAME_BYTES) {
            throw new IllegalArgumentException(
                    "expected a payload under %d bytes for node %s, got %d"
                            .formatted(WireLimits.FRAME_BYTES, to, payload.length));
        }
        context.runOnContext(now -> sendNow(to, payload, kind));
    }

    /** From now on these are the nodes to speak with, this one included. Thread: any. */
    public void meet(SortedMap<Pnn, IpAddress> nodes) {
        neighbours.become(nodes);
        context.runOnContext(now -> dialAll());
    }

    /** What was counted since the start. */
    public WireCounters counters() {
        return ledger.counters();
    }

    private void sendNow(Pnn to, byte[] payload, FrameKind kind) {
        if (to.equals(settings.self())) {
            if (kind == FrameKind.STORAGE) {
                listener.storageReceived(to, payload);
            } else {
                listener.received(to, payload);
            }
            return;
        }
        Optional.ofNullable(dialers.get(to))
                .ifPresentOrElse(dialer -> dialer.send(kind, payload), ledger.dropped::increment);
    }

    private void begin() {
        client = Optional.of(vertx.createNetClient(SocketOptions.client(settings)));
        dialAll();
        vertx.setPeriodic(
                WireLimits.CHECK.toMillis(), due -> dialers.values().forEach(Dialer::check));
    }

    private void dialAll() {
        SortedMap<Pnn, IpAddress> nodes = neighbours.all();
        for (Pnn peer : List.copyOf(dialers.keySet())) {
            Dialer dialer = dialers.get(peer);
            if (dialer != null && !dialer.host().equals(nodes.get(peer))) {
                dialer.stop();
                dialers.remove(peer);
                acceptor.ifPresent(door -> door.dismiss(peer));
            }
        }
        client.ifPresent(dialling -> nodes.forEach((peer, host) -> dial(dialling, peer, host)));
    }

    private void dial(NetClient dialling, Pnn peer, IpAddress host) {
        if (!peer.equals(settings.self()) && !dialers.containsKey(peer)) {
            Dialer.Peer whom = new Dialer.Peer(peer, host);
            Dialer dialer =
                    new Dialer(vertx, dialling, settings, neighbours, ledger, presence, whom);
            dialers.put(peer, dialer);
            dialer.dial();
        }
    }

    private void arrived(Pnn peer) {
        Optional.ofNullable(dialers.get(peer)).ifPresent(Dialer::dial);
    }
}
