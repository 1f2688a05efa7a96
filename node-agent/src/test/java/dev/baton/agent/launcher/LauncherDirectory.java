package dev.baton.agent.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A distribution whose Java runtime prints the words it was started with, and its base. */
final class LauncherDirectory {

    private static final Path LAUNCHER = Path.of("src/main/dist/bin/baton");

    final Path home;
    final Path base;
    final Map<String, String> environment = new TreeMap<>();

    LauncherDirectory(Path directory) throws IOException {
        home = directory.resolve("home");
        base = directory.resolve("base");
        Files.createDirectories(base.resolve("run"));
        Files.createDirectories(home.resolve("lib"));
        Files.createDirectories(home.resolve("bin"));
        Files.copy(LAUNCHER, home.resolve("bin/baton"));
        executable(home.resolve("bin/baton"));
        write("lib/baton-node-agent-0.jar", "");
        write("runtime/release", "JAVA_VERSION=\"25.0.1\"\n");
        write("runtime/bin/java", "#!/bin/sh\nwhile [ $1 != -jar ]; do shift; done\necho \"$@\"\n");
        executable(home.resolve("runtime/bin/java"));
        environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("BATON_JAVA_HOME", home.resolve("runtime").toString());
    }

    /** What a command came to. */
    record Outcome(int code, String output) {}

    void write(String file, String text) throws IOException {
        Path path = home.resolve(file);
        Files.createDirectories(path.resolveSibling("."));
        Files.writeString(path, text);
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Runs the launcher with these words behind {@code --base}. */
    Outcome run(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(baton(), "--base", base.toString()));
        command.addAll(Arrays.asList(words));
        return start(command);
    }

    String baton() {
        return home.resolve("bin/baton").toString();
    }

    /** Runs a command to its end; both outputs together. */
    Outcome start(List<String> command) throws Exception {
        Path output = home.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        process.getOutputStream().close();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("did not end within 30 s: " + command);
        }
        return new Outcome(process.exitValue(), Files.readString(output));
    }
}
