package dev.baton.testcluster.netns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds and removes what clusters left on the host: namespaces, processes in them, directories. */
final class Leftovers {
    private static final Pattern OWNED = Pattern.compile("(baton-(\\d+)-).*");
    private static final int KILL_ROUNDS = 50;

    private Leftovers() {}

    /** Removes everything whose owner is gone; returns the removed prefixes. */
    static List<String> sweep() {
        Set<String> prefixes = new TreeSet<>();
        for (Path place : List.of(Path.of("/run/netns"), temporary())) {
            for (Path entry : entries(place)) {
                Matcher name = OWNED.matcher(entry.getFileName().toString());
                if (name.matches() && ownerIsGone(name.group(2))) {
                    prefixes.add(name.group(1));
                }
            }
        }
        prefixes.forEach(Leftovers::remove);
        return List.copyOf(prefixes);
    }

    /** Removes everything of one owner: first processes, then namespaces, then files. */
    static void remove(String prefix) {
        List<String> namespaces =
                entries(Path.of("/run/netns")).stream()
                        .map(entry -> entry.getFileName().toString())
                        .filter(name -> name.startsWith(prefix))
                        .toList();
        killInside(namespaces);
        List<String> problems = new ArrayList<>();
        for (String namespace : namespaces) {
            attempt("ip", "netns", "delete", namespace).ifPresent(problems::add);
        }
        for (Path entry : entries(temporary())) {
            if (entry.getFileName().toString().startsWith(prefix)) {
                deleteTree(entry);
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalStateException("cannot remove " + prefix + "...: " + problems);
        }
    }

    private static void killInside(List<String> namespaces) {
        for (int round = 0; round < KILL_ROUNDS; round++) {
            List<Long> found = namespaces.stream().flatMap(Leftovers::pids).toList();
            if (found.isEmpty()) {
                return;
            }
            for (long pid : found) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    private static Stream<Long> pids(String namespace) {
        ShellCommand.Outcome listed =
                ShellCommand.attempt(ShellCommand.LIMIT, List.of("ip", "netns", "pids", namespace));
        if (listed.status() != 0) {
            return Stream.empty();
        }
        long self = ProcessHandle.current().pid();
        return listed.output()
                .lines()
                .filter(line -> line.matches("\\d+"))
                .map(Long::valueOf)
                .filter(pid -> pid != self);
    }

    private static Optional<String> attempt(String... command) {
        ShellCommand.Outcome outcome = ShellCommand.attempt(ShellCommand.LIMIT, List.of(command));
        return outcome.status() == 0 ? Optional.empty() : Optional.of(outcome.output().strip());
    }

    private static boolean ownerIsGone(String pid) {
        return !Files.exists(Path.of("/proc", pid));
    }

    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    }

    private static List<Path> entries(Path place) {
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (Stream<Path> listed = Files.list(place)) {
            return listed.toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + place, e);
        }
    }

    private static void deleteTree(Path root) {
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalStateException("cannot remove " + root, e);
        }
    }
}
