package dev.baton.events.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The cgroup v2 directories of one agent's events, killed whole through {@code cgroup.kill}.
 *
 * @param root this agent's own directory, made below the cgroup it runs in
 */
record CgroupTree(Path root) {

    private static final String PREFIX = "baton-";

    private static final long PROBE_SECONDS = 2;

    /**
     * A tree in which a process was really killed; empty where cgroups are missing, read-only or
     * too old.
     */
    static Optional<CgroupTree> detect() {
        return mountPoint().flatMap(CgroupTree::below);
    }

    private static Optional<CgroupTree> below(Path mount) {
        try {
            Path own = mount;
            for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
                if (line.startsWith("0::/")) {
                    own = mount.resolve(line.substring("0::/".length()));
                }
            }
            Path root = own.resolve(PREFIX + ProcessHandle.current().pid());
            CgroupTree tree = new CgroupTree(root);
            removeThoseOfTheDead(own);
            return tree.works() ? Optional.of(tree) : Optional.empty();
        } catch (IOException refused) {
            return Optional.empty();
        }
    }

    /** Removes the empty groups that killed agents left behind. */
    private static void removeThoseOfTheDead(Path own) throws IOException {
        try (DirectoryStream<Path> trees = Files.newDirectoryStream(own, PREFIX + "*")) {
            for (Path tree : trees) {
                String pid = tree.getFileName().toString().substring(PREFIX.length());
                if (pid.matches("\\d{1,18}") && ProcessEntry.of(Long.parseLong(pid)).isEmpty()) {
                    remove(tree);
                }
            }
        }
    }

    /** Where cgroup v2 is mounted, alone or beside version 1. */
    private static Optional<Path> mountPoint() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
                if (line.contains(" - cgroup2 ")) {
                    return Optional.of(Path.of(line.split(" ", -1)[4].replace("\\040", " ")));
                }
            }
            return Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private boolean works() throws IOException {
        Path probe = make("probe");
        if (!Files.isWritable(probe.resolve("cgroup.kill"))) {
            remove(probe);
            return false;
        }
        Process victim = new ProcessBuilder("sleep", "10").start();
        try {
            Files.writeString(probe.resolve("cgroup.procs"), Long.toString(victim.pid()));
            kill(probe);
            return victim.waitFor(PROBE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            victim.destroyForcibly();
            remove(probe);
        }
    }

    Path group(String name) {
        return root.resolve(name);
    }

    Path make(String name) throws IOException {
        return Files.createDirectories(group(name));
    }

    /** Kills everything in a group and below it; says nothing when the group is gone. */
    static void kill(Path group) {
        try {
            if (Files.exists(group)) {
                Files.writeString(group.resolve("cgroup.kill"), "1");
            }
        } catch (IOException gone) {
            // removed between the question and the write: then nothing lives in it
            remove(group);
        }
    }

    /** Whether any process lives in a group or below it. */
    static boolean populated(Path group) {
        try {
            return Files.readString(group.resolve("cgroup.events")).contains("populated 1");
        } catch (IOException gone) {
            return false;
        }
    }

    /** The processes of a group and of those below it. */
    static List<Long> members(Path group) {
        List<Long> pids = new ArrayList<>();
        try (Stream<Path> groups = Files.walk(group)) {
            for (Path one : groups.filter(Files::isDirectory).toList()) {
                Files.readAllLines(one.resolve("cgroup.procs"))
                        .forEach(pid -> pids.add(Long.valueOf(pid)));
            }
        } catch (IOException | UncheckedIOException gone) {
            return pids;
        }
        return pids;
    }

    /** Removes a group and those below it as far as they are empty of processes. */
    static void remove(Path group) {
        try (DirectoryStream<Path> below = Files.newDirectoryStream(group, Files::isDirectory)) {
            below.forEach(CgroupTree::remove);
            Files.deleteIfExists(group);
        } catch (IOException | DirectoryIteratorException inUse) {
            // something an event left running lives there; the group stays for it
            return;
        }
    }
}
