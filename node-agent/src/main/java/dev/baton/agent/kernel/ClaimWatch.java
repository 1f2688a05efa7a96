package dev.baton.agent.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Hears other hosts claim addresses by ARP (any with a sender address) and by neighbour
 * advertisement, on given interfaces. Which addresses matter is the consumer's to say.
 *
 * <p>Claims by link-layer addresses this host had at the moment of opening are its own and not
 * told. Thread: its own daemon thread calls the consumer, which must not wait. Bounds: the kernel
 * queues what the socket's buffer holds and drops the rest. A link that is down is heard again when
 * it comes up; one that is made anew needs a new watch.
 */
public final class ClaimWatch implements AutoCloseable {

    private static final int FRAMES_PER_WAKE = 256;

    private final List<KernelLink> links;
    private final Set<MacAddress> own = new TreeSet<>();
    private final Consumer<ForeignClaim> consumer;
    private final List<PacketSocket> sockets = new ArrayList<>();
    private final ListenerThread thread;

    private ClaimWatch(List<KernelLink> links, Consumer<ForeignClaim> consumer) {
        this.links = links.stream().filter(KernelLink::isEthernet).toList();
        this.consumer = consumer;
        try (RouteSocket route = new RouteSocket()) {
            route.links().forEach(link -> own.add(link.mac()));
        }
        try {
            this.links.forEach(this::listen);
        } catch (KernelFailure failed) {
            sockets.forEach(PacketSocket::close);
            throw failed;
        }
        thread =
                new ListenerThread(
                        "claim-watch",
                        sockets.stream().map(PacketSocket::descriptor).toList(),
                        this::receive);
    }

    /** Throws {@link KernelFailure} when an interface cannot be listened on. */
    public static ClaimWatch open(List<KernelLink> links, Consumer<ForeignClaim> consumer) {
        ClaimWatch watch = new ClaimWatch(links, consumer);
        watch.thread.start();
        return watch;
    }

    @Override
    public void close() {
        thread.close();
    }

    private void listen(KernelLink link) {
        sockets.add(
                PacketSocket.listening(
                        PacketSocket.ETH_P_ARP, link.index(), PacketFilter.everything()));
        sockets.add(
                PacketSocket.listening(
                        PacketSocket.ETH_P_IPV6,
                        link.index(),
                        PacketFilter.neighbourAdvertisements()));
    }

    private void receive(int place) {
        KernelLink link = links.get(place / 2);
        for (int i = 0; i < FRAMES_PER_WAKE; i++) {
            byte[] frame = sockets.get(place).receive();
            if (frame.length == 0) {
                return;
            }
            ClaimFrames.read(frame)
                    .filter(claim -> !own.contains(claim.mac()))
                    .map(claim -> new ForeignClaim(claim.ip(), claim.mac(), link.name()))
                    .ifPresent(consumer);
        }
    }
}
