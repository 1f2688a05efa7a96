import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.JavaFormatterOptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks, or with {@code write} rewrites, the format of every Java source below the given folder.
 *
 * <p>Run by the build in source mode on the toolchain's JDK, because the formatter parses with the
 * compiler of the JVM it runs on, and Maven itself may run on an older one. One JVM does all
 * modules. Exits 1 after naming each file that differs and the command that fixes them.
 */
final class FormatSources {
    private static final Formatter FORMATTER =
            new Formatter(
                    JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.AOSP).build());

    private FormatSources() {}

    public static void main(String[] args) throws IOException {
        boolean write = args[0].equals("write");
        Path root = Path.of(args[1]).toAbsolutePath().normalize();
        List<String> complaints =
                sources(root).parallelStream()
                        .map(file -> judge(root, file, write))
                        .flatMap(Optional::stream)
                        .toList();
        complaints.forEach(System.err::println);
        if (!complaints.isEmpty()) {
            System.err.println(
                    "Format: " + complaints.size() + " file(s). To fix: mvn -Pformat -N validate");
            System.exit(1);
        }
    }

    private static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !root.relativize(file).toString().matches("(.*/)?target/.*"))
                    .sorted()
                    .toList();
        }
    }

    private static Optional<String> judge(Path root, Path file, boolean write) {
        try {
            String before = Files.readString(file);
            String after = FORMATTER.formatSourceAndFixImports(before);
            if (before.equals(after)) {
                return Optional.empty();
            }
            if (write) {
                Files.writeString(file, after);
                return Optional.empty();
            }
            return Optional.of("not formatted: " + root.relativize(file));
        } catch (FormatterException | IOException failure) {
            return Optional.of("cannot format: " + file + ": " + failure.getMessage());
        }
    }
}
