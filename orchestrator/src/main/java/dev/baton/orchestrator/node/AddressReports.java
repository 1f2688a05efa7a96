package dev.baton.orchestrator.node;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.lease.Rights;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What this node says of its public addresses, made anew only after one may have changed. */
final class AddressReports {

    private final SortedMap<IpAddress, HostedAddress> hosted;
    private final LinkStates links;
    private final Rights rights;
    private final Tally tally;
    private final boolean untouched;
    private SortedMap<IpAddress, AddressReport> last = Collections.emptySortedMap();
    private long madeAt;
    private boolean madeSlewed;

    /**
     * @param hosted every public address of this node, as it stands whenever it is looked at
     * @param untouched this node takes none of them
     */
    AddressReports(
            SortedMap<IpAddress, HostedAddress> hosted,
            LinkStates links,
            Rights rights,
            Tally tally,
            boolean untouched) {
        this.hosted = hosted;
        this.links = links;
        this.rights = rights;
        this.tally = tally;
        this.untouched = untouched;
    }

    /** How every address stands: another object than before only when one stands differently. */
    SortedMap<IpAddress, AddressReport> now() {
        boolean slewed = rights.isSlewed();
        if (madeAt != tally.changes() || madeSlewed != slewed) {
            madeAt = tally.changes();
            madeSlewed = slewed;
            TreeMap<IpAddress, AddressReport> now = new TreeMap<>();
            hosted.forEach((ip, host) -> now.put(ip, of(host)));
            last = now.equals(last) ? last : Collections.unmodifiableSortedMap(now);
        }
        return last;
    }

    private AddressReport of(HostedAddress host) {
        boolean unable = untouched || rights.isSlewed();
        Optional<InterfaceName> best = unable ? Optional.empty() : links.best(host);
        boolean onIsUp = host.on().map(links::isUp).orElse(false);
        boolean available = best.isPresent() && !host.isLeaving();
        return new AddressReport(
                available,
                host.phase(),
                host.number(),
                host.on(),
                onIsUp,
                best,
                host.isLeaving(),
                host.foreign());
    }
}
