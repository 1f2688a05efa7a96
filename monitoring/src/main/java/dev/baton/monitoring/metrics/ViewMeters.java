package dev.baton.monitoring.metrics;

import static dev.baton.monitoring.metrics.MeterCatalog.word;

import dev.baton.config.ClusterSettings;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.node.NodeView;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The gauges of the published view, and what the kernel carries, as one picture per scrape.
 *
 * <p>Thread: any. Bounds: reads only what is published.
 */
final class ViewMeters {

    /** What one scrape shows. */
    private record Picture(NodeView view, Set<IpAddress> hosted) {}

    private final ClusterSettings settings;
    private final Supplier<NodeView> views;
    private final KernelAddresses kernel;
    private final MultiGauge nodeStates;
    private final MultiGauge hosted;
    private final MultiGauge expected;
    private final MultiGauge foreign;
    private volatile Picture picture;

    ViewMeters(
            MeterRegistry registry,
            ClusterSettings settings,
            Supplier<NodeView> views,
            KernelAddresses kernel) {
        this.settings = settings;
        this.views = views;
        this.kernel = kernel;
        this.picture = new Picture(views.get(), Set.of());
        this.nodeStates = gauges(registry, MeterCatalog.NODE_STATE);
        this.hosted = gauges(registry, MeterCatalog.HOSTED);
        this.expected = gauges(registry, MeterCatalog.EXPECTED);
        this.foreign = gauges(registry, MeterCatalog.FOREIGN);
        gauge(registry, MeterCatalog.LEADER, () -> bit(leads()));
        gauge(registry, MeterCatalog.MAJORITY, () -> bit(picture.view().majority()));
        refresh();
    }

    private static MultiGauge gauges(MeterRegistry registry, Meter meter) {
        return MultiGauge.builder(meter.id()).description(meter.meaning()).register(registry);
    }

    static void gauge(MeterRegistry registry, Meter meter, Supplier<Number> value, String... tags) {
        Gauge.builder(meter.id(), value).description(meter.meaning()).tags(tags).register(registry);
    }

    /** Takes the picture the next scrape shows. */
    void refresh() {
        picture = new Picture(views.get(), Set.copyOf(kernel.hosted()));
        List<Row<?>> rows = new ArrayList<>();
        picture.view().peers().forEach((pnn, peer) -> addStates(rows, nodeName(pnn, peer), peer));
        nodeStates.register(rows, true);
        hosted.register(addresses(picture.hosted()::contains), true);
        expected.register(addresses(this::serves), true);
        foreign.register(addresses(this::isForeign), true);
    }

    /** Of what this node may carry now: operators change that. */
    private List<Row<?>> addresses(Predicate<IpAddress> is) {
        List<Row<?>> rows = new ArrayList<>();
        for (IpAddress ip : picture.view().addresses().addresses().keySet()) {
            rows.add(Row.of(Tags.of("ip", ip.toString()), bit(is.test(ip))));
        }
        return rows;
    }

    private static void addStates(List<Row<?>> rows, String node, NodeView.Peer peer) {
        for (NodeState state : NodeState.values()) {
            int value = bit(state.holds(peer));
            rows.add(Row.of(Tags.of("node", node, "state", word(state)), value));
        }
    }

    /** A node that has never reported is called by its private address. */
    private String nodeName(Pnn pnn, NodeView.Peer peer) {
        if (pnn.equals(settings.pnn())) {
            return settings.name().value();
        }
        return peer.report()
                .map(report -> report.name().value())
                .or(() -> settings.nodes().addressOf(pnn).map(IpAddress::toString))
                .orElse("pnn-" + pnn);
    }

    private boolean leads() {
        NodeView view = picture.view();
        return view.leader().filter(view.self().node()::equals).isPresent();
    }

    private boolean serves(IpAddress ip) {
        return own(ip).filter(address -> address.phase() == AddressPhase.SERVING).isPresent();
    }

    private boolean isForeign(IpAddress ip) {
        return own(ip).filter(address -> !address.foreign().isEmpty()).isPresent();
    }

    private Optional<AddressReport> own(IpAddress ip) {
        return FactMeters.self(picture.view())
                .flatMap(NodeView.Peer::report)
                .map(report -> report.addresses().get(ip));
    }

    private static int bit(boolean truth) {
        return truth ? 1 : 0;
    }
}
