package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Everything a node runs is stopped for longer than a promise and goes on: as it is, and where its
 * agent has looked at the clock and is about to renew an address.
 *
 * <p>System property: {@code baton.pauses}, how many of the second kind a long run makes (default
 * 20).
 */
@NeedsNamespaces
class PausedNodeNetnsIT {
    private static final int PAUSES = Integer.getInteger("baton.pauses", 20);
    private static final Duration TAKEN = Duration.ofSeconds(20);

    /** Far less than the lifetime that was written late, far more than a deletion takes. */
    private static final Duration DELETED = Duration.ofSeconds(1);

    @Test
    @DisplayName("Safety rule, assumption 5: a late write of a whole frozen node is taken back")
    void aNodeThatWasFrozenInTheMiddleOfAWriteTakesItBack() {
        assumeTrue(CaughtWrite.isPossible(), "SKIPPED: Debian's package strace is not installed");
        try (AgentCluster cluster = AgentCluster.of(3).start()) {
            AgentNode holder = cluster.holder(cluster.addresses().getFirst());
            try (NodeFreeze freeze = NodeFreeze.of(holder)) {
                List<Double> micros = freezeInAWrite(cluster, holder, freeze);

                System.out.printf(
                        "PausedNodeNetnsIT: %s; late writes were there for us: %s%n",
                        freeze.how(), micros);
            }
        }
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    @EnabledIfSystemProperty(
            named = "baton.long",
            matches = "true",
            disabledReason = "SKIPPED: a long run; test-cluster/long pauses")
    @DisplayName("Safety rule, assumption 5: how long a late write lasts")
    void manyLateWritesAreMeasured() {
        assumeTrue(CaughtWrite.isPossible(), "SKIPPED: Debian's package strace is not installed");
        List<Double> micros = new ArrayList<>();
        try (AgentCluster cluster = AgentCluster.of(3).start();
                Freezes freezes = new Freezes(cluster)) {
            for (int i = 0; i < PAUSES; i++) {
                AgentNode holder = cluster.holder(cluster.addresses().get(i % 4));
                micros.addAll(freezeInAWrite(cluster, holder, freezes.of(holder)));
                cluster.awaitWell();
            }
        }

        Collections.sort(micros);
        System.out.printf(
                Locale.ROOT,
                "PausedNodeNetnsIT: %d late writes of %d pauses; there for us: %s%n"
                        + "median %.0f, longest %.0f%n",
                micros.size(),
                PAUSES,
                micros,
                micros.get(micros.size() / 2),
                micros.getLast());
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    @EnabledIfSystemProperty(
            named = "baton.long",
            matches = "true",
            disabledReason = "SKIPPED: a long run; test-cluster/long pauses")
    @DisplayName("Safety rule, paused machines: a frozen node never answers beside its successor")
    void aFrozenNodeNeverAnswersTwice() {
        try (AgentCluster cluster = AgentCluster.of(3).start();
                Freezes freezes = new Freezes(cluster)) {
            cluster.mark("frozen");
            for (AgentNode node : cluster.agents()) {
                NodeFreeze freeze = freezes.of(node);
                freeze.freeze();
                cluster.await("others serve", TAKEN, () -> cluster.servedWithout(node));
                freeze.thaw();
                cluster.awaitWell();
                System.out.printf("PausedNodeNetnsIT: %s, %s%n", node.name(), freeze.how());
            }
            cluster.watchOn();

            assertEquals(List.of(), cluster.answeredByTwo());
        }
    }

    /** One for each node. */
    private static final class Freezes implements AutoCloseable {
        private final List<NodeFreeze> all;

        Freezes(AgentCluster cluster) {
            all = cluster.agents().stream().map(NodeFreeze::of).toList();
        }

        NodeFreeze of(AgentNode agent) {
            return all.get(agent.index());
        }

        @Override
        public void close() {
            all.forEach(NodeFreeze::close);
        }
    }

    /** For how many microseconds each address was there that was written late. */
    private static List<Double> freezeInAWrite(
            AgentCluster cluster, AgentNode holder, NodeFreeze freeze) {
        cluster.mark("in a write");
        try (AddressNews news = AddressNews.of(holder)) {
            CaughtWrite caught = CaughtWrite.by(holder);
            freeze.freeze();
            cluster.await("others serve", TAKEN, () -> cluster.servedWithout(holder));
            int before = news.told().size();

            freeze.thaw();
            caught.goOn();

            cluster.await("late writes end", DELETED, () -> ends(news, before));
            List<Double> lasted = lasted(news.told().subList(before, news.told().size()));
            cluster.figures()
                    .forEach(
                            (address, seen) ->
                                    assertTrue(
                                            seen.answeredByTwo() < DELETED.toSeconds(),
                                            () -> address + " " + seen));
            return lasted;
        }
    }

    /** Whether something was written since, and is gone. */
    private static boolean ends(AddressNews news, int before) {
        List<AddressNews.News> since = news.told().subList(before, news.told().size());
        return !since.isEmpty() && since.getLast().gone() && !lasted(since).isEmpty();
    }

    private static List<Double> lasted(List<AddressNews.News> since) {
        List<Double> lasted = new ArrayList<>();
        for (AddressNews.News gone : since) {
            since.stream()
                    .filter(each -> gone.gone() && !each.gone())
                    .filter(each -> each.address().equals(gone.address()))
                    .findFirst()
                    .map(each -> Duration.between(each.at(), gone.at()).toNanos() / 1000.0)
                    .ifPresent(lasted::add);
        }
        return lasted;
    }
}
