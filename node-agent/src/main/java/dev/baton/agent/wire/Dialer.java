package dev.baton.agent.wire;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

import javax.net.ssl.SSLException;

/**
 * Keeps one connection to one peer, for ever, and writes to it what its outbox holds.
 *
 * <p>One heartbeat is under way at a time; the next leaves when the pulse is back. A heartbeat that
 * stays unanswered for {@link WireLimits#SILENCE} ends the connection: a new one carries no
 * backlog.
 */
final class Dialer {

    /** Whom it dials, and where. */
    record Peer(Pnn pnn, IpAddress host) {}

    /** Where the connection to the peer is. */
    private enum State {
        /** No connection; a timer may be set for the next attempt. */
        RESTING,
        /** TCP (and TLS) is being set up. */
        CONNECTING,
        /** Our hello is sent, the answer not yet here. */
        GREETING,
        /** Both have greeted: the outbox is written. */
        UP,
        /** The wire is stopping: nothing more is dialled. */
        STOPPED
    }

    private final Vertx vertx;
    private final NetClient client;
    private final WireSettings settings;
    private final Doorkeeper door;
    private final WireLedger ledger;
    private final Presence presence;
    private final Pnn peer;
    private final IpAddress host;
    private final Outbox outbox = new Outbox();
    private final Backoff backoff = new Backoff();
    private State state = State.RESTING;
    private Optional<Link> link = Optional.empty();
    private OptionalLong timer = OptionalLong.empty();
    private OptionalLong unansweredSinceNanos = OptionalLong.empty();
    private long sinceNanos;

    Dialer(
            Vertx vertx,
            NetClient client,
            WireSettings settings,
            Neighbours neighbours,
            WireLedger ledger,
            Presence presence,
            Peer peer) {
        this.vertx = vertx;
        this.client = client;
        this.settings = settings;
        this.door = new Doorkeeper(settings, neighbours);
        this.ledger = ledger;
        this.presence = presence;
        this.peer = peer.pnn();
        this.host = peer.host();
    }

    IpAddress host() {
        return host;
    }

    void send(FrameKind kind, byte[] payload) {
        if (kind != FrameKind.HEARTBEAT) {
            Frame frame = Frame.of(kind, payload);
            ledger.dropped.add(outbox.putMessage(frame, System.nanoTime()));
        } else if (outbox.putHeartbeat(Frame.of(kind, payload))) {
            ledger.replaced.increment();
        }
        drain();
    }

    /** The peer is there: an attempt that is waiting starts now. */
    void dial() {
        if (state == State.RESTING) {
            timer.ifPresent(vertx::cancelTimer);
            timer = OptionalLong.empty();
            connect();
        }
    }

    /** Ends a silent connection and forgets messages that are too old. To be called regularly. */
    void check() {
        long now = System.nanoTime();
        ledger.dropped.add(outbox.dropStale(now));
        boolean silent =
                switch (state) {
                    case GREETING -> now - sinceNanos > WireLimits.GREETING.toNanos();
                    case UP ->
                            unansweredSinceNanos.isPresent()
                                    && now - unansweredSinceNanos.getAsLong()
                                            > WireLimits.SILENCE.toNanos();
                    case RESTING, CONNECTING, STOPPED -> false;
                };
        if (silent) {
            link.ifPresent(Link::abandon);
        }
    }

    void stop() {
        state = State.STOPPED;
        timer.ifPresent(vertx::cancelTimer);
        link.ifPresent(Link::close);
    }

    private void connect() {
        state = State.CONNECTING;
        client.connect(settings.port(), host.toString()).onComplete(this::connected, this::failed);
    }

    private void connected(NetSocket socket) {
        if (state != State.CONNECTING) {
            socket.close();
            return;
        }
        Link opened = new Link(socket, ledger, this::frame, this::closed);
        link = Optional.of(opened);
        state = State.GREETING;
        sinceNanos = System.nanoTime();
        opened.write(door.greeting());
    }

    private void failed(Throwable cause) {
        if (cause instanceof SSLException) {
            ledger.refused(
                    host.toString(),
                    "TLS with node %s: %s; compare certificates and authorities"
                            .formatted(peer, cause.getMessage()));
        }
        rest();
    }

    private void rest() {
        if (state != State.STOPPED) {
            state = State.RESTING;
            Duration pause = backoff.pause();
            timer = OptionalLong.of(vertx.setTimer(Math.max(1, pause.toMillis()), due -> dial()));
        }
    }

    private void frame(Frame frame) {
        try {
            switch (frame.kind()) {
                case REFUSAL -> refusedBy(frame);
                case HELLO -> hello(frame);
                case PULSE -> pulse(frame);
                case MESSAGE, HEARTBEAT, STORAGE ->
                        throw new IllegalArgumentException(
                                "expected a hello or a pulse, got " + frame.kind());
            }
        } catch (IllegalArgumentException notOurs) {
            link.ifPresent(now -> now.garbage(String.valueOf(notOurs.getMessage())));
        }
    }

    private void refusedBy(Frame frame) {
        backoff.longest();
        link.ifPresent(
                now -> {
                    ledger.refused(now.remote(), "the peer says: " + printable(frame.text()));
                    now.close();
                });
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private void hello(Frame frame) {
        if (state != State.GREETING) {
            throw new IllegalArgumentException("expected one hello, got another");
        }
        String remote = host.toString();
        Optional<String> refusal =
                door.otherVersion(frame.body())
                        .or(() -> door.refusal(Hello.decode(frame.body()), remote));
        link.ifPresent(
                now ->
                        refusal.ifPresentOrElse(
                                why -> {
                                    backoff.longest();
                                    now.refuse(why);
                                },
                                () -> up(now)));
    }

    private void up(Link now) {
        state = State.UP;
        sinceNanos = System.nanoTime();
        now.greeted();
        now.onDrain(this::drain);
        presence.reaches(peer);
        drain();
    }

    private void pulse(Frame pulse) {
        if (unansweredSinceNanos.isPresent() && pulse.wallMillis().isPresent()) {
            long took = System.nanoTime() - unansweredSinceNanos.getAsLong();
            long apart = pulse.wallMillis().getAsLong() - System.currentTimeMillis();
            Duration ahead = Duration.ofMillis(apart).plusNanos(took / 2);
            presence.showsClock(peer, ahead, Duration.ofNanos(took));
        }
        unansweredSinceNanos = OptionalLong.empty();
        drain();
    }

    private void drain() {
        link.filter(now -> state == State.UP).ifPresent(this::drainTo);
    }

    private void drainTo(Link now) {
        if (unansweredSinceNanos.isEmpty() && !now.isFull()) {
            outbox.takeHeartbeat()
                    .ifPresent(
                            frame -> {
                                unansweredSinceNanos = OptionalLong.of(System.nanoTime());
                                write(now, frame);
                            });
        }
        while (!now.isFull()) {
            Optional<Frame> next = outbox.takeMessage();
            if (next.isEmpty()) {
                return;
            }
            write(now, next.get());
        }
    }

    private void write(Link now, Frame frame) {
        ledger.framesOut.increment();
        now.write(frame);
    }

    private void closed() {
        link = Optional.empty();
        unansweredSinceNanos = OptionalLong.empty();
        if (state == State.UP && System.nanoTime() - sinceNanos > WireLimits.PROVEN.toNanos()) {
            backoff.reset();
        }
        presence.noLongerReaches(peer);
        rest();
    }
}
