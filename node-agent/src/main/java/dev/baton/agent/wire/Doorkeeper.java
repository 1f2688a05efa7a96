package dev.baton.agent.wire;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import io.vertx.core.buffer.Buffer;

import java.util.Optional;

/** Decides who may speak with this node. Each refusal is one sentence with its cure. */
final class Doorkeeper {

    private final WireSettings settings;
    private final Neighbours neighbours;

    Doorkeeper(WireSettings settings, Neighbours neighbours) {
        this.settings = settings;
        this.neighbours = neighbours;
    }

    /** How this node introduces itself. */
    Frame greeting() {
        Hello hello =
                new Hello(
                        settings.self(),
                        settings.incarnation(),
                        settings.address(),
                        settings.cluster());
        return new Frame(FrameKind.HELLO, hello.encode());
    }

    /** Why a connection from this address is refused before it says anything. */
    Optional<String> refusal(String remote) {
        return IpAddress.parse(remote).flatMap(neighbours::at).isPresent()
                ? Optional.empty()
                : Optional.of(
                        "address %s is not in the nodes of node %s; add it to the nodes file of every"
                                        .formatted(remote, settings.self())
                                + " node, then run baton node reload");
    }

    /**
     * Why another version is refused. Failure: {@link IllegalArgumentException} if it is no hello.
     */
    Optional<String> otherVersion(Buffer body) {
        int version = Hello.versionOf(body);
        return version == Hello.VERSION
                ? Optional.empty()
                : Optional.of(
                        "node %s speaks wire version %d, the peer %d; install one release on all nodes"
                                .formatted(settings.self(), Hello.VERSION, version));
    }

    /** Why this hello is refused, when it arrived from that address. */
    Optional<String> refusal(Hello hello, String remote) {
        Pnn pnn = hello.pnn();
        if (!hello.cluster().equals(settings.cluster())) {
            return Optional.of(
                    "the [lease] times of node %s (digest %.12s) and of node %s (%.12s)"
                                    .formatted(
                                            settings.self(),
                                            settings.cluster(),
                                            pnn,
                                            hello.cluster())
                            + " differ; make both equal on all nodes");
        }
        if (pnn.equals(settings.self())) {
            return Optional.of(
                    "the peer at %s says it is node %s, but that is this node at %s; stop one of them"
                            .formatted(remote, pnn, settings.address()));
        }
        Optional<IpAddress> seen = IpAddress.parse(remote);
        Optional<IpAddress> listed = neighbours.addressOf(pnn);
        if (listed.isEmpty() || !listed.equals(seen) || !hello.address().equals(listed.get())) {
            return Optional.of(
                    "node %s has address %s here, but came from %s and calls itself %s; compare nodes"
                                    .formatted(
                                            pnn,
                                            listed.map(IpAddress::toString).orElse("none"),
                                            remote,
                                            hello.address())
                            + " files");
        }
        return Optional.empty();
    }
}
