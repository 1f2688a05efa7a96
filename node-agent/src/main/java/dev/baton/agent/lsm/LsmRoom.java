package dev.baton.agent.lsm;

import dev.baton.config.LsmOptions;
import dev.baton.events.process.CallRunner;
import dev.baton.events.process.ScriptTrust;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Serves libStorageMgmt's plugins while the agent runs, where the settings want that.
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
    private final Relay relay;

    private LsmRoom(LsmOptions options, PluginPlaces places, Map<String, String> environment) {
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
                                new LargeFrames()));
        relay =
                new Relay(
                        new RelaySettings(
                                options.sockets(),
                                options.plugins(),
                                options.configuration(),
                                CONNECTIONS,
                                options.atOnce()),
                        starter,
                        limits);
    }

    /**
     * How plugins are started on this node.
     *
     * @param launcher the program {@code lsm-plugin}
     * @param sockets a directory of the agent's own
     */
    public record PluginPlaces(Path launcher, Path sockets, CallRunner runner, ScriptTrust trust) {}

    /** Empty where the settings do not want it. */
    public static Optional<LsmRoom> of(
            LsmOptions options, PluginPlaces places, Map<String, String> environment) {
        return options.serve()
                ? Optional.of(new LsmRoom(options, places, environment))
                : Optional.empty();
    }

    /** Begins to serve; what prevents it is in the log, and ends nothing. */
    public void start() {
        Optional<String> objection = relay.open();
        objection.ifPresent(why -> LOG.error("lsm_not_served why=\"{}\"", why));
        if (objection.isEmpty()) {
            later();
        }
    }

    private void later() {
        var _ = limits.start(RESCAN, () -> Thread.ofVirtual().name("lsm-rescan").start(this::scan));
    }

    private void scan() {
        relay.rescan().ifPresent(why -> LOG.warn("lsm_not_scanned why=\"{}\"", why));
        later();
    }

    @Override
    public void close() {
        relay.close();
        limits.close();
    }
}
