package dev.baton.agent.lsm;

import dev.baton.events.process.CallRunner;
import dev.baton.events.process.Launchers;
import dev.baton.events.process.ProcessScopes;
import dev.baton.events.process.ScriptTrust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** Starts real plugins: the peer written from the contract, and small ones a test writes. */
public final class PluginsOnDisk implements AutoCloseable {

    public static final Path PEERS = Path.of("../test-cluster/peers").toAbsolutePath().normalize();

    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final Path LIBEXEC =
            Path.of("src/main/dist/libexec").toAbsolutePath().normalize();

    /** One for all: without cgroups another would take launchers of this one for orphans. */
    private static final ProcessScopes SCOPES =
            ProcessScopes.withoutCgroups("lsm-" + ProcessHandle.current().pid() + "/1");

    public final Path base;
    private final Launchers launchers = new Launchers(LIBEXEC.resolve("event-launcher"), SCOPES);
    final TimeLimits limits = new TimeLimits();
    final PluginStarter starter;
    public final LsmRoom.PluginPlaces places;

    public PluginsOnDisk(Path folder) throws IOException {
        base = folder.toRealPath();
        ScriptTrust trust = ScriptTrust.ofThisProcess(base);
        Path output = Files.createDirectories(base.resolve("run"));
        places =
                new LsmRoom.PluginPlaces(
                        LIBEXEC.resolve("lsm-plugin"),
                        base.resolve("lsm"),
                        new CallRunner(output, trust, SCOPES, launchers),
                        trust);
        starter =
                new PluginStarter(
                        new PluginStarter.Means(
                                places.launcher(),
                                places.sockets(),
                                places.runner(),
                                places.trust(),
                                limits,
                                new TreeMap<>(
                                        Map.of(
                                                "PATH",
                                                "/usr/bin:/bin",
                                                "HOME",
                                                "/root",
                                                "PYTHONDONTWRITEBYTECODE",
                                                "1")),
                                NUMBERS::incrementAndGet,
                                new LargeFrames()));
    }

    /** The peer that is an array in a file. */
    public static Path array() {
        return PEERS.resolve("array_lsmplugin.py");
    }

    /** An array of this test, with options such as {@code jobs=2}. */
    public String uri(String options) {
        return "array://admin@host" + base.resolve("array.json") + "?" + options;
    }

    @Override
    public void close() {
        launchers.close();
        limits.close();
    }
}
