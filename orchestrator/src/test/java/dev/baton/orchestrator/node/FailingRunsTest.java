package dev.baton.orchestrator.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.Pnn;
import dev.baton.events.SequenceStatus;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.exchange.OperatorCommand;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** What follows a run that fails. CTDB events contract, sections 5, 11, 12.3, 13 and 16. */
class FailingRunsTest {

    private final SmallCluster cluster = new SmallCluster(3, 3);

    private void runs(long millis) {
        cluster.run(Duration.ofMillis(millis));
    }

    private long ran(String words) {
        return cluster.ran.stream().filter(words::equals).count();
    }

    private String all() {
        return String.join("\n", cluster.facts);
    }

    private void make(int node, String event, SequenceStatus status) {
        cluster.scripts =
                (where, what) ->
                        where == node && what.name().equals(event) ? status : SequenceStatus.OK;
    }

    /** A node that does not lead, in a cluster that has served for a while. */
    private int follower() {
        cluster.startAll();
        runs(5000);
        assertEquals(3, cluster.served(), this::all);
        cluster.ran.clear();
        cluster.facts.clear();
        return (leader() + 1) % 3;
    }

    private int leader() {
        return cluster.view(0).leader().orElseThrow().value();
    }

    private void reallocate() {
        cluster.ask(leader(), new OperatorCommand.Reallocate());
    }

    private boolean isBanned(int node) {
        return NodeFlag.BANNED.in(cluster.seen(leader(), node).flags());
    }

    private List<String> credits() {
        return cluster.facts.stream().filter(fact -> fact.contains("BanCredit")).toList();
    }

    @Test
    @DisplayName("A failed ipreallocated is run again a second later, only there (13; 16, row 5)")
    void ipreallocatedIsRepeated() {
        int node = follower();
        int other = 3 - node - leader();
        make(node, "ipreallocated", SequenceStatus.FAILED);

        reallocate();
        runs(500);
        assertEquals(1, ran(node + " ipreallocated"));
        cluster.scripts = (_, _) -> SequenceStatus.OK;
        runs(2000);

        assertEquals(2, ran(node + " ipreallocated"), this::all);
        assertEquals(1, ran(other + " ipreallocated"), "it had succeeded there");
        assertEquals(1, credits().size());
        assertFalse(isBanned(node));
    }

    @Test
    @DisplayName("Two failed runs within the grace period ban the node they blame (11, 3 to 5)")
    void twoFailuresBan() {
        int node = follower();
        cluster.scripts =
                (where, what) ->
                        where == node && what.name().equals("ipreallocated") && !isBanned(node)
                                ? SequenceStatus.FAILED
                                : SequenceStatus.OK;

        reallocate();
        runs(3000);

        assertEquals(2, credits().size(), this::all);
        assertTrue(credits().get(1).contains("credits=6"), "N for each: " + credits());
        assertTrue(isBanned(node));
        assertEquals(3, cluster.served(), this::all);
        cluster.scripts = (_, _) -> SequenceStatus.OK;
        runs(301_000);
        assertFalse(isBanned(node), "for RecoveryBanPeriod");
    }

    @Test
    @DisplayName("Failures further apart than the grace period do not add up (11, 2)")
    void graceForgets() {
        int node = follower();

        for (int i = 0; i < 3; i++) {
            make(node, "ipreallocated", SequenceStatus.FAILED);
            reallocate();
            runs(500);
            cluster.scripts = (_, _) -> SequenceStatus.OK;
            runs(121_000);
        }

        assertEquals(3, credits().size(), this::all);
        assertFalse(isBanned(node));
    }

    @Test
    @DisplayName("Without EnableBans nobody gets credits, and the run is repeated (11, 7)")
    void noBans() {
        int node = follower();
        for (int each = 0; each < 3; each++) {
            cluster.ask(each, new OperatorCommand.SetVariable(new Pnn(each), "EnableBans", 0));
        }
        make(node, "ipreallocated", SequenceStatus.FAILED);

        reallocate();
        runs(10_000);

        assertEquals(List.of(), credits());
        assertTrue(ran(node + " ipreallocated") >= 9, this::all);
        assertFalse(isBanned(node));
    }

    @Test
    @DisplayName("No address goes to a node whose startipreallocate failed (13, step 8)")
    void unreadyNodesTakeNothing() {
        int node = follower();
        cluster.ask(node, new OperatorCommand.Disable(new Pnn(node), ""));
        runs(1000);
        make(node, "startipreallocate", SequenceStatus.FAILED);
        cluster.ran.clear();

        cluster.ask(node, new OperatorCommand.Enable(new Pnn(node)));
        runs(500);
        assertEquals(0, ran(node + " takeip"), this::all);
        cluster.scripts = (_, _) -> SequenceStatus.OK;
        runs(2000);

        assertEquals(1, ran(node + " takeip"), this::all);
        assertEquals(3, cluster.served());
    }

    @Test
    @DisplayName("A failed startrecovery is run again, recovered does not follow it (5; 12.3)")
    void startrecoveryIsRetried() {
        int node = follower();
        make(node, "startrecovery", SequenceStatus.FAILED);

        cluster.ask(leader(), new OperatorCommand.Recover());
        runs(500);
        assertEquals(1, ran(node + " startrecovery"));
        assertEquals(0, ran(node + " recovered"));
        cluster.scripts = (_, _) -> SequenceStatus.OK;
        runs(2000);

        assertEquals(2, ran(node + " startrecovery"), this::all);
        assertEquals(1, ran(node + " recovered"));
        assertFalse(isBanned(node));
    }

    @Test
    @DisplayName("startrecovery and recovered that time out are successes (section 5)")
    void timeoutsOfARecoveryAreForgiven() {
        int node = follower();
        cluster.scripts =
                (where, what) ->
                        where == node && what.name().contains("recover")
                                ? SequenceStatus.TIMED_OUT
                                : SequenceStatus.OK;
        cluster.lasts = (where, what) -> where == node && what.name().contains("recover");

        cluster.ask(leader(), new OperatorCommand.Recover());
        runs(70_000);

        assertEquals(1, ran(node + " startrecovery"), this::all);
        assertEquals(1, ran(node + " recovered"));
        assertTrue(ran(node + " ipreallocated") > 0, "the rest of the run has its own time");
        assertEquals(List.of(), credits());
    }

    @Test
    @DisplayName("A completed recovery clears all credits (11, 6; 12.3, step 13)")
    void recoveryClearsCredits() {
        int node = follower();
        make(node, "ipreallocated", SequenceStatus.FAILED);
        reallocate();
        runs(500);
        cluster.scripts = (_, _) -> SequenceStatus.OK;
        runs(2000);

        cluster.ask(leader(), new OperatorCommand.Recover());
        runs(500);
        make(node, "ipreallocated", SequenceStatus.FAILED);
        reallocate();
        runs(500);
        cluster.scripts = (_, _) -> SequenceStatus.OK;
        runs(2000);

        assertEquals(2, credits().size(), this::all);
        assertTrue(credits().get(1).contains("credits=3"), () -> credits().toString());
        assertFalse(isBanned(node));
    }
}
