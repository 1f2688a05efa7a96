package dev.baton.agent.lsm;

import dev.baton.agent.kernel.IdentityLock;
import dev.baton.events.plugin.Serving;
import dev.baton.events.plugin.StoragePlugin;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Serves plugins to clients that exist, in place of their daemon: a socket for each plugin, a
 * plugin's process for each session.
 *
 * <p>The directory is locked as the daemon locks it, so that one of both serves. Source: storage
 * call-outs contract, sections 5.3 and 5.4. Thread: any.
 */
final class Relay implements AutoCloseable {

    /** What the daemon locks. */
    static final String LOCK = ".lsmd-ipc-lock";

    /** The scheme that is served without a plugin. */
    static final String CLUSTER = "cluster";

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    private final RelaySettings settings;
    private final PluginStarter starter;
    private final TimeLimits limits;
    private final LargeFrames large = new LargeFrames();
    private final RelayCounts counts = new RelayCounts();
    private final Semaphore connections;
    private final AtomicInteger sessions = new AtomicInteger();
    private final RelayedSession.Shared shared;
    private final RootConsent consent;
    private final SortedMap<String, RelayDoor> doors = new TreeMap<>();
    private final Optional<Function<Boolean, StoragePlugin>> cluster;
    private Optional<RelayDoor> own = Optional.empty();
    private Optional<IdentityLock> lock = Optional.empty();

    /**
     * A relay that is not open yet.
     *
     * @param cluster what is served natively, for root or somebody else
     */
    Relay(
            RelaySettings settings,
            PluginStarter starter,
            TimeLimits limits,
            Optional<Function<Boolean, StoragePlugin>> cluster) {
        this.cluster = cluster;
        this.settings = settings;
        this.starter = starter;
        this.limits = limits;
        this.connections = new Semaphore(settings.connections(), true);
        this.shared =
                new RelayedSession.Shared(
                        new SystemTurns(), counts, new Semaphore(settings.processes(), true));
        this.consent = new RootConsent(settings.configuration());
    }

    /** Begins to serve; one sentence why not. */
    synchronized Optional<String> open() {
        try {
            Files.createDirectories(settings.sockets());
            lock = IdentityLock.tryLock(settings.sockets().resolve(LOCK));
            if (lock.isEmpty()) {
                return Optional.of(
                        "plugins are not served: another process, such as lsmd, holds %s; stop it"
                                .formatted(settings.sockets().resolve(LOCK)));
            }
            removeOldSockets();
            if (cluster.isPresent()) {
                own = Optional.of(ownDoor(cluster.get()));
            }
            return rescan();
        } catch (IOException failure) {
            return Optional.of(
                    "plugins are not served at %s: %s".formatted(settings.sockets(), failure));
        }
    }

    /** What lives listens in this process or not at all: the lock is held. */
    private void removeOldSockets() throws IOException {
        try (Stream<Path> all = Files.list(settings.sockets())) {
            for (Path path : all.toList()) {
                if (Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** Looks for plugins that have come or gone; sessions go on. One sentence why it could not. */
    synchronized Optional<String> rescan() {
        try {
            SortedMap<String, Path> found = PluginPrograms.below(settings.plugins());
            own.ifPresent(door -> found.remove(door.scheme()));
            List<String> before = List.copyOf(doors.keySet());
            doors.entrySet().removeIf(door -> isGone(door.getValue(), found));
            for (var plugin : found.entrySet()) {
                if (!doors.containsKey(plugin.getKey())) {
                    doors.put(plugin.getKey(), door(plugin.getKey(), plugin.getValue()));
                }
            }
            List<String> served = List.copyOf(doors.keySet());
            if (!served.equals(before)) {
                LOG.info("lsm_serves plugins={} directory={}", served, settings.sockets());
            }
            return Optional.empty();
        } catch (IOException failure) {
            return Optional.of("plugins below %s: %s".formatted(settings.plugins(), failure));
        }
    }

    private static boolean isGone(RelayDoor door, SortedMap<String, Path> found) {
        boolean gone = !door.program().equals(found.get(door.scheme()));
        if (gone) {
            door.close();
        }
        return gone;
    }

    private RelayDoor door(String scheme, Path program) throws IOException {
        return RelayDoor.open(
                settings.sockets().resolve(scheme),
                program,
                connections,
                (channel, isRoot) -> {
                    sessions.incrementAndGet();
                    try {
                        session(scheme, program, channel, isRoot).run();
                    } finally {
                        sessions.decrementAndGet();
                    }
                });
    }

    private RelayDoor ownDoor(Function<Boolean, StoragePlugin> plugin) throws IOException {
        Path socket = settings.sockets().resolve(CLUSTER);
        return RelayDoor.open(
                socket,
                socket,
                connections,
                (channel, isRoot) -> {
                    sessions.incrementAndGet();
                    try {
                        new NativeSession(
                                        CLUSTER,
                                        new FrameChannel(channel, limits, large),
                                        new Serving(plugin.apply(isRoot)),
                                        counts)
                                .run();
                    } finally {
                        sessions.decrementAndGet();
                    }
                });
    }

    private RelayedSession session(
            String scheme, Path program, SocketChannel client, boolean isRoot) {
        return new RelayedSession(
                scheme,
                new FrameChannel(client, limits, large),
                () -> starter.start(program, consent.user(scheme, isRoot)),
                shared);
    }

    RelayCounts counts() {
        return counts;
    }

    /** Sessions that have not ended. */
    int sessions() {
        return sessions.get();
    }

    @Override
    public synchronized void close() {
        doors.values().forEach(RelayDoor::close);
        doors.clear();
        own.ifPresent(RelayDoor::close);
        own = Optional.empty();
        lock.ifPresent(IdentityLock::close);
        lock = Optional.empty();
    }
}
