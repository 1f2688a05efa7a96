package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.time.Duration;
import java.util.List;

/** Addresses of a node that cannot serve are served elsewhere, and never by two nodes. */
@NeedsNamespaces
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailoverNetnsIT {
    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(20);

    private final AgentCluster cluster = AgentCluster.of(3);

    @BeforeAll
    void start() {
        cluster.start();
    }

    @AfterAll
    void close() {
        cluster.close();
    }

    @BeforeEach
    void allIsWell() {
        cluster.awaitWell();
        cluster.mark("test");
    }

    @Test
    @DisplayName("Safety rule, clauses 1 to 3: kill -9 of a holder; another serves, never both")
    void addressesOfAKilledNodeAreServedElsewhereAndNeverByTwo() {
        AgentNode victim = cluster.holder(cluster.addresses().getFirst());

        victim.kill();

        leave(victim);
        victim.start();
        cluster.awaitWell();
        assertNeverByTwo();
    }

    @Test
    @DisplayName("Safety rule, clause 3 and section 3: a stopped leader resumes after T")
    void aLeaderThatSleepsLongerThanItsLeaseWakesUpWithoutItsAddresses() {
        AgentNode leader = cluster.leader();

        leader.signal("STOP");
        try {
            leave(leader);
        } finally {
            leader.signal("CONT");
        }

        cluster.awaitWell();
        assertNeverByTwo();
    }

    @Test
    @DisplayName("Safety rule, clause 4: a planned move has no overlap")
    void aPlannedMoveEndsOnTheNamedNode() {
        String address = cluster.addresses().getFirst();
        AgentNode target = cluster.other(cluster.holder(address));

        cluster.agent(0).command("ip", "move", address, target.name());

        cluster.await(
                address + " on " + target.name(),
                LEAVE_LIMIT,
                () -> cluster.served() && cluster.holder(address) == target);
        assertNeverByTwo();
    }

    @Test
    @DisplayName("Safety rule, clause 4: disable and enable have no overlap")
    void aDisabledNodeGivesItsAddressesAwayAndMayHaveSomeAgainWhenEnabled() {
        AgentNode node = cluster.holder(cluster.addresses().getLast());
        AgentNode operator = cluster.other(node);

        operator.command("node", "disable", node.name());
        try {
            leave(node);
        } finally {
            operator.command("node", "enable", node.name());
        }

        cluster.awaitWell();
        assertNeverByTwo();
    }

    private void leave(AgentNode node) {
        cluster.await(
                "addresses of " + node.name() + " served elsewhere",
                LEAVE_LIMIT,
                () -> cluster.servedWithout(node));
    }

    private void assertNeverByTwo() {
        cluster.watchOn();
        assertEquals(List.of(), cluster.answeredByTwo(), "answered by two nodes");
    }
}
