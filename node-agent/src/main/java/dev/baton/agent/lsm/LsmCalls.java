package dev.baton.agent.lsm;

import dev.baton.config.LsmOptions;
import dev.baton.events.contract.lsm.LsmCode;
import dev.baton.events.contract.lsm.LsmError;
import dev.baton.events.contract.lsm.LsmUri;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The calling side: a plugin of one's own for each session, or one behind a socket. */
final class LsmCalls implements LsmAccess {

    private static final Logger LOG = LoggerFactory.getLogger(LsmCalls.class);

    private final LsmOptions options;
    private final PluginStarter starter;
    private final TimeLimits limits;
    private final LargeFrames large;

    LsmCalls(LsmOptions options, PluginStarter starter, TimeLimits limits, LargeFrames large) {
        this.options = options;
        this.starter = starter;
        this.limits = limits;
        this.large = large;
    }

    @Override
    public Opening open(LsmUri uri, Optional<String> password, Duration limit) {
        Optional<Path> program = Optional.ofNullable(programs().get(uri.socket()));
        if (program.isPresent()) {
            String user = new RootConsent(options.configuration()).user(uri.socket(), true);
            return switch (starter.start(program.get(), user)) {
                case PluginStarter.Start.Running(PluginProcess plugin) ->
                        registered(plugin, uri, password, limit);
                case PluginStarter.Start.NotStarted(String why) ->
                        refused(LsmCode.PLUGIN_IPC_FAIL, why);
            };
        }
        Path socket = options.sockets().resolve(uri.socket());
        return Files.exists(socket)
                ? connected(socket, uri, password, limit)
                : refused(
                        LsmCode.PLUGIN_NOT_EXIST,
                        "there is neither %s below %s nor a socket %s"
                                .formatted(uri.program(), options.plugins(), socket));
    }

    private Opening connected(Path socket, LsmUri uri, Optional<String> password, Duration limit) {
        try {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            FrameChannel frames = new FrameChannel(channel, limits, large);
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
            } catch (IOException nobody) {
                frames.close();
                return refused(
                        LsmCode.DAEMON_NOT_RUNNING,
                        "nobody listens at %s: %s".formatted(socket, nobody.getMessage()));
            }
            return registered(new ServedPlugin(frames), uri, password, limit);
        } catch (IOException failure) {
            return refused(
                    LsmCode.PLUGIN_IPC_FAIL, "cannot open a socket: " + failure.getMessage());
        }
    }

    private Opening registered(
            OtherEnd plugin, LsmUri uri, Optional<String> password, Duration limit) {
        LsmSession session = new LsmSession(plugin, limit, LsmCalls::pause);
        Answer answer = session.register(uri, password);
        if (answer instanceof Answer.Done) {
            LOG.info("lsm_session uri={}", uri.shown());
            return new Opening.Open(session);
        }
        session.close();
        return switch (answer) {
            case Answer.Refused(LsmError error) -> new Opening.Refused(error);
            case Answer.Unknown(LsmError error) -> new Opening.Refused(error);
            case Answer.Done _ -> throw new IllegalStateException("registered and not registered");
        };
    }

    private static Opening refused(LsmCode code, String why) {
        return new Opening.Refused(LsmError.of(code, why));
    }

    /** A wait that nothing ends early but an interruption, which stays set. */
    private static void pause(Duration time) {
        try {
            var _ = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    private SortedMap<String, Path> programs() {
        try {
            return PluginPrograms.below(options.plugins());
        } catch (IOException unreadable) {
            LOG.warn("lsm_not_scanned why=\"{}\"", unreadable.getMessage());
            return new TreeMap<>();
        }
    }

    @Override
    public SortedMap<String, Path> plugins() {
        SortedMap<String, Path> all = new TreeMap<>(programs());
        try (Stream<Path> files = Files.list(options.sockets())) {
            for (Path file : files.toList()) {
                if (Files.readAttributes(file, BasicFileAttributes.class).isOther()) {
                    all.putIfAbsent(String.valueOf(file.getFileName()), file);
                }
            }
        } catch (IOException none) {
            LOG.debug("no sockets of plugins: {}", none.getMessage());
        }
        return all;
    }
}
