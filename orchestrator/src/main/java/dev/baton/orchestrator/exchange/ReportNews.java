package dev.baton.orchestrator.exchange;

import dev.baton.config.IpAddress;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.cluster.NodeReport;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A node's report as it travels: of a thousand addresses only those that have changed since a
 * version the receiver has.
 *
 * @param since the version it is to be read on top of, or of any later one; 0 when it is whole
 * @param gone addresses that have gone since then
 * @param report the report, with the addresses that have changed since then, whether or not they
 *     stand as they did
 */
public record ReportNews(long since, SortedSet<IpAddress> gone, NodeReport report) {

    public ReportNews {
        gone = Collections.unmodifiableSortedSet(new TreeSet<>(gone));
    }

    /** For a receiver that has no version this one could be told on top of. */
    public static ReportNews whole(NodeReport report) {
        return new ReportNews(0, Collections.emptySortedSet(), report);
    }

    /** The whole report, for who has that version or a later one; empty for anybody else. */
    public Optional<NodeReport> on(Optional<NodeReport> known) {
        if (since == 0) {
            return Optional.of(report);
        }
        return known.filter(before -> before.version() >= since)
                .map(before -> report.withAddresses(merged(before.addresses())));
    }

    private SortedMap<IpAddress, AddressReport> merged(SortedMap<IpAddress, AddressReport> before) {
        TreeMap<IpAddress, AddressReport> all = new TreeMap<>(before);
        all.keySet().removeAll(gone);
        all.putAll(report.addresses());
        return all;
    }
}
