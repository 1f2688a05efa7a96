package dev.baton.monitoring.metrics;

import dev.baton.config.ClusterSettings;
import dev.baton.config.IpAddress;
import dev.baton.orchestrator.cluster.Moment;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * All meters of one agent, and their text.
 *
 * <p>A scrape reads what is published and what was read back beside it; it never touches network,
 * script, disk or a lock that is held for long. Thread: any.
 */
public final class Metrics implements AutoCloseable {

    /** Content type of the classic text. */
    public static final String CLASSIC = "text/plain; version=0.0.4; charset=utf-8";

    /** Content type of OpenMetrics. */
    public static final String OPEN_METRICS =
            "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /** Bytes of the series whose text is not kept. */
    private static final int ABOUT_THE_REST = 400_000;

    private static final Duration READ_EVERY = Duration.ofSeconds(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    /** One scrape. */
    public static final class Scrape {

        private final String contentType;
        private final byte[] body;

        private Scrape(String contentType, byte[] body) {
            this.contentType = contentType;
            this.body = body;
        }

        public String contentType() {
            return contentType;
        }

        /** Text in UTF-8, not to be changed. */
        public byte[] body() {
            return body;
        }

        /** As people read it. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(Exposition.CONFIG);
    private final Sources sources;
    private final Promises promises = new Promises();
    private final KeptText kept;
    private final FactMeters facts;
    private final SectionMeters sections;
    private final ApiMeters api;
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Background background = new Background();
    private final Reading<Set<IpAddress>> kernel;
    private final Reading<StorageCounts> storage;
    private final Reading<LsmCounts> lsm;
    private final Reading<Integer> unkillable;
    private volatile Reload reload;

    /** Registers everything. */
    public Metrics(ClusterSettings settings, Build build, Sources sources) {
        this.sources = sources;
        this.reload = new Reload(true, sources.wall().instant());
        kernel = reading("kernel", Set.of(), () -> Set.copyOf(sources.kernel().hosted()));
        storage = reading("storage", StorageCounts.NONE, sources.storage());
        lsm = reading("lsm", sources.lsm().get(), sources.lsm());
        unkillable = reading("processes", 0, sources.unkillable()::getAsInt);
        String cluster = settings.telemetry().cluster();
        registry.config().commonTags(Series.CLUSTER, cluster);
        Series series = new Series(cluster);
        NodeWatch nodes = new NodeWatch(series, sources.wall());
        Moves moves = new Moves();
        PrometheusRegistry direct = registry.getPrometheusRegistry();
        this.facts = new FactMeters(registry, series, settings, sources, nodes, moves);
        this.sections = new SectionMeters(series, direct);
        this.api = new ApiMeters(series, direct);
        direct.register(new NodeCollector(settings, sources, nodes, series));
        List<KeptSeries> seldom = new ArrayList<>(facts.kept());
        seldom.add(new AddressSeries(sources.views(), kernel, promises, moves, series));
        kept = new KeptText(seldom);
        registerIdentity(settings, build);
        registerShell();
        new StorageMeters(registry, storage, lsm);
        readings().forEach(this::registerReading);
        registerJava();
    }

    private <T> Reading<T> reading(String collector, T first, Supplier<T> source) {
        return new Reading<>(collector, first, source, sources.nanoTime());
    }

    private List<Reading<?>> readings() {
        return List.of(kernel, lsm, unkillable, storage);
    }

    private void registerIdentity(ClusterSettings settings, Build build) {
        gauge(
                MeterCatalog.BUILD,
                () -> 1,
                "java",
                build.java(),
                "revision",
                build.revision(),
                "version",
                build.version());
        gauge(NodeCatalog.CONFIG_INFO, () -> 1, "digest", settings.digest().substring(0, 16));
        gauge(NodeCatalog.RELOAD_SUCCESS, () -> reload.ok() ? 1 : 0);
        gauge(NodeCatalog.RELOAD_TIME, () -> reload.taken().toEpochMilli() / 1000.0);
        gauge(NodeCatalog.LEASE_DURATION, () -> settings.timing().lease().toMillis() / 1000.0);
        gauge(MeterCatalog.LEASE_MARGIN, facts::marginSeconds);
    }

    private void registerShell() {
        Supplier<WireRejections> wire = sources.wire();
        counter(MeterCatalog.WIRE_REJECTIONS, wire, WireRejections::garbage, "cause", "garbage");
        counter(MeterCatalog.WIRE_REJECTIONS, wire, WireRejections::refused, "cause", "refused");
        Supplier<DroppedFacts> dropped = sources.dropped();
        counter(MeterCatalog.DROPPED_FACTS, dropped, DroppedFacts::local, "reader", "local");
        counter(MeterCatalog.DROPPED_FACTS, dropped, DroppedFacts::shared, "reader", "shared");
        Supplier<Announced> announced = sources.announced();
        counter(NodeCatalog.ANNOUNCEMENTS, announced, Announced::arp, "kind", "arp");
        counter(NodeCatalog.ANNOUNCEMENTS, announced, Announced::nd, "kind", "nd");
        counter(NodeCatalog.ANNOUNCEMENTS, announced, Announced::tickles, "kind", "tickle");
        Supplier<TraceCounts> traces = sources.traces();
        counter(EventCatalog.TRACES, traces, TraceCounts::exported, "result", "exported");
        counter(EventCatalog.TRACES, traces, TraceCounts::failed, "result", "failed");
        counter(EventCatalog.TRACES, traces, TraceCounts::dropped, "result", "dropped");
        gauge(EventCatalog.SCRIPTS_RUNNING, () -> sources.running().getAsInt());
        gauge(EventCatalog.UNKILLABLE, unkillable::get);
    }

    private void registerReading(Reading<?> reading) {
        String label = reading.collector();
        gauge(EventCatalog.COLLECTOR_SUCCESS, () -> reading.succeeds() ? 1 : 0, "collector", label);
        gauge(EventCatalog.COLLECTOR_SECONDS, reading::seconds, "collector", label);
    }

    /** What describes the machine is for the exporter of the machine. */
    private void registerJava() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        FunctionCounter.builder("process.cpu.seconds", registry, _ -> cpuSeconds())
                .description("Processor time of the agent, without its scripts.")
                .register(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    private static double cpuSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos()
                / 1e9;
    }

    private void gauge(Meter meter, Supplier<Number> value, String... tags) {
        Gauge.builder(meter.id(), value).description(meter.meaning()).tags(tags).register(registry);
    }

    /** What others count, asked for at each scrape. */
    private <T> void counter(
            Meter meter, Supplier<T> source, ToDoubleFunction<T> count, String... tags) {
        FunctionCounter.builder(meter.id(), registry, _ -> count.applyAsDouble(source.get()))
                .description(meter.meaning())
                .tags(tags)
                .register(registry);
    }

    /** Begins to read what may wait, and to look whether the promises are kept. */
    public void start() {
        readings().forEach(it -> background.every(READ_EVERY, it.collector(), it::take));
        background.every(LOOK_EVERY, "promises", this::look);
    }

    /** Reads everything once, in this thread. */
    public void read() {
        readings().forEach(Reading::take);
        look();
    }

    private void look() {
        promises.look(sources.views().get(), new Moment(sources.nanoTime().getAsLong()));
    }

    /** What facts, views and renewals are told to. */
    public FactMeters facts() {
        return facts;
    }

    /** What cluster-wide sections are told to. */
    public SectionMeters sections() {
        return sections;
    }

    /** What requests are told to. */
    public ApiMeters api() {
        return api;
    }

    /** Files were read: all were right and are taken over, or nothing has changed. */
    public void reread(boolean ok) {
        Instant taken = ok ? sources.wall().instant() : reload.taken();
        reload = new Reload(ok, taken);
    }

    /** Answers one scrape: OpenMetrics when {@code accept} asks for it, else classic text. */
    public Scrape scrape(String accept) {
        String type = accept.contains("application/openmetrics-text") ? OPEN_METRICS : CLASSIC;
        byte[] seldom = kept.of(type);
        ByteArrayOutputStream out = new ByteArrayOutputStream(seldom.length + ABOUT_THE_REST);
        out.writeBytes(seldom);
        try {
            registry.scrape(out, type);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
        return new Scrape(type, out.toByteArray());
    }

    @Override
    public void close() {
        background.close();
        collections.close();
    }
}
