package dev.baton.monitoring.metrics;

import dev.baton.config.IpAddress;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.node.NodeView;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The addresses of the published view and what the kernel carries, as one picture per scrape: what
 * operators add has its series at once, and what they remove has none.
 *
 * <p>Thread: any. Bounds: reads only what is published.
 */
final class AddressSeries {

    /** Per address: hosted, expected, foreign, unhosted, double, and each cause of a move. */
    private static final int GAUGES = 3;

    private static final int PROMISES = 2;
    private static final int WIDTH = GAUGES + PROMISES + MoveCause.values().length;

    /** All values of one moment. */
    static final class Picture {

        private final AddressRows rows;
        private final double[] values;

        private Picture(AddressRows rows, double[] values) {
            this.rows = rows;
            this.values = values;
        }

        boolean shows(Picture other) {
            return rows.edition() == other.rows.edition() && Arrays.equals(values, other.values);
        }
    }

    private static final AtomicLong NONE = new AtomicLong();

    private final Supplier<NodeView> views;
    private final Supplier<Set<IpAddress>> kernel;
    private final Promises promises;
    private final Moves moves;
    private final AtomicInteger editions = new AtomicInteger();
    private volatile AddressRows rows = AddressRows.NONE;

    AddressSeries(
            Supplier<NodeView> views,
            Supplier<Set<IpAddress>> kernel,
            Promises promises,
            Moves moves) {
        this.views = views;
        this.kernel = kernel;
        this.promises = promises;
        this.moves = moves;
    }

    Picture picture() {
        NodeView view = views.get();
        Promises.Kept kept = promises.kept();
        AddressRows now = rows;
        if (!now.areOf(view.addresses(), kept.addresses().size())) {
            now = AddressRows.of(editions.incrementAndGet(), view.addresses(), kept.addresses());
            rows = now;
        }
        Set<IpAddress> hosted = kernel.get();
        Map<IpAddress, AddressReport> own = own(view);
        double[] values = new double[now.all().size() * WIDTH];
        int at = 0;
        for (AddressRows.Row row : now.all()) {
            IpAddress ip = row.ip();
            Optional<AddressReport> report = Optional.ofNullable(own.get(ip));
            values[at++] = bit(hosted.contains(ip));
            values[at++] = bit(report.filter(it -> it.phase() == AddressPhase.SERVING).isPresent());
            values[at++] = bit(report.filter(it -> !it.foreign().isEmpty()).isPresent());
            values[at++] = kept.unserved(ip);
            values[at++] = kept.twice(ip);
            Map<MoveCause, AtomicLong> moved = moves.of(ip);
            for (MoveCause cause : MoveCause.values()) {
                values[at++] = moved.getOrDefault(cause, NONE).get();
            }
        }
        return new Picture(now, values);
    }

    private static double bit(boolean truth) {
        return truth ? 1 : 0;
    }

    private static Map<IpAddress, AddressReport> own(NodeView view) {
        return Optional.ofNullable(view.peers().get(view.self().node()))
                .flatMap(NodeView.Peer::report)
                .<Map<IpAddress, AddressReport>>map(report -> report.addresses())
                .orElseGet(Map::of);
    }

    /** The series of a picture. */
    static MetricSnapshots snapshots(Picture picture) {
        List<MetricSnapshot> all = new ArrayList<>();
        all.add(own(picture, MeterCatalog.HOSTED, 0));
        all.add(own(picture, MeterCatalog.EXPECTED, 1));
        all.add(own(picture, MeterCatalog.FOREIGN, 2));
        Family infos = new Family(NodeCatalog.IP_INFO);
        picture.rows.all().stream()
                .filter(AddressRows.Row::isOwn)
                .map(AddressRows.Row::info)
                .sorted(Comparator.naturalOrder())
                .forEach(labels -> infos.add(1, labels));
        all.add(infos.snapshot());
        all.add(family(picture, NodeCatalog.UNHOSTED, GAUGES, AddressRows.Row::labels));
        all.add(family(picture, NodeCatalog.DOUBLE, GAUGES + 1, AddressRows.Row::labels));
        all.add(moved(picture));
        return new MetricSnapshots(all);
    }

    private static MetricSnapshot own(Picture picture, Meter meter, int column) {
        return family(picture, meter, column, row -> row.isOwn() ? row.labels() : Labels.EMPTY);
    }

    /** A row without labels has no series. */
    private static MetricSnapshot family(
            Picture picture, Meter meter, int column, Function<AddressRows.Row, Labels> labels) {
        Family family = new Family(meter);
        add(family, picture, column, labels);
        return family.snapshot();
    }

    private static void add(
            Family family, Picture picture, int column, Function<AddressRows.Row, Labels> labels) {
        int at = column;
        for (AddressRows.Row row : picture.rows.all()) {
            Labels own = labels.apply(row);
            if (!own.isEmpty()) {
                family.add(picture.values[at], own);
            }
            at += WIDTH;
        }
    }

    /** By cause first, as the client library sorts. */
    private static MetricSnapshot moved(Picture picture) {
        Family family = new Family(MeterCatalog.MOVES);
        List<MoveCause> causes = List.of(MoveCause.values());
        causes.stream()
                .sorted(Comparator.comparing(Words::word))
                .forEach(
                        cause ->
                                add(
                                        family,
                                        picture,
                                        GAUGES + PROMISES + causes.indexOf(cause),
                                        row -> row.moves().getOrDefault(cause, Labels.EMPTY)));
        return family.snapshot();
    }
}
