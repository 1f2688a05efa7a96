package dev.baton.testcluster.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Breaks the rules on purpose: proves that they bite. Never run. */
final class ImpureSample {
    private ImpureSample() {}

    static long clock() {
        return System.nanoTime();
    }

    static String file() throws IOException {
        return Files.readString(Path.of("/etc/hostname"));
    }

    static Map<String, String> unordered() {
        return new HashMap<>(Map.of("a", "b"));
    }

    static Set<String> collected() {
        return Stream.of("a").collect(Collectors.toSet());
    }

    static Process started() throws IOException {
        return new ProcessBuilder("true").start();
    }
}
