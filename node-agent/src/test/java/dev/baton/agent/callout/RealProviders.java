package dev.baton.agent.callout;

import dev.baton.config.CallLimits;
import dev.baton.config.ClusterSettings;
import dev.baton.config.DriverOptions;
import dev.baton.config.HookOptions;
import dev.baton.config.Layout;
import dev.baton.config.LsmOptions;
import dev.baton.config.NodeName;
import dev.baton.config.NodesFile;
import dev.baton.config.Pnn;
import dev.baton.config.ProviderVariables;
import dev.baton.config.PublicAddressesFile;
import dev.baton.config.StorageOptions;
import dev.baton.events.process.CallRunner;
import dev.baton.events.process.Launchers;
import dev.baton.events.process.ProcessScopes;
import dev.baton.events.process.ScriptTrust;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Providers of real scripts, and rooms over them. A volume of provider {@code files} is a file that
 * programs reach without a device, so that neither root nor loop devices are needed.
 */
public final class RealProviders {

    private static final AtomicLong LIVES = new AtomicLong();
    private static final Path LAUNCHER =
            Path.of("src/main/dist/libexec/event-launcher").toAbsolutePath();

    /** Counts itself while it runs, and what runs beside it. */
    private static final String COUNTED =
            """
            #!/bin/bash
            store=$EXTP_STORE
            """;

    SharedProviders shared = SharedProviders.ALONE;
    HookOptions hooks = HookOptions.DEFAULT;
    ProviderVariables variables = ProviderVariables.NONE;
    public DriverOptions drivers = DriverOptions.DEFAULT;
    public Pnn self = new Pnn(0);
    Function<OperatorCommand, CompletableFuture<OperatorReply>> core =
            _ ->
                    CompletableFuture.completedFuture(
                            new OperatorReply.Refused("there are no other nodes"));
    public final OneNodesObjects objects = new OneNodesObjects();

    /** Where objects are asked for in each life. */
    public Supplier<ObjectRoom> rights = objects::room;

    public final Path base;
    public final Path extstorage;
    public final Path store;

    public RealProviders(Path folder) {
        try {
            base = folder.toRealPath();
            extstorage = Files.createDirectories(base.resolve("extstorage"));
            store = Files.createDirectories(base.resolve("store"));
            Files.createDirectories(base.resolve("run/events"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** From now on of this node, beside others. */
    public RealProviders of(Pnn node, SharedProviders others) {
        self = node;
        shared = others;
        return this;
    }

    /** All required scripts of a provider that keeps files. */
    public RealProviders files() {
        script(
                "files",
                "create",
                "[ ! -e \"$store/$VOL_NAME\" ] && echo $VOL_SIZE >\"$store/$VOL_NAME\"");
        script(
                "files",
                "attach",
                "[ -e \"$store/$VOL_NAME\" ] && printf '\\nkvm:file:%s' \"$store/$VOL_NAME\"");
        script("files", "detach", "true");
        script("files", "remove", "rm \"$store/$VOL_NAME\"");
        script("files", "grow", "echo $VOL_NEW_SIZE >\"$store/$VOL_NAME\"");
        script("files", "setinfo", "echo \"$VOL_METADATA\" >\"$store/info\"");
        script("files", "verify", "echo \"$@\" >&2; [ $# = 0 ]");
        write(
                extstorage.resolve("files/parameters.list"),
                "store  where the files are\nlogin_*\n",
                "rw-r--r--");
        return this;
    }

    public RealProviders script(String provider, String name, String body) {
        write(extstorage.resolve(provider).resolve(name), COUNTED + body + "\n", "rwxr-xr-x");
        return this;
    }

    public static void write(Path file, String text, String permissions) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        allow(file, permissions);
    }

    public static void allow(Path file, String permissions) {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public SortedMap<String, String> parameters(String... more) {
        SortedMap<String, String> all = new TreeMap<>();
        all.put("store", store.toString());
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    public ClusterSettings settings() {
        return settings(Duration.ofSeconds(30), false);
    }

    ClusterSettings settings(Duration limit, boolean strict) {
        return ClusterSettings.withDefaults(
                        Layout.under(base),
                        new NodeName("n" + self),
                        self,
                        NodesFile.parse("nodes", List.of("10.1.0.1", "10.1.0.2")).value(),
                        PublicAddressesFile.of(List.of()))
                .withStorage(
                        new StorageOptions(
                                        List.of(base.resolve("none"), extstorage),
                                        new CallLimits(limit, new TreeMap<>()),
                                        variables,
                                        Optional.empty(),
                                        8,
                                        strict,
                                        List.of("login_pin"),
                                        hooks,
                                        LsmOptions.DEFAULT)
                                .withDrivers(drivers));
    }

    public StorageRoom room() {
        return room(Duration.ofSeconds(30), false);
    }

    /** One more life of the agent; its processes are told apart from those of others. */
    StorageRoom room(Duration limit, boolean strict) {
        String identity = "room-" + base.getFileName() + self;
        ProcessScopes scopes =
                ProcessScopes.withoutCgroups(
                        "%s/%d-%d"
                                .formatted(
                                        identity,
                                        ProcessHandle.current().pid(),
                                        LIVES.incrementAndGet()));
        if (!scopes.killCallsOfEarlierLives(identity)) {
            throw new IllegalStateException("calls of an earlier life outlived SIGKILL");
        }
        ScriptTrust trust = ScriptTrust.ofThisProcess(base);
        StorageRoom room =
                new StorageRoom(
                        settings(limit, strict),
                        new CallRunner(
                                base.resolve("run/events"),
                                trust,
                                scopes,
                                new Launchers(LAUNCHER, scopes)),
                        trust,
                        InstantSource.system(),
                        shared,
                        rights.get(),
                        core);
        room.start();
        return room;
    }
}
