package dev.baton.testcluster.bench;

import dev.baton.testcluster.netns.NamespaceProcess;
import dev.baton.testcluster.netns.NetnsCluster;
import dev.baton.testcluster.netns.ShellCommand;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One real agent with its files, in its namespace. */
final class BenchNode {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    /**
     * The field utime, counted behind the name; stime, cutime and cstime follow. Source: proc(5).
     */
    private static final int UTIME = 11;

    private static final int TIMES = 4;

    /** Of /proc; USER_HZ is 100 on every Linux there is Java for. */
    private static final double TICKS_PER_SECOND = 100;

    private final NetnsCluster cluster;
    private final Path distribution;
    private final int index;
    private final Path base;
    private Optional<NamespaceProcess> process = Optional.empty();

    BenchNode(NetnsCluster cluster, Path distribution, int index) {
        this.cluster = cluster;
        this.distribution = distribution;
        this.index = index;
        this.base = cluster.directory().resolve("n" + index);
    }

    Path log() {
        return base.resolve("agent.log");
    }

    /** Fresh files; what an earlier life left is removed. */
    void configure(List<String> nodes, List<String> addresses, Path files) throws IOException {
        Path etc = Files.createDirectories(base.resolve("etc"));
        Files.deleteIfExists(log());
        Files.write(etc.resolve("nodes"), nodes);
        Files.write(etc.resolve("public_addresses"), addresses);
        Files.writeString(etc.resolve("baton.conf"), "[node]\nname = n" + index + "\n");
        Files.writeString(etc.resolve("script.options"), "BATON_FILES_DIR=" + files + "\n");
        Path enabled = Files.createDirectories(etc.resolve("events/legacy"));
        try (Stream<Path> shipped = Files.list(distribution.resolve("share/events/legacy"))) {
            for (Path script : shipped.filter(it -> it.toString().endsWith(".script")).toList()) {
                Path copy = enabled.resolve(script.getFileName().toString());
                Files.copy(script, copy, StandardCopyOption.REPLACE_EXISTING);
                executable(copy);
            }
        }
    }

    /** One more script; it runs before the shipped ones. */
    void addScript(String text) throws IOException {
        executable(Files.writeString(base.resolve("etc/events/legacy/00.bench.script"), text));
    }

    private static void executable(Path script) throws IOException {
        if (!script.toFile().setExecutable(true)) {
            throw new IOException("cannot make executable: " + script);
        }
    }

    void start() {
        String namespace = cluster.nodeNamespace(index);
        process = Optional.of(cluster.start(namespace, log(), baton("agent")));
    }

    /** Ends the agent, and whatever it started, as a crash would. */
    void kill() {
        process.ifPresent(NamespaceProcess::kill);
        for (long pid : pids()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** Exit status of one command; its outputs are dropped. */
    int command(String... words) {
        return cluster.run(cluster.nodeNamespace(index), LIMIT, baton(words)).status();
    }

    /** Wall time of one command, in seconds, from its start to its end. */
    double seconds(String... words) {
        long start = System.nanoTime();
        ShellCommand.attempt(LIMIT, inside(words));
        return (System.nanoTime() - start) / 1e9;
    }

    /** The lines {@code ip -o address} prints for this node. */
    String addresses() {
        return cluster.ip(cluster.nodeNamespace(index), "-o address show");
    }

    /** Resident memory of everything that runs in this node's namespace, in MiB. */
    double residentMebibytes() throws IOException {
        long kibibytes = 0;
        for (long pid : pids()) {
            Path status = Path.of("/proc", Long.toString(pid), "status");
            if (Files.exists(status)) {
                for (String line : Files.readAllLines(status)) {
                    if (line.startsWith("VmRSS:")) {
                        kibibytes += Long.parseLong(line.replaceAll("\\D", ""));
                    }
                }
            }
        }
        return kibibytes / 1024.0;
    }

    /** Processor time used so far by everything that runs here and by what it waited for. */
    double processorSeconds() throws IOException {
        long ticks = 0;
        for (long pid : pids()) {
            Path stat = Path.of("/proc", Long.toString(pid), "stat");
            if (Files.exists(stat)) {
                String text = Files.readString(stat);
                ticks +=
                        Pattern.compile(" ")
                                .splitAsStream(text.substring(text.lastIndexOf(')') + 2))
                                .skip(UTIME)
                                .limit(TIMES)
                                .mapToLong(Long::parseLong)
                                .sum();
            }
        }
        return ticks / TICKS_PER_SECOND;
    }

    private List<Long> pids() {
        String text = ShellCommand.run("ip", "netns", "pids", cluster.nodeNamespace(index));
        return text.lines()
                .map(String::strip)
                .filter(it -> !it.isEmpty())
                .map(Long::valueOf)
                .toList();
    }

    private List<String> inside(String... words) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "nsenter",
                                "--net=" + NetnsCluster.path(cluster.nodeNamespace(index)),
                                "--"));
        command.addAll(baton(words));
        return command;
    }

    private List<String> baton(String... words) {
        List<String> command = new ArrayList<>();
        command.add(distribution.resolve("bin/baton").toString());
        command.addAll(List.of("--base", base.toString()));
        command.addAll(List.of(words));
        return command;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "n%d", index);
    }
}
