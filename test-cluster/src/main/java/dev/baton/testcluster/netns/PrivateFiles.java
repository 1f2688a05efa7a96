package dev.baton.testcluster.netns;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The files of one node as if it were a machine: the host's, but what is written below {@code /etc}
 * and {@code /var} stays in memory and is seen by this node only, {@code /run} begins empty, and
 * the host name is the node's. {@code /tmp} is the host's.
 *
 * <p>Lives as long as a process that holds the namespaces, which ends with the cluster.
 */
public final class PrivateFiles {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration EVERY = Duration.ofMillis(5);
    private static final String READY = "run/.private";
    private static final String BUILD =
            """
            set -e
            hostname "$1"
            mount -t tmpfs -o mode=755 none /mnt
            for directory in etc var; do
                mkdir -p "/mnt/$directory/upper" "/mnt/$directory/work"
                mount -t overlay -o "lowerdir=/$directory,upperdir=/mnt/$directory/upper,workdir=/mnt/$directory/work" \
                    none "/$directory"
            done
            mount -t tmpfs -o mode=755 none /run
            mkdir /run/lock
            : >/run/.private
            exec sleep infinity
            """;

    private final NamespaceProcess holder;

    private PrivateFiles(NamespaceProcess holder) {
        this.holder = holder;
    }

    /** Whether this process may make such files here. */
    public static boolean possible() {
        String tried = BUILD.replace("exec sleep infinity", "true");
        return ShellCommand.attempt(LIMIT, command(tried, "n0")).status() == 0;
    }

    /** The command that makes the files and holds them. */
    static List<String> holder(String hostName) {
        return command(BUILD, hostName);
    }

    private static List<String> command(String script, String hostName) {
        return List.of(
                "unshare",
                "--mount",
                "--uts",
                "--propagation",
                "private",
                "sh",
                "-c",
                script,
                "sh",
                hostName);
    }

    /** Waits until the files are there; throws IllegalStateException if they cannot be made. */
    static PrivateFiles of(NamespaceProcess holder) {
        PrivateFiles files = new PrivateFiles(holder);
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!Files.exists(files.path(READY))) {
            if (!holder.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("no private /etc, /var and /run within " + LIMIT);
            }
            LockSupport.parkNanos(EVERY.toNanos());
        }
        return files;
    }

    /** Where a file of the node is for everybody else; its name begins without a slash. */
    public Path path(String file) {
        return Path.of("/proc", Long.toString(holder.pid()), "root", file);
    }

    /** What {@code nsenter} is told to come here. */
    List<String> entry() {
        String namespaces = "/proc/" + holder.pid() + "/ns/";
        return List.of("--mount=" + namespaces + "mnt", "--uts=" + namespaces + "uts");
    }
}
