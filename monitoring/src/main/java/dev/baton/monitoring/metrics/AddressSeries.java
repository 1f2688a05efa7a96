package dev.baton.monitoring.metrics;

import dev.baton.config.IpAddress;
import dev.baton.monitoring.metrics.AddressRows.Row;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.node.NodeView;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The addresses of the published view and what the kernel carries, as one picture per scrape: what
 * operators add has its series at once, and what they remove has none.
 *
 * <p>Thread: any. Bounds: reads only what is published.
 */
final class AddressSeries implements KeptSeries {

    private static final AtomicLong NEVER = new AtomicLong();

    /** An address as it is now. */
    private record Now(
            boolean hosted,
            Optional<AddressReport> report,
            Promises.Seconds seconds,
            Map<MoveCause, AtomicLong> moved) {

        double moved(MoveCause cause) {
            return moved.getOrDefault(cause, NEVER).get();
        }
    }

    private static final List<Column<Now, Row>> COLUMNS = columns();

    /** All values of one moment. */
    private static final class Picture {

        private static final Picture NONE = new Picture(0, AddressRows.NONE);

        private final long edition;
        private final AddressRows rows;
        private final double[] values;

        private Picture(long edition, AddressRows rows, double... values) {
            this.edition = edition;
            this.rows = rows;
            this.values = values;
        }

        boolean shows(AddressRows others, double... otherValues) {
            return rows.edition() == others.edition() && Arrays.equals(values, otherValues);
        }
    }

    private final Supplier<NodeView> views;
    private final Supplier<Set<IpAddress>> kernel;
    private final Promises promises;
    private final Moves moves;
    private final Series series;
    private final AtomicLong editions = new AtomicLong();
    private volatile AddressRows rows = AddressRows.NONE;
    private volatile Picture last = Picture.NONE;

    AddressSeries(
            Supplier<NodeView> views,
            Supplier<Set<IpAddress>> kernel,
            Promises promises,
            Moves moves,
            Series series) {
        this.views = views;
        this.kernel = kernel;
        this.promises = promises;
        this.moves = moves;
        this.series = series;
    }

    /** Causes in the order of their words, as the client library sorts. */
    private static List<Column<Now, Row>> columns() {
        List<Column<Now, Row>> all = new ArrayList<>();
        Function<Row, Labels> own = row -> row.isOwn() ? row.labels() : Labels.EMPTY;
        all.add(new Column<>(MeterCatalog.HOSTED, own, now -> bit(now.hosted())));
        all.add(new Column<>(MeterCatalog.EXPECTED, own, now -> bit(isServed(now))));
        all.add(new Column<>(MeterCatalog.FOREIGN, own, now -> bit(isUsedOutside(now))));
        all.add(new Column<>(NodeCatalog.IP_INFO, Row::info, _ -> 1));
        all.add(new Column<>(NodeCatalog.UNHOSTED, Row::labels, now -> now.seconds().unserved()));
        all.add(new Column<>(NodeCatalog.DOUBLE, Row::labels, now -> now.seconds().twice()));
        Arrays.stream(MoveCause.values())
                .sorted(Comparator.comparing(Words::word))
                .forEach(cause -> all.add(moved(cause)));
        return List.copyOf(all);
    }

    private static Column<Now, Row> moved(MoveCause cause) {
        return new Column<>(
                MeterCatalog.MOVES,
                row -> row.moves().getOrDefault(cause, Labels.EMPTY),
                now -> now.moved(cause));
    }

    private static boolean isServed(Now now) {
        return now.report().filter(it -> it.phase() == AddressPhase.SERVING).isPresent();
    }

    private static boolean isUsedOutside(Now now) {
        return now.report().filter(it -> !it.foreign().isEmpty()).isPresent();
    }

    @Override
    public long edition() {
        NodeView view = views.get();
        Promises.Kept kept = promises.kept();
        AddressRows now = rows;
        if (!now.areOf(view.addresses(), kept.counted().size())) {
            now =
                    AddressRows.of(
                            series, editions.incrementAndGet(), view.addresses(), kept.addresses());
            rows = now;
        }
        Map<IpAddress, AddressReport> own = own(view);
        Set<IpAddress> hosted = kernel.get();
        double[] values =
                Column.values(
                        COLUMNS,
                        now.all(),
                        row ->
                                new Now(
                                        hosted.contains(row.ip()),
                                        Optional.ofNullable(own.get(row.ip())),
                                        kept.of(row.ip()),
                                        moves.of(row.ip())));
        Picture before = last;
        if (before.shows(now, values)) {
            return before.edition;
        }
        Picture picture = new Picture(editions.incrementAndGet(), now, values);
        last = picture;
        return picture.edition;
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

    @Override
    public List<MetricSnapshot> snapshots() {
        Picture picture = last;
        return Column.snapshots(series, COLUMNS, picture.rows.all(), picture.values);
    }
}
