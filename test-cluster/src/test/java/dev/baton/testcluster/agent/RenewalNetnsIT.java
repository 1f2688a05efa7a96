package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * No process is started to renew a lease (safety rule, section 3).
 *
 * <p>The kernel adds the page faults of every ended child to its parent's account, and no program
 * starts without page faults: while the account and the children stay the same, none was started.
 */
@NeedsNamespaces
class RenewalNetnsIT {
    /** Longer than a kernel lifetime, so that nothing is there that was not renewed. */
    private static final Duration WATCHED = Duration.ofSeconds(5);

    /** In {@code /proc/PID/stat} behind the command's name: faults of ended children. */
    private static final int CHILDREN_FAULTS = 8;

    /** The monitor event runs more often than usual after a start. */
    private static final int MOST_WINDOWS = 5;

    private final AgentCluster cluster = AgentCluster.of(2);

    private record Started(long faults, Set<Long> children) {}

    private record Window(Started before, Started after, Set<String> lifetimes, boolean isQuiet) {}

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    @DisplayName("Renewal: the address stays beyond its lifetime and no process is started")
    void anAgentThatOnlyRenewsStartsNoProcess() {
        cluster.agents().forEach(agent -> agent.tune("MonitorInterval", 1000));
        cluster.start();
        String address = cluster.addresses().getFirst();
        AgentNode holder = cluster.holder(address);
        awaitNoChild(holder);

        Window quiet = watch(holder, address);
        for (int tries = 1; !quiet.isQuiet() && tries < MOST_WINDOWS; tries++) {
            awaitNoChild(holder);
            quiet = watch(holder, address);
        }

        assertTrue(quiet.isQuiet(), "no event ended in a window, after " + MOST_WINDOWS);
        assertTrue(quiet.before().faults() > 0, "the events before are in the account");
        assertEquals(quiet.before(), quiet.after(), "faults of ended children, living children");
        assertEquals(Set.of(), notAmong(quiet.lifetimes(), "1sec", "2sec", "3sec"), "lifetimes");
    }

    private void awaitNoChild(AgentNode agent) {
        Awaitility.await("no event under way")
                .during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(20))
                .until(() -> children(agent).isEmpty());
    }

    private Window watch(AgentNode holder, String address) {
        long events = events(holder);
        Started before = started(holder);
        Set<String> lifetimes = lifetimes(holder, address);
        Started after = started(holder);
        return new Window(before, after, lifetimes, events(holder) == events);
    }

    /** How many events have ended; each is a reason to start processes. */
    private static long events(AgentNode holder) {
        return holder.command("history").lines().filter(it -> it.contains("event_ended")).count();
    }

    private static Set<String> lifetimes(AgentNode holder, String address) {
        Set<String> lifetimes = new TreeSet<>();
        long end = System.nanoTime() + WATCHED.toNanos();
        Awaitility.await()
                .atMost(WATCHED.plusSeconds(5))
                .until(
                        () -> {
                            lifetimes.add(lifetime(holder.configured(address)));
                            return System.nanoTime() - end > 0;
                        });
        return lifetimes;
    }

    private static String lifetime(String configured) {
        List<String> words = words(configured);
        int at = words.indexOf("valid_lft");
        return at < 0 ? "absent" : words.get(at + 1);
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s+", -1));
    }

    private static Set<String> notAmong(Set<String> seen, String... allowed) {
        Set<String> left = new TreeSet<>(seen);
        left.removeAll(List.of(allowed));
        return left;
    }

    private static Started started(AgentNode agent) {
        List<String> fields = words(statistics(agent.pid()));
        return new Started(Long.parseLong(fields.get(CHILDREN_FAULTS)), children(agent));
    }

    private static boolean runs(long pid) {
        try {
            return !words(statistics(pid)).getFirst().equals("Z");
        } catch (UncheckedIOException ended) {
            return false;
        }
    }

    /** What the kernel says of a process, behind its name: the state comes first. */
    private static String statistics(long pid) {
        Path file = Path.of("/proc", Long.toString(pid), "stat");
        try {
            String stat = Files.readString(file);
            return stat.substring(stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static Set<Long> children(AgentNode agent) {
        return ProcessHandle.of(agent.pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid)
                .filter(RenewalNetnsIT::runs)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
