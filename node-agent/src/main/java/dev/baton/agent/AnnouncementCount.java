package dev.baton.agent;

import dev.baton.config.IpAddress;
import dev.baton.monitoring.metrics.Announced;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Counts what neighbours were told, by the protocol of the address. Thread: any. */
final class AnnouncementCount implements Consumer<IpAddress> {

    /** Of an IPv4 address a request and a reply are sent. */
    private static final int ARP_PACKETS = 2;

    private final LongAdder arp = new LongAdder();
    private final LongAdder nd = new LongAdder();

    @Override
    public void accept(IpAddress ip) {
        if (ip.isIpv6()) {
            nd.increment();
        } else {
            arp.add(ARP_PACKETS);
        }
    }

    Announced counts(long tickles) {
        return new Announced(arp.sum(), nd.sum(), tickles);
    }
}
