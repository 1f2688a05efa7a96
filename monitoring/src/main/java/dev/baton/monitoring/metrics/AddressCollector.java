package dev.baton.monitoring.metrics;

import dev.baton.config.IpAddress;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.node.NodeView;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The addresses of the published view and what the kernel carries, as one picture per scrape: what
 * operators add has its series at once, and what they remove has none.
 *
 * <p>Thread: any. Bounds: reads only what is published. ADR 0150: meters of Micrometer, made and
 * removed at each scrape, took most of its time.
 */
final class AddressCollector implements MultiCollector {

    private final Supplier<NodeView> views;
    private final Supplier<Set<IpAddress>> kernel;
    private final Promises promises;
    private final Moves moves;

    AddressCollector(
            Supplier<NodeView> views,
            Supplier<Set<IpAddress>> kernel,
            Promises promises,
            Moves moves) {
        this.views = views;
        this.kernel = kernel;
        this.promises = promises;
        this.moves = moves;
    }

    @Override
    public MetricSnapshots collect() {
        NodeView view = views.get();
        Set<IpAddress> hosted = kernel.get();
        Map<IpAddress, AddressReport> own = own(view);
        List<MetricSnapshot> all = new ArrayList<>();
        all.add(gauges(MeterCatalog.HOSTED, view, hosted::contains));
        all.add(gauges(MeterCatalog.EXPECTED, view, ip -> serves(own, ip)));
        all.add(gauges(MeterCatalog.FOREIGN, view, ip -> isForeign(own, ip)));
        all.add(infos(view));
        all.add(promised(view, NodeCatalog.UNHOSTED, promises::unservedSeconds));
        all.add(promised(view, NodeCatalog.DOUBLE, promises::twiceSeconds));
        all.add(moves(view));
        return new MetricSnapshots(all);
    }

    private static MetricSnapshot gauges(Meter meter, NodeView view, Predicate<IpAddress> is) {
        Family family = new Family(meter);
        for (IpAddress ip : view.addresses().addresses().keySet()) {
            family.add(is.test(ip) ? 1 : 0, ip.toString());
        }
        return family.snapshot();
    }

    private static MetricSnapshot infos(NodeView view) {
        Family family = new Family(NodeCatalog.IP_INFO);
        view.addresses()
                .addresses()
                .forEach(
                        (ip, address) ->
                                family.add(
                                        1,
                                        ip.isIpv6() ? "ipv6" : "ipv4",
                                        String.join(
                                                ",",
                                                address.interfaces().stream()
                                                        .map(Object::toString)
                                                        .toList()),
                                        ip.toString()));
        return family.snapshot();
    }

    /** Also of addresses that only other nodes may carry: the leader counts for all. */
    private MetricSnapshot promised(
            NodeView view, Meter meter, ToDoubleFunction<IpAddress> seconds) {
        TreeMap<IpAddress, Double> all = new TreeMap<>();
        view.addresses().addresses().keySet().forEach(ip -> all.put(ip, seconds.applyAsDouble(ip)));
        promises.addresses().forEach(ip -> all.put(ip, seconds.applyAsDouble(ip)));
        Family family = new Family(meter);
        all.forEach((ip, value) -> family.add(value, ip.toString()));
        return family.snapshot();
    }

    private MetricSnapshot moves(NodeView view) {
        Family family = new Family(MeterCatalog.MOVES);
        for (IpAddress ip : view.addresses().addresses().keySet()) {
            for (MoveCause cause : MoveCause.values()) {
                family.add(moves.count(ip, cause), Words.word(cause), ip.toString());
            }
        }
        return family.snapshot();
    }

    private static Map<IpAddress, AddressReport> own(NodeView view) {
        return Optional.ofNullable(view.peers().get(view.self().node()))
                .flatMap(NodeView.Peer::report)
                .<Map<IpAddress, AddressReport>>map(report -> report.addresses())
                .orElseGet(Map::of);
    }

    private static boolean serves(Map<IpAddress, AddressReport> own, IpAddress ip) {
        return Optional.ofNullable(own.get(ip))
                .filter(address -> address.phase() == AddressPhase.SERVING)
                .isPresent();
    }

    private static boolean isForeign(Map<IpAddress, AddressReport> own, IpAddress ip) {
        return Optional.ofNullable(own.get(ip))
                .filter(address -> !address.foreign().isEmpty())
                .isPresent();
    }
}
