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
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * No process is started to renew a lease (safety rule, section 3).
 *
 * <p>A process the agent started is its child, or becomes it, until the agent collects it; then the
 * kernel adds its page faults to the agent's account, and no program starts without page faults. So
 * none was started between two moments with the same children and equal accounts, however short it
 * would have lived. An event without scripts starts none, so the scripts are taken away first, and
 * no monitor event can be mistaken for a renewal; what stays are the launchers that wait for one.
 */
@NeedsNamespaces
class RenewalNetnsIT {
    /** Longer than a kernel lifetime, so that nothing is there that was not renewed. */
    private static final Duration WATCHED = Duration.ofSeconds(5);

    /** In {@code /proc/PID/stat} behind the command's name: faults of collected children. */
    private static final int CHILDREN_FAULTS = 8;

    private static final String SCRIPT = "10.interface";

    private final AgentCluster cluster = AgentCluster.of(2);

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    @DisplayName("Renewal: the address stays beyond its lifetime and no process is started")
    void anAgentThatOnlyRenewsStartsNoProcess() {
        cluster.agents().forEach(agent -> agent.tune("MonitorInterval", 1));
        cluster.start();
        String address = cluster.addresses().getFirst();
        AgentNode holder = settledHolder(address);
        String script = holder.text("etc/events/legacy/" + SCRIPT + ".script");
        holder.remove(SCRIPT);
        Set<Long> waiting = awaitOnlyLaunchers(holder);

        long before = faultsOfChildren(holder);
        Set<String> lifetimes = lifetimes(holder, address);
        Set<Long> children = children(holder);
        long after = faultsOfChildren(holder);

        assertEquals(waiting, children, "processes of the agent, ended ones included");
        assertEquals(before, after, "faults of collected children: a process was started");
        assertTrue(lifetimes.stream().allMatch(it -> it.matches("[123]sec")), () -> "" + lifetimes);
        holder.script(SCRIPT, script);
        cluster.await(
                "the account shows a process when one is started",
                Duration.ofSeconds(20),
                () -> faultsOfChildren(holder) > after);
    }

    /** All is served by the first node that is ready; the run that shares it out comes behind. */
    private AgentNode settledHolder(String address) {
        AtomicReference<String> last = new AtomicReference<>("");
        Awaitility.await("no address moves any more")
                .during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> {
                            String now = cluster.holder(address).name();
                            return now.equals(last.getAndSet(now));
                        });
        return cluster.holder(address);
    }

    /** Ended ones too: the agent collects an orphan within ten seconds. */
    private Set<Long> awaitOnlyLaunchers(AgentNode agent) {
        Awaitility.await("no process of the agent but waiting launchers")
                .during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(30))
                .until(() -> children(agent).stream().allMatch(RenewalNetnsIT::isLauncher));
        return children(agent);
    }

    private static boolean isLauncher(long pid) {
        try {
            Path file = Path.of("/proc", Long.toString(pid), "cmdline");
            return Files.readString(file).contains("/libexec/event-launcher");
        } catch (IOException ended) {
            return false;
        }
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

    private static long faultsOfChildren(AgentNode agent) {
        Path file = Path.of("/proc", Long.toString(agent.pid()), "stat");
        try {
            String stat = Files.readString(file);
            List<String> fields = words(stat.substring(stat.lastIndexOf(')') + 2));
            return Long.parseLong(fields.get(CHILDREN_FAULTS));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** The agent inherits the children of its children, so that these are all. */
    private static Set<Long> children(AgentNode agent) {
        return ProcessHandle.of(agent.pid()).stream()
                .flatMap(ProcessHandle::children)
                .map(ProcessHandle::pid)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
