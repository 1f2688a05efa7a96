package dev.baton.events.scripts;

import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.events.callout.CallRun;
import dev.baton.events.callout.CallRun.Next;
import dev.baton.events.callout.Invocation;
import dev.baton.events.callout.Outcome;
import dev.baton.events.callout.Printed;
import dev.baton.events.callout.Sighting;
import dev.baton.events.callout.Truth;
import dev.baton.events.contract.opennebula.Dialect;
import dev.baton.events.contract.opennebula.Driver;
import dev.baton.events.contract.opennebula.DriverCall;
import dev.baton.events.contract.opennebula.DriverContract;
import dev.baton.events.contract.opennebula.DriverKind;
import dev.baton.events.contract.opennebula.DriverLayout;
import dev.baton.events.contract.opennebula.DriverResult;
import dev.baton.events.contract.opennebula.DriverSettings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Does with a call what the agent does: runs, looks, and reports, until it is over. */
final class DriverFrontEnd {

    /** By which hosts know it. */
    static final String NAME = "fe";

    private static final int MOST_ROUNDS = 5;

    private final Path base;
    private final DriverLayout layout;

    /**
     * A front-end with a place of its own.
     *
     * @param base for files of its own
     */
    DriverFrontEnd(Path base, Path oneLocation) {
        this.base = base;
        this.layout = new DriverLayout(Optional.of(oneLocation));
    }

    Truth<DriverResult> run(DriverKind kind, String name, Dialect dialect, DriverCall call)
            throws IOException, InterruptedException {
        CallRun<DriverCall, DriverResult> run =
                new CallRun<>(new DriverContract(driver(kind, name, dialect), settings()), call);
        for (int round = 0; round < MOST_ROUNDS; round++) {
            switch (run.next()) {
                case Next.Over<DriverCall, DriverResult>(var truth) -> {
                    return truth;
                }
                case Next.Look<DriverCall, DriverResult>(String path) ->
                        run.seen(
                                Files.exists(Path.of(path))
                                        ? new Sighting.Other("a file")
                                        : new Sighting.Missing());
                case Next.Run<DriverCall, DriverResult>(var _, Invocation start) ->
                        run.ended(outcome(start));
            }
        }
        return new Truth.Unknown<>("it does not end: " + run.next());
    }

    /** A stand-in for ssh where the test has made one. */
    private DriverSettings settings() {
        DriverSettings usual = DriverSettings.of(layout, NAME);
        return new DriverSettings(
                layout,
                NAME,
                usual.limits(),
                usual.variables(),
                base.resolve("ssh"),
                usual.user(),
                usual.secrets());
    }

    private Driver driver(DriverKind kind, String name, Dialect dialect) throws IOException {
        Path directory = layout.driver(kind, name);
        TreeSet<String> files = new TreeSet<>();
        try (Stream<Path> all = Files.list(directory)) {
            all.filter(Files::isExecutable)
                    .forEach(file -> files.add(String.valueOf(file.getFileName())));
        }
        return new Driver(kind, name, directory, files, dialect);
    }

    private Outcome outcome(Invocation start) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(start.program().toString()));
        command.addAll(start.arguments());
        Path input = Files.writeString(base.resolve("in"), start.input().orElse(""));
        ProcessBuilder builder = new ProcessBuilder(command).directory(start.directory().toFile());
        builder.environment().clear();
        builder.environment().putAll(start.environment());
        builder.environment().put("MKISOFS", base.resolve("iso").toString());
        builder.environment().put("SSH", base.resolve("ssh").toString());
        Process process =
                builder.redirectInput(input.toFile())
                        .redirectOutput(base.resolve("out").toFile())
                        .redirectError(base.resolve("err").toFile())
                        .start();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS), command::toString);
        Printed printed =
                new Printed(
                        Files.readString(base.resolve("out"), UTF_8),
                        Files.readString(base.resolve("err"), UTF_8));
        return process.exitValue() == 0
                ? new Outcome.Ok(printed)
                : new Outcome.Failed(process.exitValue(), printed);
    }
}
