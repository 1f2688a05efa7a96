package dev.baton.orchestrator.node;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.exchange.ReportNews;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Since which version of this node's report each address stands as it does, so that a peer is told
 * what has changed since the version it was last heard to have.
 *
 * <p>Bound: {@value #MOST_GONE} addresses that are in the report no more; beyond it every peer is
 * told the whole report once.
 */
final class ToldReports {

    static final int MOST_GONE = 1000;

    private final Peers peers;
    private final TreeMap<IpAddress, Long> changed = new TreeMap<>();
    private final TreeMap<IpAddress, Long> gone = new TreeMap<>();
    private SortedMap<IpAddress, AddressReport> last = Collections.emptySortedMap();

    /**
     * News of {@link #newest}, by the version they are told on top of: most peers have the same.
     */
    private final TreeMap<Long, ReportNews> news = new TreeMap<>();

    private long newest;

    /** From this version on, all changes are known. */
    private long known = Long.MAX_VALUE;

    ToldReports(Peers peers) {
        this.peers = peers;
    }

    /** What that peer has not seen of it; empty when it has seen it. */
    Optional<ReportNews> newsFor(Pnn peer, NodeReport now) {
        long seen = peers.reportSeenBy(peer);
        if (seen == now.version()) {
            return Optional.empty();
        }
        if (newest != now.version()) {
            note(now);
        }
        return Optional.of(news.computeIfAbsent(seen, version -> since(version, now)));
    }

    private void note(NodeReport now) {
        newest = now.version();
        news.clear();
        for (IpAddress ip : last.keySet()) {
            if (!now.addresses().containsKey(ip)) {
                changed.remove(ip);
                gone.put(ip, newest);
            }
        }
        for (Map.Entry<IpAddress, AddressReport> each : now.addresses().entrySet()) {
            if (!each.getValue().equals(last.get(each.getKey()))) {
                changed.put(each.getKey(), newest);
                gone.remove(each.getKey());
            }
        }
        last = now.addresses();
        if (gone.size() > MOST_GONE) {
            gone.clear();
            known = newest;
        }
        known = Math.min(known, newest);
    }

    private ReportNews since(long version, NodeReport now) {
        if (version < known) {
            return ReportNews.whole(now);
        }
        TreeMap<IpAddress, AddressReport> addresses = new TreeMap<>(now.addresses());
        addresses.keySet().removeIf(ip -> changed.getOrDefault(ip, newest) <= version);
        TreeMap<IpAddress, Long> left = new TreeMap<>(gone);
        left.values().removeIf(at -> at <= version);
        return new ReportNews(version, left.navigableKeySet(), now.withAddresses(addresses));
    }
}
