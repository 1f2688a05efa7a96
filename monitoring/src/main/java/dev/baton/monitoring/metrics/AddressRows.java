package dev.baton.monitoring.metrics;

import dev.baton.config.IpAddress;
import dev.baton.config.PublicAddress;
import dev.baton.config.PublicAddressesFile;

import io.prometheus.metrics.model.snapshots.Labels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The addresses that have series, and the labels of these: made once, because checking and sorting
 * labels took longer than all else of a scrape. In the order in which the client library sorts.
 *
 * @param edition another one for each rows that were made
 * @param file whose addresses have all series
 * @param seen also addresses of other nodes, which have those that the leader counts
 */
record AddressRows(
        long edition, PublicAddressesFile file, SortedSet<IpAddress> seen, List<Row> all) {

    /** An address; what stands in the file has an interface. */
    record Row(
            IpAddress ip,
            boolean isOwn,
            Labels labels,
            Labels info,
            Map<MoveCause, Labels> moves) {}

    private static final String[] INFO = NodeCatalog.IP_INFO.labels();
    private static final String[] IP = MeterCatalog.HOSTED.labels();
    private static final String[] MOVES = MeterCatalog.MOVES.labels();

    static final AddressRows NONE =
            new AddressRows(0, PublicAddressesFile.of(List.of()), new TreeSet<>(), List.of());

    static AddressRows of(
            Series series, long edition, PublicAddressesFile file, SortedSet<IpAddress> seen) {
        TreeSet<IpAddress> all = new TreeSet<>(seen);
        all.addAll(file.addresses().keySet());
        List<Row> rows = new ArrayList<>();
        for (IpAddress ip : all) {
            rows.add(row(series, ip, Optional.ofNullable(file.addresses().get(ip))));
        }
        rows.sort(Comparator.comparing(Row::labels));
        return new AddressRows(edition, file, seen, List.copyOf(rows));
    }

    private static Row row(Series series, IpAddress ip, Optional<PublicAddress> own) {
        String shown = ip.toString();
        Labels labels = series.labels(IP, shown);
        if (own.isEmpty()) {
            return new Row(ip, false, labels, Labels.EMPTY, Map.of());
        }
        String on =
                String.join(",", own.get().interfaces().stream().map(Object::toString).toList());
        String family = ip.isIpv6() ? "ipv6" : "ipv4";
        Map<MoveCause, Labels> moves = new EnumMap<>(MoveCause.class);
        for (MoveCause cause : MoveCause.values()) {
            moves.put(cause, series.labels(MOVES, Words.word(cause), shown));
        }
        return new Row(ip, true, labels, series.labels(INFO, family, on, shown), moves);
    }

    /** Whether these are still the addresses. */
    boolean areOf(PublicAddressesFile now, int seenNow) {
        return seen.size() == seenNow && file.equals(now);
    }
}
