package dev.baton.agent.lsm;

import dev.baton.events.callout.Invocation;
import dev.baton.events.callout.Outcome;
import dev.baton.events.process.CallRunner;
import dev.baton.events.process.ProgramFile;
import dev.baton.events.process.RunningCall;
import dev.baton.events.process.ScriptTrust;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Starts plugins, each with a connected socket, as the daemon does.
 *
 * <p>The plugin's launcher connects to a socket in a directory only this user can enter, and
 * becomes the plugin. Source: storage call-outs contract, section 5.3. Thread: any; blocks.
 */
final class PluginStarter {

    /** Who plugins run as where the agent is root and that user exists. Source: section 5.4. */
    static final String USER = "libstoragemgmt";

    /** For no change of user. */
    static final String SAME_USER = "-";

    /** How long a launcher may take until it has connected. */
    static final Duration START_LIMIT = Duration.ofSeconds(10);

    /** The longest session. */
    static final Duration LONGEST = Duration.ofDays(7);

    private static final Path WORKING_DIRECTORY = Path.of("/");

    /**
     * What is needed.
     *
     * @param launcher the program {@code lsm-plugin}
     * @param sockets a directory for the private sockets, made if need be
     * @param environment of the plugins, whole
     * @param numbers of calls, unique in the life of this agent
     * @param large room for large frames, that of the clients, too
     */
    record Means(
            Path launcher,
            Path sockets,
            CallRunner runner,
            ScriptTrust trust,
            TimeLimits limits,
            SortedMap<String, String> environment,
            LongSupplier numbers,
            LargeFrames large) {}

    /** What came of it. */
    sealed interface Start {

        /** It runs; whether it understands a word is not known yet. */
        record Running(PluginProcess plugin) implements Start {}

        /** One sentence. */
        record NotStarted(String why) implements Start {}
    }

    private final Means means;

    PluginStarter(Means means) {
        this.means = means;
    }

    /**
     * Starts one.
     *
     * @param user {@link #USER} or {@link #SAME_USER}
     */
    Start start(Path plugin, String user) {
        Optional<Outcome> objection = ProgramFile.objection(plugin, means.trust());
        if (objection.isPresent()) {
            return new Start.NotStarted("plugin " + plugin + " " + objection.get().sentence());
        }
        long number = means.numbers().getAsLong();
        Path socket = means.sockets().resolve("plugin-" + number);
        try (ServerSocketChannel door = open(socket)) {
            return start(plugin, user, number, socket, door);
        } catch (IOException failure) {
            return new Start.NotStarted("cannot listen at " + socket + ": " + failure.getMessage());
        } finally {
            remove(socket);
        }
    }

    private ServerSocketChannel open(Path socket) throws IOException {
        Files.createDirectories(means.sockets());
        Files.setPosixFilePermissions(
                means.sockets(), PosixFilePermissions.fromString("rwx------"));
        Files.deleteIfExists(socket);
        ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        return door.bind(UnixDomainSocketAddress.of(socket), 1);
    }

    private Start start(
            Path plugin, String user, long number, Path socket, ServerSocketChannel door) {
        RunningCall call =
                means.runner()
                        .prepare(
                                number,
                                new Invocation(
                                        means.launcher(),
                                        List.of(socket.toString(), user, plugin.toString()),
                                        means.environment(),
                                        WORKING_DIRECTORY,
                                        Optional.of(LONGEST)));
        CompletableFuture<Outcome> end = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("lsm-plugin-" + number)
                .start(
                        () -> {
                            end.complete(call.run());
                            close(door);
                        });
        try (TimeLimits.Limit _ = means.limits().start(START_LIMIT, () -> close(door))) {
            SocketChannel channel = door.accept();
            return new Start.Running(
                    new PluginProcess(
                            new FrameChannel(channel, means.limits(), means.large()), call, end));
        } catch (IOException closed) {
            call.cancel("the agent, because it did not connect");
            String why =
                    end.isDone()
                            ? end.join().sentence()
                            : "did not connect within " + START_LIMIT.toSeconds() + " s";
            return new Start.NotStarted("plugin " + plugin + " " + why);
        }
    }

    private static void close(ServerSocketChannel door) {
        try {
            door.close();
        } catch (IOException closed) {
            // a socket that cannot be closed is closed
            return;
        }
    }

    private static void remove(Path socket) {
        try {
            Files.deleteIfExists(socket);
        } catch (IOException kept) {
            // an old private socket is overwritten by its name, and nobody listens there
            return;
        }
    }
}
