import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Makes {@code lib/baton.aot} of an exploded distribution by one bounded training run.
 *
 * <p>The cache only saves time, so nothing here fails the build: what went wrong is printed and the
 * distribution works without. Arguments: the distribution, then the command that is trained.
 */
final class TrainCache {
    private static final long LIMIT_SECONDS = 60;

    private TrainCache() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            train(Path.of(args[0], "lib"), List.of(args).subList(1, args.length));
        } catch (IOException failure) {
            System.err.println("AOT cache not made: " + failure);
        }
    }

    private static void train(Path lib, List<String> command)
            throws IOException, InterruptedException {
        Path cache = lib.resolve("baton.aot");
        List<Path> jars = jars(lib);
        if (isFresh(cache, jars)) {
            return;
        }
        Files.deleteIfExists(cache);
        Path log = lib.resolveSibling("../baton-aot.log").normalize();
        Process run = start(cache, main(jars), command, log);
        if (!run.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            run.descendants().forEach(ProcessHandle::destroyForcibly);
            run.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        if (run.isAlive() || run.exitValue() != 0 || !Files.exists(cache)) {
            Files.deleteIfExists(cache);
            System.err.println("AOT cache not made: the training run failed, see " + log);
        }
    }

    private static Process start(Path cache, Path main, List<String> command, Path log)
            throws IOException {
        List<String> line =
                Stream.concat(
                                Stream.of(
                                        Path.of(System.getProperty("java.home"), "bin/java")
                                                .toString(),
                                        "-XX:AOTCacheOutput=" + cache,
                                        "-XX:+UseSerialGC",
                                        "-XX:TieredStopAtLevel=1",
                                        "--sun-misc-unsafe-memory-access=allow",
                                        "-jar",
                                        main.toString()),
                                command.stream())
                        .toList();
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static List<Path> jars(Path lib) throws IOException {
        try (Stream<Path> files = Files.list(lib)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }

    private static Path main(List<Path> jars) throws IOException {
        return jars.stream()
                .filter(jar -> jar.getFileName().toString().startsWith("baton-node-agent-"))
                .findFirst()
                .orElseThrow(() -> new IOException("no baton-node-agent jar among " + jars));
    }

    private static boolean isFresh(Path cache, List<Path> jars) throws IOException {
        if (!Files.exists(cache)) {
            return false;
        }
        FileTime made = Files.getLastModifiedTime(cache);
        for (Path jar : jars) {
            if (Files.getLastModifiedTime(jar).compareTo(made) >= 0) {
                return false;
            }
        }
        return true;
    }
}
