package dev.baton.testcluster.bench;

import dev.baton.agent.lsm.LsmRoom;
import dev.baton.config.LsmOptions;
import dev.baton.events.process.CallRunner;
import dev.baton.events.process.Launchers;
import dev.baton.events.process.ProcessScopes;
import dev.baton.events.process.ScriptTrust;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a request costs that goes through the relay of libStorageMgmt's plugins, above the same
 * request to a plugin of the same kind without it. Measured in turns, so that both see the same
 * machine. The plugin is the example of the distribution.
 */
final class RelayFigures {

    private static final int WARM_UP = 500;
    private static final int REQUESTS = 2000;
    private static final double MILLIS = 1e6;
    private static final String EXAMPLE = "share/callouts/libstoragemgmt/any";

    private final Path distribution;

    RelayFigures(Path distribution) {
        this.distribution = distribution;
    }

    List<Figure> measure() throws IOException {
        Path folder = Files.createTempDirectory("baton-bench").toRealPath();
        Path programs = Files.createDirectories(folder.resolve("bin"));
        Path storage = Files.createDirectories(folder.resolve("storage"));
        Trees.copy(distribution.resolve(EXAMPLE), programs.resolve("any"));
        Path plugin = programs.resolve("any/any_lsmplugin");
        try (ProcessScopes scopes = ProcessScopes.detect("bench/" + ProcessHandle.current().pid());
                Launchers launchers =
                        new Launchers(distribution.resolve("libexec/event-launcher"), scopes)) {
            ScriptTrust trust = ScriptTrust.ofThisProcess(folder);
            LsmRoom.PluginPlaces places =
                    new LsmRoom.PluginPlaces(
                            distribution.resolve("libexec/lsm-plugin"),
                            folder.resolve("private"),
                            new CallRunner(folder, trust, scopes, launchers),
                            trust);
            LsmOptions options = new LsmOptions(true, programs, folder.resolve("ipc"), folder, 2);
            try (LsmRoom room = new LsmRoom(options, places, System.getenv(), Optional.empty())) {
                room.start();
                return measure(folder, plugin, "any://" + storage);
            }
        } finally {
            Trees.remove(folder);
        }
    }

    private List<Figure> measure(Path folder, Path plugin, String uri) throws IOException {
        Path door = folder.resolve("door");
        try (ServerSocketChannel listening =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(door), 1);
            Process process =
                    new ProcessBuilder(
                                    distribution.resolve("libexec/lsm-plugin").toString(),
                                    door.toString(),
                                    "-",
                                    plugin.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("said").toFile())
                            .start();
            try (PlainSession direct = new PlainSession(listening.accept());
                    PlainSession relayed =
                            new PlainSession(
                                    SocketChannel.open(
                                            UnixDomainSocketAddress.of(
                                                    folder.resolve("ipc/any"))))) {
                direct.register(uri);
                relayed.register(uri);
                return figures(direct, relayed);
            } finally {
                process.destroy();
            }
        }
    }

    private static List<Figure> figures(PlainSession direct, PlainSession relayed)
            throws IOException {
        List<Double> above = new ArrayList<>();
        List<Double> through = new ArrayList<>();
        for (int run = -WARM_UP; run < REQUESTS; run++) {
            double without = timed(direct);
            double with = timed(relayed);
            if (run >= 0) {
                above.add(with - without);
                through.add(with);
            }
        }
        return List.of(
                new Figure("relayed_request_above_direct", "ms", above, 1),
                new Figure("relayed_request", "ms", through, 5));
    }

    private static double timed(PlainSession session) throws IOException {
        long start = System.nanoTime();
        session.call("time_out_get", Map.of());
        return (System.nanoTime() - start) / MILLIS;
    }
}
