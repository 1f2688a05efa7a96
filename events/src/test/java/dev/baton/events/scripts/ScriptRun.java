package dev.baton.events.scripts;

import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs one case in a directory of its own, with stubs first on PATH. */
final class ScriptRun {

    private static final Path SCRIPTS = Path.of("scripts/legacy").toAbsolutePath();
    private static final Path EXAMPLES = Path.of("scripts/examples").toAbsolutePath();
    private static final Path LIBRARY = Path.of("scripts/lib/baton-events.sh").toAbsolutePath();
    private static final Path WRAPPER =
            Path.of("../node-agent/src/main/dist/libexec/ip").toAbsolutePath().normalize();

    /** Logs its words, and its input if it is asked to read it ("-"), then does its body. */
    private static final String STUB =
            """
            #!/bin/sh
            { echo "${0##*/} $*"; case "$*" in *-) sed '/./!d; s/^/  /' ;; esac; } >>@DIR@/calls
            """;

    record Result(int exit, String output, String calls) {}

    private final ScriptCase wanted;
    private final Path directory;

    ScriptRun(ScriptCase wanted, Path directory) {
        this.wanted = wanted;
        this.directory = directory;
    }

    Result run() throws IOException, InterruptedException {
        Path legacy = Files.createDirectories(directory.resolve("etc/events/legacy"));
        Path stubs = Files.createDirectories(directory.resolve("stubs"));
        Path libexec = Files.createDirectories(directory.resolve("libexec"));
        Files.createSymbolicLink(libexec.resolve("ip"), WRAPPER);
        List<String> command = new ArrayList<>(wanted.words());
        command.set(0, program(command.getFirst(), legacy, libexec));
        for (Map.Entry<String, String> file : wanted.named("file").entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.resolveSibling("."));
            Files.writeString(path, here(file.getValue()));
        }
        for (Map.Entry<String, String> stub : wanted.named("stub").entrySet()) {
            Path path = stubs.resolve(stub.getKey());
            Files.writeString(path, here(STUB + stub.getValue()));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return start(command.stream().map(this::here).toList(), libexec + ":" + stubs);
    }

    private static String program(String name, Path legacy, Path libexec) throws IOException {
        if (name.equals("ip")) {
            return libexec.resolve("ip").toString();
        }
        Path enabled = legacy.resolve(name + ".script");
        Path shipped = SCRIPTS.resolve(name + ".script");
        if (Files.exists(shipped)) {
            Files.createSymbolicLink(enabled, shipped);
        } else {
            Files.copy(EXAMPLES.resolve(name + ".script"), enabled);
            Files.setPosixFilePermissions(enabled, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return enabled.toString();
    }

    private Result start(List<String> command, String path)
            throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", path + ":/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("CTDB_BASE", directory.resolve("etc").toString());
        environment.put("CTDB_SCRIPT_VARDIR", directory.resolve("var").toString());
        environment.put("BATON_EVENTS_LIB", LIBRARY.toString());
        environment.put("BATON_EVENT", wanted.words().size() > 1 ? wanted.words().get(1) : "");
        here(wanted.section("env"))
                .lines()
                .map(line -> line.split("=", 2))
                .forEach(pair -> environment.put(pair[0], pair[1]));
        Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        process.getOutputStream().close();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS), "the script did not end within 20 s");
        return new Result(process.exitValue(), there(output), there(directory.resolve("calls")));
    }

    private String here(String text) {
        return text.replace("@DIR@", directory.toString());
    }

    private String there(Path file) throws IOException {
        String text = Files.exists(file) ? Files.readString(file, UTF_8) : "";
        return text.replace(directory.toString(), "@DIR@");
    }
}
