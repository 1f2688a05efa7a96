package dev.baton.testcluster.start;

import dev.baton.testcluster.netns.ShellCommand;
import dev.baton.testcluster.netns.ShellCommand.Outcome;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A copy of the scripts in a small project, on a machine whose every command is a stub that writes
 * down how it was called.
 */
final class StubbedMachine {
    private static final Path SCRIPTS = Path.of("").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final List<String> REAL =
            List.of(
                    "dirname", "sed", "cat", "find", "head", "mkdir", "mv", "rm", "touch", "chmod",
                    "dd");
    private static final List<String> COMMANDS =
            List.of("nginx", "python3", "ps", "curl", "nsenter", "bash", "javac");

    private final Path root;
    private final Path bin;

    /** Everything is there, the user is root, nothing was built. */
    StubbedMachine(Path root) throws IOException {
        this.root = root;
        this.bin = Files.createDirectories(root.resolve("bin"));
        Files.createDirectories(root.resolve("project/config/src"));
        Files.createDirectories(root.resolve("project/events/scripts"));
        Files.createDirectories(root.resolve("project/.mvn"));
        Path scripts = Files.createDirectories(root.resolve("project/test-cluster"));
        for (String script : List.of("demo", "bench", "long", "machine.sh", "packages.sh")) {
            Files.copy(SCRIPTS.resolve(script), scripts.resolve(script));
        }
        Files.writeString(root.resolve("project/pom.xml"), "");
        Files.writeString(root.resolve("project/config/pom.xml"), "");
        Files.writeString(source(), "");
        Files.writeString(root.resolve("calls"), "");
        makeCommands();
        makeJdk();
    }

    private void makeCommands() throws IOException {
        for (String command : REAL) {
            stub(command, "exec /usr/bin/" + command + " \"$@\"");
        }
        for (String command : COMMANDS) {
            stub(command, "");
        }
        user(0);
        stub("git", "echo abc1234");
        stub("unshare", "");
        stub("timeout", "[ \"$1\" != --foreground ] || shift; shift 3; exec \"$@\"");
        stub("apt-get", "exit 100");
        String built = "node-agent/target/baton/bin";
        stub("mvn", "mkdir -p %1$s && : >%1$s/baton && chmod +x %1$s/baton".formatted(built));
    }

    private void makeJdk() throws IOException {
        Path jdk = Files.createDirectories(root.resolve("jdk/bin"));
        Files.writeString(root.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
        stub("javac", "");
        Files.copy(bin.resolve("javac"), jdk.resolve("javac"));
        jvm("");
    }

    /** What Java does. */
    void jvm(String does) throws IOException {
        script(root.resolve("jdk/bin/java"), "java", does);
    }

    /** A command that writes down its name and arguments and then does this. */
    void stub(String command, String does) throws IOException {
        script(bin.resolve(command), command, does);
    }

    private void script(Path file, String name, String does) throws IOException {
        String calls = root.resolve("calls").toString();
        Files.writeString(
                file, "#!/bin/sh\necho \"%s $*\" >>%s\n%s\n".formatted(name, calls, does));
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make executable: " + file);
        }
    }

    /** What {@code test-cluster/verify} does. */
    void verify(String does) throws IOException {
        script(root.resolve("project/test-cluster/verify"), "verify", does);
    }

    void user(int id) throws IOException {
        stub("id", "echo " + id);
    }

    void remove(String command) throws IOException {
        Files.delete(bin.resolve(command));
    }

    /** Where {@code apt-get install} of a stub may put a command. */
    Path commands() {
        return bin;
    }

    private Path source() {
        return root.resolve("project/config/src/Settings.java");
    }

    /** Changes a source, as an edit after the last build would. */
    void edit() throws IOException {
        Files.writeString(source(), "// edited\n", StandardOpenOption.APPEND);
        Files.setLastModifiedTime(source(), FileTime.from(Instant.now().plusSeconds(5)));
    }

    /** Runs a script of the test cluster as a new user would, from another folder. */
    Outcome run(String script, String... arguments) {
        return run(List.of(), script, arguments);
    }

    Outcome run(List<String> environment, String script, String... arguments) {
        return ShellCommand.attempt(LIMIT, command(environment, script, arguments));
    }

    /** Starts a script of the test cluster, to be ended by a signal; what it says is dropped. */
    Process start(String script, String... arguments) throws IOException {
        return new ProcessBuilder(command(List.of(), script, arguments))
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("output").toFile())
                .start();
    }

    private List<String> command(List<String> environment, String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of("env", "-i", "-C", root.toString()));
        command.add("PATH=" + bin);
        command.add("JAVA_HOME=" + root.resolve("jdk"));
        command.addAll(environment);
        command.add("/bin/sh");
        command.add(root.resolve("project/test-cluster").resolve(script).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Every call of this command so far, in order. */
    List<String> calls(String command) throws IOException {
        return text().lines().filter(line -> line.startsWith(command + " ")).toList();
    }

    /** Every call so far, each as one line unless an argument has lines. */
    String text() throws IOException {
        return Files.readString(root.resolve("calls"));
    }
}
