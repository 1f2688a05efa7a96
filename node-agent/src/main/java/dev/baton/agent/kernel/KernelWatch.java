package dev.baton.agent.kernel;

import dev.baton.config.InterfaceName;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Listens to the kernel's notices of addresses and links, from the moment of opening.
 *
 * <p>Thread: its own daemon thread calls the consumer, which must not wait. Bounds: {@link
 * #BUFFER_BYTES} of notices may queue in the kernel (about 8000 addresses at once); more than that
 * become one {@link KernelNotice.Overflow}. Source: linux/rtnetlink.h.
 */
public final class KernelWatch implements AutoCloseable {

    static final int BUFFER_BYTES = 16 << 20;
    // RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR
    private static final int GROUPS = 0x1 | 0x10 | 0x100;
    private static final int DATAGRAMS_PER_WAKE = 1000;

    private final Consumer<KernelNotice> consumer;
    private final NetlinkSocket socket;
    private final Map<Integer, InterfaceName> names = new TreeMap<>();
    private final ListenerThread thread;

    private KernelWatch(Consumer<KernelNotice> consumer) {
        this.consumer = consumer;
        socket =
                new NetlinkSocket(
                        "the route notices",
                        RouteSocket.NETLINK_ROUTE,
                        GROUPS,
                        BUFFER_BYTES,
                        Duration.ofMillis(500));
        try {
            readNames();
            thread =
                    new ListenerThread(
                            "kernel-watch", List.of(socket.descriptor()), place -> receive());
        } catch (KernelFailure failed) {
            socket.close();
            throw failed;
        }
    }

    public static KernelWatch open(Consumer<KernelNotice> consumer) {
        KernelWatch watch = new KernelWatch(consumer);
        watch.thread.start();
        return watch;
    }

    /**
     * Listens to everything but the IPv4 addresses that this socket writes: a thousand renewals a
     * second would be told to who has asked for them. IPv6 notices do not name their cause.
     */
    public static KernelWatch open(RouteSocket unheard, Consumer<KernelNotice> consumer) {
        KernelWatch watch = new KernelWatch(consumer);
        watch.socket.descriptor().attach(PacketFilter.addressesNotWrittenBy(unheard.port()));
        watch.thread.start();
        return watch;
    }

    @Override
    public void close() {
        if (thread.end()) {
            socket.close();
        }
    }

    private void receive() {
        for (int i = 0; i < DATAGRAMS_PER_WAKE; i++) {
            long got = socket.receive(false, this::tell);
            if (Errno.ENOBUFS.isAnswer(got)) {
                readNames();
                consumer.accept(new KernelNotice.Overflow());
            } else if (got < 0) {
                return;
            }
        }
    }

    private void tell(NetlinkMessage message) {
        switch (message.type()) {
            case LinkMessages.NEW -> LinkMessages.read(message).ifPresent(this::changed);
            case LinkMessages.DELETE -> LinkMessages.read(message).ifPresent(this::removed);
            case AddressMessages.NEW ->
                    AddressMessages.read(message, this::name)
                            .map(KernelNotice.AddressAdded::new)
                            .ifPresent(consumer);
            case AddressMessages.DELETE ->
                    AddressMessages.read(message, this::name)
                            .map(KernelNotice.AddressRemoved::new)
                            .ifPresent(consumer);
            default -> {} // Other types are not subscribed to.
        }
    }

    private void changed(KernelLink link) {
        names.put(link.index(), link.name());
        consumer.accept(new KernelNotice.LinkChanged(link));
    }

    private void removed(KernelLink link) {
        names.remove(link.index());
        consumer.accept(new KernelNotice.LinkRemoved(link.name()));
    }

    private InterfaceName name(int index) {
        return names.computeIfAbsent(index, LinkMessages::unnamed);
    }

    private void readNames() {
        try (RouteSocket route = new RouteSocket()) {
            route.links().forEach(link -> names.put(link.index(), link.name()));
        }
    }
}
