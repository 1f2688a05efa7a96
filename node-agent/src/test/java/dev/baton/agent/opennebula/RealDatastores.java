package dev.baton.agent.opennebula;

import dev.baton.agent.callout.RealProviders;
import dev.baton.agent.callout.StorageRoom;
import dev.baton.config.CallLimits;
import dev.baton.config.DatastoreOptions;
import dev.baton.config.DriverOptions;
import dev.baton.config.ProviderVariables;
import dev.baton.events.process.ScriptTrust;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.cluster.StorageKind;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Datastores of our own drivers and of scripts a test writes, and rooms over them. */
public final class RealDatastores {

    private static final Path OURS =
            Path.of("../events/scripts/callouts/opennebula").toAbsolutePath().normalize();

    final RealProviders providers;
    public final Path one;
    public final Path location;
    public final Path store;
    public final Path machines;
    public final SortedMap<String, String> dialects = new TreeMap<>();
    public final SortedMap<String, String> attributes = new TreeMap<>();
    final SortedMap<String, Duration> limits = new TreeMap<>();
    public String driver = "files";
    int atOnce = 1;
    List<String> nodes = List.of();
    List<String> nodesOfMachines = List.of();
    Optional<Path> records = Optional.empty();

    public RealDatastores(Path folder) {
        providers = new RealProviders(folder);
        one = providers.base.resolve("one");
        location = one.resolve("var/datastores");
        store = location.resolve("1");
        machines = location.resolve("0");
        dialects.put("datastore/files", "6.8");
        dialects.put("tm/shared", "6.8");
        try {
            copy();
            Files.createDirectories(store);
            Files.createDirectories(machines);
            Files.createDirectories(providers.base.resolve("srv"));
            Files.writeString(one.resolve("var/config"), "DATASTORE_LOCATION=" + location + "\n");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        attributes.put("SAFE_DIRS", providers.base.resolve("srv").toString());
    }

    private void copy() throws IOException {
        try (Stream<Path> all = Files.walk(OURS)) {
            for (Path each : all.toList()) {
                Path to = one.resolve(OURS.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(each, to);
                }
            }
        }
    }

    /** A script of a driver of the test's own; {@code store} is its datastore. */
    public RealDatastores script(String file, String body) {
        RealProviders.write(
                one.resolve("var/remotes").resolve(file),
                "#!/bin/bash\nstore=%s\n%s\n".formatted(store, body),
                "rwxr-xr-x");
        return this;
    }

    /** A file that may be registered. */
    public Path file(String name, String text) {
        Path file = providers.base.resolve("srv").resolve(name);
        RealProviders.write(file, text, "rw-r--r--");
        return file;
    }

    /** One more life of the storage of an agent. */
    public StorageRoom storage() {
        SortedMap<Long, DatastoreOptions> datastores = new TreeMap<>();
        datastores.put(1L, datastore(1, "fast", driver, false));
        datastores.put(0L, datastore(0, "machines", "", true));
        providers.drivers =
                new DriverOptions(
                        Optional.of(one),
                        System.getProperty("user.name"),
                        Optional.empty(),
                        new CallLimits(Duration.ofSeconds(30), limits),
                        ProviderVariables.NONE,
                        Optional.empty(),
                        dialects,
                        Path.of("/usr/bin/ssh"),
                        records,
                        datastores);
        return providers.room();
    }

    private DatastoreOptions datastore(long id, String name, String images, boolean ofMachines) {
        return new DatastoreOptions(
                id,
                name,
                images,
                "shared",
                ofMachines,
                new DatastoreOptions.Place.Usual(),
                atOnce,
                ofMachines ? nodesOfMachines : nodes,
                attributes);
    }

    /** The right to be the front-end of datastore 1. */
    static Right.Changing frontEnd() {
        return new Right.Changing(StorageKind.IMAGE, "datastore-1");
    }

    /** The room of drivers over it. */
    public DriverRoom room(StorageRoom storage) {
        DriverRoom room =
                new DriverRoom(
                        providers.settings(),
                        storage,
                        ScriptTrust.ofThisProcess(providers.base),
                        InstantSource.system());
        room.start();
        return room;
    }
}
