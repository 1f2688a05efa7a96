package dev.baton.agent.lsm;

import dev.baton.config.LsmOptions;
import dev.baton.events.contract.lsm.LsmMethod;
import dev.baton.events.process.CallRunner;
import dev.baton.events.process.ScriptTrust;
import dev.baton.monitoring.metrics.LsmCounts;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Calls libStorageMgmt's plugins, and serves them while the agent runs, where the settings want
 * that.
 *
 * <p>Looks for plugins that come and go every {@link #RESCAN}. Thread: any.
 */
public final class LsmRoom implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LsmRoom.class);

    private static final Duration RESCAN = Duration.ofMinutes(1);

    /** Calls of storage count from one; those of this room must be others. */
    private static final long FIRST_NUMBER = 1L << 50;

    /** Clients at the same time; beyond them the system's queue holds a thousand more. */
    private static final int CONNECTIONS = 2048;

    private final TimeLimits limits = new TimeLimits();
    private final Optional<Relay> relay;
    private final LsmAccess access;

    /** A room that serves nobody until {@link #start}; then only where the settings want it. */
    public LsmRoom(
            LsmOptions options,
            PluginPlaces places,
            Map<String, String> environment,
            Optional<ClusterRoom> cluster) {
        LargeFrames large = new LargeFrames();
        PluginStarter starter =
                new PluginStarter(
                        new PluginStarter.Means(
                                places.launcher(),
                                places.sockets(),
                                places.runner(),
                                places.trust(),
                                limits,
                                new TreeMap<>(environment),
                                new AtomicLong(FIRST_NUMBER)::incrementAndGet,
                                large));
        access = new LsmCalls(options, starter, limits, large);
        relay =
                options.serve()
                        ? Optional.of(
                                new Relay(
                                        settings(options),
                                        starter,
                                        limits,
                                        cluster.map(room -> room::session)))
                        : Optional.empty();
    }

    private static RelaySettings settings(LsmOptions options) {
        return new RelaySettings(
                options.sockets(),
                options.plugins(),
                options.configuration(),
                CONNECTIONS,
                options.atOnce());
    }

    /**
     * How plugins are started on this node.
     *
     * @param launcher the program {@code lsm-plugin}
     * @param sockets a directory of the agent's own
     */
    public record PluginPlaces(Path launcher, Path sockets, CallRunner runner, ScriptTrust trust) {}

    /** The calling side. */
    public LsmAccess access() {
        return access;
    }

    /** For meters. */
    public LsmCounts counts() {
        SortedMap<String, LsmCounts.Requests> all = new TreeMap<>();
        for (LsmMethod each : LsmMethod.values()) {
            all.put(each.word(), new LsmCounts.Requests(0, 0));
        }
        relay.ifPresent(
                serving ->
                        serving.counts()
                                .figures()
                                .forEach(
                                        (key, seen) ->
                                                all.merge(
                                                        key.method(),
                                                        new LsmCounts.Requests(
                                                                seen.calls() - seen.errors(),
                                                                seen.errors()),
                                                        LsmCounts.Requests::plus)));
        return new LsmCounts(
                all,
                relay.map(serving -> serving.counts().malformedSoFar()).orElse(0L),
                relay.map(Relay::sessions).orElse(0));
    }

    /** Begins to serve; what prevents it is in the log, and ends nothing. */
    public void start() {
        relay.ifPresent(this::serve);
    }

    private void serve(Relay serving) {
        Optional<String> objection = serving.open();
        objection.ifPresent(why -> LOG.error("lsm_not_served why=\"{}\"", why));
        if (objection.isEmpty()) {
            later(serving);
        }
    }

    private void later(Relay serving) {
        if (!limits.isStopped()) {
            var _ =
                    limits.start(
                            RESCAN,
                            () -> Thread.ofVirtual().name("lsm-rescan").start(() -> scan(serving)));
        }
    }

    private void scan(Relay serving) {
        serving.rescan().ifPresent(why -> LOG.warn("lsm_not_scanned why=\"{}\"", why));
        later(serving);
    }

    @Override
    public void close() {
        relay.ifPresent(Relay::close);
        limits.close();
    }
}
