package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
 * Storage operations, section 1 (3): real nodes whose calls about a volume are made by another
 * node, and real nodes that start one pool. Scripts write their fencing number every 50 ms; once a
 * higher one was written no lower one may follow.
 */
@NeedsNamespaces
@EnabledIfSystemProperty(named = "baton.long", matches = "true")
class PartRightsNetnsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private AgentCluster cluster;
    private AgentNode holder;
    private AgentNode rival;
    private AgentNode other;
    private Path store;
    private WrittenFences ticks;

    @BeforeEach
    void start() {
        cluster = AgentCluster.of(3);
        holder = cluster.agent(0);
        rival = cluster.agent(1);
        other = cluster.agent(2);
        store = holder.base().resolve("store");
        ticks = new WrittenFences(store.resolve("ticks"));
        ShellCommand.run("mkdir", "-p", store.toString());
        for (AgentNode node : cluster.agents()) {
            configure(node);
        }
        cluster.start();
        for (AgentNode node : List.of(holder, rival)) {
            expect(0, "", volume(node, "create", "web1", "--provider", "ticks", "--size", "1MiB"));
        }
    }

    private void configure(AgentNode node) {
        String tick =
                "for i in $(seq %s); do echo $CALLOUT_FENCE >>"
                        + ticks.file()
                        + "; sleep 0.05; done";
        provider(node, "create", "touch " + store + "/$VOL_NAME");
        provider(
                node,
                "attach",
                "if [ -e %s/slow ]; then rm %s/slow; %s; fi; printf '\\nkvm:file:%s' %s/$VOL_NAME"
                        .formatted(store, store, tick.formatted("600"), "%s", store));
        for (String name : List.of("detach", "remove", "grow", "verify", "open", "close")) {
            provider(node, name, "true");
        }
        provider(node, "setinfo", tick.formatted("20"));
        node.write("extstorage/ticks/parameters.list");
        script(node, "custom/start", tick.formatted("$(cat " + store + "/ticks-of-a-pool)"));
        node.append(
                "etc/baton.conf",
                "[storage]",
                "provider directories = " + node.base().resolve("extstorage"),
                "pool start command = " + node.base().resolve("custom/start"));
    }

    private static void provider(AgentNode node, String name, String line) {
        script(node, "extstorage/ticks/" + name, line);
    }

    private static void script(AgentNode node, String file, String line) {
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

    private void await(int holders) {
        cluster.await(holders + " holders", LIMIT, () -> ticks.holders() >= holders);
    }

    /** The part hangs in the other node's attach; then the rival wants the same name. */
    private void beginPart() {
        ShellCommand.run("touch", store.resolve("slow").toString());
        expect(0, "", volume(holder, "failover", "web1", "--to", "n2", "--no-wait"));
        await(1);
    }

    private void rivalCalls() {
        expect(0, "", volume(rival, "setinfo", "web1", "x", "--no-wait"));
        await(2);
    }

    private void awaitArrival() {
        cluster.await(
                "the volume has arrived",
                LIMIT,
                () -> volume(other, "info", "web1").output().contains("ready"));
        assertEquals(0, ticks.late(), () -> ticks.numbers().toString());
        assertTrue(other.attempt("call", "list").output().contains("killed"));
    }

    @Test
    @DisplayName("The holder's agent is killed while the other node calls; a later life goes on")
    void aPartOfADeadHolderIsOverBeforeTheNextCall() {
        beginPart();
        holder.kill();
        rivalCalls();
        assertEquals(0, ticks.late(), () -> ticks.numbers().toString());

        holder.start();
        cluster.awaitWell();

        awaitArrival();
    }

    @Test
    @DisplayName("The holder's agent stands still past its lease while the other node calls")
    void aPartOfAHolderThatStandsStillIsOverBeforeTheNextCall() {
        beginPart();
        holder.signal("STOP");
        rivalCalls();
        holder.signal("CONT");

        awaitArrival();
    }

    @Test
    @DisplayName(
            "The other node's agent stands still: its call dies, and the holder keeps the volume")
    void aPartOfANodeThatStandsStillIsKilledByItsLauncher() {
        beginPart();
        other.signal("STOP");
        cluster.await(
                "nothing is written any more",
                LIMIT,
                () -> {
                    int before = ticks.numbers().size();
                    ShellCommand.run("sleep", "1");
                    return ticks.numbers().size() == before;
                });
        other.signal("CONT");

        awaitArrival();
    }

    private Thread startPool(AgentNode node, int count) {
        ShellCommand.run("sh", "-c", "echo " + count + " >" + store + "/ticks-of-a-pool");
        int before = (int) ticks.holders();
        Thread asking = Thread.startVirtualThread(() -> node.attempt("pool", "start", "8a"));
        await(before + 1);
        return asking;
    }

    @Test
    @DisplayName("One pool, two nodes; the one that starts it stands still, then is killed")
    void aPoolIsStartedByOneNodeAtATime() throws InterruptedException {
        Thread stopped = startPool(holder, 600);
        expect(3, "busy: node 0 has pool:8a", rival.attempt("pool", "start", "8a"));

        holder.signal("STOP");
        Thread next = startPool(rival, 600);
        holder.signal("CONT");
        assertEquals(0, ticks.late(), () -> ticks.numbers().toString());
        stopped.join(LIMIT);

        rival.kill();
        startPool(holder, 20).join(LIMIT);
        next.join(LIMIT);

        assertEquals(0, ticks.late(), () -> ticks.numbers().toString());
        assertEquals(3, ticks.holders(), () -> ticks.numbers().toString());
    }
}
