package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.testcluster.netns.BesideOthers;
import dev.baton.testcluster.netns.ShellCommand;
import dev.baton.testcluster.netns.ShellCommand.Outcome;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Storage operations, section 1 (3): two real nodes call a script about one volume. The script
 * writes its fencing number every 50 ms; once a higher one was written no lower one may follow.
 */
@NeedsNamespaces
@BesideOthers
class ObjectRightsNetnsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Jobs are told within a second. */
    private static final Duration SOON = Duration.ofSeconds(5);

    /** Made for tests that run, not with the instances of those that are skipped. */
    private AgentCluster cluster;

    private AgentNode first;
    private AgentNode second;
    private WrittenFences ticks;

    @BeforeEach
    void start() {
        cluster = AgentCluster.of(3);
        first = cluster.agent(0);
        second = cluster.agent(1);
        Path store = first.base().resolve("store");
        ticks = new WrittenFences(store.resolve("ticks"));
        ShellCommand.run("mkdir", "-p", store.toString());
        for (AgentNode node : cluster.agents()) {
            script(node, "create", "touch " + store + "/$VOL_NAME");
            script(node, "attach", "printf '\\nkvm:file:%s' " + store + "/$VOL_NAME");
            for (String other : List.of("detach", "remove", "grow", "verify")) {
                script(node, other, "true");
            }
            script(
                    node,
                    "setinfo",
                    "n=${VOL_METADATA##*[!0-9]}; for i in $(seq $n); do echo $CALLOUT_FENCE >>"
                            + ticks.file()
                            + "; sleep 0.05; done");
            node.write("extstorage/ticks/parameters.list");
            node.append(
                    "etc/baton.conf",
                    "[storage]",
                    "provider directories = " + node.base().resolve("extstorage"));
        }
        cluster.start();
        for (AgentNode node : List.of(first, second)) {
            expect(0, "", volume(node, "create", "web1", "--provider", "ticks", "--size", "1MiB"));
        }
    }

    private static void script(AgentNode node, String name, String line) {
        String file = "extstorage/ticks/" + name;
        node.write(file, "#!/bin/sh", line);
        ShellCommand.run("chmod", "755", node.base().resolve(file).toString());
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private static void expect(int exit, String words, Outcome outcome) {
        assertEquals(exit, outcome.status(), outcome.output());
        assertTrue(outcome.output().contains(words), outcome.output());
    }

    private static Outcome volume(AgentNode node, String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "volume";
        System.arraycopy(words, 0, all, 1, words.length);
        return node.attempt(all);
    }

    /** A call that writes so many numbers; it is not waited for. */
    private static void call(AgentNode node, int count) {
        expect(0, "", volume(node, "setinfo", "web1", String.valueOf(count), "--no-wait"));
    }

    private void await(int holders) {
        cluster.await(holders + " holders", LIMIT, () -> ticks.holders() >= holders);
    }

    /** No job of this kind waits or runs; one of a node that is away is open, and lost. */
    private static void awaitJobs(AgentCluster cluster, AgentNode node) {
        cluster.await(
                "no job that runs",
                LIMIT,
                () ->
                        node.attempt("job", "list", "--open")
                                .output()
                                .lines()
                                .filter(line -> line.contains("setinfo"))
                                .allMatch(line -> line.contains(" lost ")));
    }

    /** A node's jobs are there, and nobody says of one that it runs. */
    private static boolean isLost(AgentNode asked, AgentNode holder) {
        List<String> jobs =
                asked.attempt("job", "list", "--open")
                        .output()
                        .lines()
                        .filter(line -> line.startsWith(holder.index() + "."))
                        .toList();
        return !jobs.isEmpty() && jobs.stream().allMatch(line -> line.contains(" lost "));
    }

    @Test
    @DisplayName("Two nodes at once; then the agent of the one that calls is stopped")
    void oneNodeCallsAtATime() {
        call(first, 30);
        call(second, 30);
        awaitJobs(cluster, first);
        awaitJobs(cluster, second);
        assertEquals(60, ticks.numbers().size(), () -> ticks.numbers().toString());
        assertEquals(2, ticks.holders());

        call(first, 240);
        await(3);
        first.signal("STOP");
        call(second, 20);
        await(4);
        first.signal("CONT");
        awaitJobs(cluster, second);

        assertEquals(0, ticks.late(), () -> ticks.numbers().toString());
        cluster.await(
                "the killed call is known",
                LIMIT,
                () -> first.attempt("call", "list").output().contains("killed"));
        awaitJobs(cluster, first);
    }

    @Test
    @EnabledIfSystemProperty(named = "baton.long", matches = "true")
    @DisplayName("The holder's agent is killed; its later life asks how its call ended")
    void aDeadHoldersCallIsOver() {
        call(first, 600);
        await(1);
        cluster.await(
                "others know of it",
                LIMIT,
                () -> second.attempt("job", "list", "--open").output().contains("running"));
        first.kill();
        call(second, 20);
        await(2);
        awaitJobs(cluster, second);
        assertEquals(0, ticks.late(), () -> ticks.numbers().toString());
        for (AgentNode survivor : List.of(second, cluster.agent(2))) {
            cluster.await("its job is lost to all", SOON, () -> isLost(survivor, first));
        }

        first.start();
        cluster.awaitWell();
        awaitJobs(cluster, first);

        assertEquals(0, ticks.late(), () -> ticks.numbers().toString());
    }

    @Test
    @EnabledIfSystemProperty(named = "baton.long", matches = "true")
    @DisplayName("Every process of the holder stands still past its lease, and goes on")
    void aHolderThatStoodStillKillsItsCallWhenItGoesOn() {
        try (NodeFreeze freeze = NodeFreeze.bySignals(first)) {
            call(first, 600);
            await(1);
            freeze.freeze();
            call(second, 400);
            await(2);
            freeze.thaw();
            cluster.await(
                    "the killed call is known",
                    LIMIT,
                    () -> first.attempt("call", "list").output().contains("killed"));
            System.out.printf("%s: %d numbers too late%n", freeze.how(), ticks.late());

            // the window of docs/safety.md: what runs before its agent has run again
            assertTrue(ticks.late() < 20, () -> ticks.numbers().toString());
        }
    }
}
