package dev.baton.agent.wire;

import dev.baton.config.Pnn;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

import java.util.ArrayList;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Listens on the private address of this node and hears every peer on the connection the peer made.
 *
 * <p>One greeted connection per peer. A second agent of the same number is refused while the first
 * is heard; a peer that dials again takes the place of its older connection.
 */
final class Acceptor {

    private final Vertx vertx;
    private final WireSettings settings;
    private final Doorkeeper door;
    private final WireLedger ledger;
    private final Presence presence;
    private final WireListener listener;
    private final Consumer<Pnn> arrived;
    private final NetServer server;
    private final SortedMap<Pnn, Incoming> greeted = new TreeMap<>();
    private int ungreeted;

    Acceptor(
            Vertx vertx,
            WireSettings settings,
            Neighbours neighbours,
            WireLedger ledger,
            Presence presence,
            WireListener listener,
            Consumer<Pnn> arrived) {
        this.vertx = vertx;
        this.settings = settings;
        this.door = new Doorkeeper(settings, neighbours);
        this.ledger = ledger;
        this.presence = presence;
        this.listener = listener;
        this.arrived = arrived;
        this.server = vertx.createNetServer(SocketOptions.server(settings));
    }

    /** Binds. Failure: a sentence with the address, the port and the cure. */
    Future<?> listen() {
        String host = settings.address().toString();
        return server.connectHandler(this::opened)
                .exceptionHandler(broken -> ledger.refused("unknown", "handshake: " + broken))
                .listen(settings.port(), host)
                .recover(
                        cause ->
                                Future.failedFuture(
                                        new IllegalStateException(
                                                "cannot listen on %s port %d: %s; stop what uses it or"
                                                                .formatted(
                                                                        host,
                                                                        settings.port(),
                                                                        cause.getMessage())
                                                        + " set another wire port on every node",
                                                cause)));
    }

    /** Ends the connection of a node that is one of the cluster's no more. */
    void dismiss(Pnn peer) {
        Optional.ofNullable(greeted.get(peer)).ifPresent(incoming -> incoming.link.close());
    }

    Future<?> close() {
        new ArrayList<>(greeted.values()).forEach(incoming -> incoming.link.close());
        return server.close();
    }

    private void opened(NetSocket socket) {
        Incoming incoming = new Incoming(socket);
        ungreeted++;
        if (ungreeted > WireLimits.UNGREETED) {
            incoming.link.close();
            return;
        }
        door.refusal(incoming.link.remote()).ifPresent(incoming.link::refuse);
    }

    private void place(Pnn peer, Incoming incoming) {
        Optional.ofNullable(greeted.put(peer, incoming)).ifPresent(older -> older.link.close());
        presence.hears(peer);
        arrived.accept(peer);
    }

    /** A living agent of the same number and another incarnation, if there is one. */
    private Optional<String> twin(Hello hello) {
        return Optional.ofNullable(greeted.get(hello.pnn()))
                .filter(other -> other.incarnation != hello.incarnation() && other.isHeard())
                .map(
                        other ->
                                "two agents call themselves node %s: incarnation %d is alive, %d is new;"
                                                .formatted(
                                                        hello.pnn(),
                                                        other.incarnation,
                                                        hello.incarnation())
                                        + " stop one of them");
    }

    /** One connection a peer made. */
    private final class Incoming {

        private final Link link;
        private final long greetingTimer;
        private Optional<Pnn> peer = Optional.empty();
        private long incarnation;
        private long heardNanos = System.nanoTime();

        Incoming(NetSocket socket) {
            link = new Link(socket, ledger, this::frame, this::closed);
            greetingTimer = vertx.setTimer(WireLimits.GREETING.toMillis(), late -> link.close());
        }

        boolean isHeard() {
            return System.nanoTime() - heardNanos < WireLimits.SILENCE.toNanos();
        }

        private void frame(Frame frame) {
            heardNanos = System.nanoTime();
            try {
                peer.ifPresentOrElse(from -> payload(from, frame), () -> greeting(frame));
            } catch (IllegalArgumentException notOurs) {
                link.garbage(String.valueOf(notOurs.getMessage()));
            }
        }

        private void greeting(Frame frame) {
            if (frame.kind() != FrameKind.HELLO) {
                throw new IllegalArgumentException("expected a hello first, got " + frame.kind());
            }
            door.otherVersion(frame.body())
                    .ifPresentOrElse(link::refuse, () -> check(Hello.decode(frame.body())));
        }

        private void check(Hello hello) {
            door.refusal(hello, link.remote())
                    .or(() -> twin(hello))
                    .ifPresentOrElse(link::refuse, () -> accept(hello));
        }

        private void accept(Hello hello) {
            vertx.cancelTimer(greetingTimer);
            ungreeted--;
            peer = Optional.of(hello.pnn());
            incarnation = hello.incarnation();
            link.greeted();
            link.write(door.greeting());
            place(hello.pnn(), this);
        }

        private void payload(Pnn from, Frame frame) {
            switch (frame.kind()) {
                case HEARTBEAT -> {
                    link.write(Frame.pulse(System.currentTimeMillis()));
                    deliver(from, frame);
                }
                case MESSAGE -> deliver(from, frame);
                case STORAGE -> {
                    ledger.framesIn.increment();
                    listener.storageReceived(from, frame.body().getBytes());
                }
                case HELLO, REFUSAL, PULSE ->
                        throw new IllegalArgumentException(
                                "expected a message or a heartbeat, got " + frame.kind());
            }
        }

        private void deliver(Pnn from, Frame frame) {
            ledger.framesIn.increment();
            listener.received(from, frame.body().getBytes());
        }

        private void closed() {
            vertx.cancelTimer(greetingTimer);
            if (peer.isEmpty()) {
                ungreeted--;
            }
            peer.filter(from -> greeted.remove(from, this)).ifPresent(presence::noLongerHears);
        }
    }
}
