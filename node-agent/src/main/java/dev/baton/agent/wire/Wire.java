package dev.baton.agent.wire;

import dev.baton.config.Pnn;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetClient;

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
    private final WireLedger ledger = new WireLedger();
    private final SortedMap<Pnn, Dialer> dialers = new TreeMap<>();
    private Optional<Acceptor> acceptor = Optional.empty();
    private Optional<NetClient> client = Optional.empty();

    public Wire(WireSettings settings, WireListener listener) {
        this.settings = settings;
        this.listener = listener;
    }

    @Override
    public Future<?> start() {
        Presence presence = new Presence(listener);
        Acceptor door = new Acceptor(vertx, settings, ledger, presence, listener, this::arrived);
        acceptor = Optional.of(door);
        return door.listen().onSuccess(bound -> dialAll(presence));
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
        if (payload.length >= WireLimits.FRAME_BYTES) {
            throw new IllegalArgumentException(
                    "expected a payload under %d bytes for node %s, got %d"
                            .formatted(WireLimits.FRAME_BYTES, to, payload.length));
        }
        context.runOnContext(now -> sendNow(to, payload, heartbeat));
    }

    /** What was counted since the start. */
    public WireCounters counters() {
        return ledger.counters();
    }

    private void sendNow(Pnn to, byte[] payload, boolean heartbeat) {
        if (to.equals(settings.self())) {
            listener.received(to, payload);
            return;
        }
        Optional.ofNullable(dialers.get(to))
                .ifPresentOrElse(
                        dialer -> dialer.send(payload, heartbeat), ledger.dropped::increment);
    }

    private void dialAll(Presence presence) {
        NetClient dialling = vertx.createNetClient(SocketOptions.client(settings));
        client = Optional.of(dialling);
        for (Pnn peer : settings.nodes().keySet()) {
            if (!peer.equals(settings.self())) {
                Dialer dialer = new Dialer(vertx, dialling, settings, ledger, presence, peer);
                dialers.put(peer, dialer);
                dialer.dial();
            }
        }
        vertx.setPeriodic(
                WireLimits.CHECK.toMillis(), due -> dialers.values().forEach(Dialer::check));
    }

    private void arrived(Pnn peer) {
        Optional.ofNullable(dialers.get(peer)).ifPresent(Dialer::dial);
    }
}
