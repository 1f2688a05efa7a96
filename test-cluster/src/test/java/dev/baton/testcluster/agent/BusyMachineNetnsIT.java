package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.testcluster.observer.AddressFigures;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Real agents on a machine that others keep busy, while their collectors stop them: nothing is
 * given up that need not be.
 *
 * <p>System properties: {@code baton.busy.loops} (default 12) and {@code baton.busy.seconds}
 * (default 600).
 */
@NeedsNamespaces
class BusyMachineNetnsIT {
    private static final int LOOPS = Integer.getInteger("baton.busy.loops", 12);
    private static final int SECONDS = Integer.getInteger("baton.busy.seconds", 600);

    /** How long one collection may take to be asked for on such a machine. */
    private static final Duration ASKED = Duration.ofMinutes(1);

    private static final Pattern LET_GO = Pattern.compile("\\baddress_(released|missing) .*");

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    @EnabledIfSystemProperty(
            named = "baton.long",
            matches = "true",
            disabledReason = "SKIPPED: a long run; test-cluster/long busy")
    @DisplayName("Safety rule, section 2: busy processors and full collections move no address")
    void nothingMovesOnABusyMachine() throws InterruptedException {
        try (AgentCluster cluster = AgentCluster.of(3).start()) {
            cluster.watchOn();
            Map<String, List<String>> before = cluster.holders();
            int let = letGo(cluster).size();
            cluster.mark("busy");

            int collections = keepBusy(cluster);
            tell(cluster, collections);

            List<String> released = letGo(cluster);
            assertEquals(List.of(), released.subList(let, released.size()));
            assertEquals(before, cluster.holders());
            assertEquals(List.of(), cluster.answeredByTwo());
            assertTrue(collections > 0);
        }
    }

    /** For the whole time; how many full collections the agents made meanwhile. */
    private static int keepBusy(AgentCluster cluster) throws InterruptedException {
        List<Process> loops = new ArrayList<>();
        try {
            for (int i = 0; i < LOOPS; i++) {
                loops.add(
                        started("timeout", "" + (SECONDS + 60), "sh", "-c", "while :; do :; done"));
            }
            Instant end = Instant.now().plusSeconds(SECONDS);
            int collections = 0;
            while (Instant.now().isBefore(end)) {
                int node = ThreadLocalRandom.current().nextInt(cluster.agents().size());
                collect(cluster.agent(node).pid());
                collections++;
                assertTrue(loops.stream().allMatch(Process::isAlive), "all loops run");
            }
            return collections;
        } finally {
            loops.forEach(BusyMachineNetnsIT::end);
        }
    }

    /** Ends the loop and what bounds it: the one does not end with the other. */
    private static void end(Process loop) {
        loop.descendants().forEach(ProcessHandle::destroyForcibly);
        loop.destroyForcibly();
    }

    /** A full collection stops every thread of the agent. */
    private static void collect(long pid) throws InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process asked = started(jcmd.toString(), Long.toString(pid), "GC.run");
        assertTrue(asked.waitFor(ASKED.toSeconds(), TimeUnit.SECONDS), "a collection ends");
        assertEquals(0, asked.exitValue(), "a collection of process " + pid);
    }

    private static Process started(String... command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<String> letGo(AgentCluster cluster) {
        return cluster.agents().stream()
                .flatMap(agent -> LET_GO.matcher(agent.said()).results())
                .map(found -> found.group())
                .toList();
    }

    private static void tell(AgentCluster cluster, int collections) {
        double longest =
                cluster.figures().values().stream()
                        .map(AddressFigures::gaps)
                        .flatMap(List::stream)
                        .mapToDouble(AddressFigures.Gap::length)
                        .max()
                        .orElse(0);
        System.out.printf(
                Locale.ROOT,
                "BusyMachineNetnsIT: %d loops for %d s, %d full collections asked for;"
                        + " longest time without an answer %.3f s%n",
                LOOPS,
                SECONDS,
                collections,
                longest);
    }
}
