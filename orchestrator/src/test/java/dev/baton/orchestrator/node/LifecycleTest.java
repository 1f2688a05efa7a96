package dev.baton.orchestrator.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.Pnn;
import dev.baton.events.Event;
import dev.baton.events.SequenceStatus;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.exchange.Input;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A node's life and its flags. CTDB events contract, sections 4.2, 5, 7, 9 and 10. */
class LifecycleTest {

    private static final Pnn N0 = new Pnn(0);
    private static final Pnn N1 = new Pnn(1);

    private final SmallCluster cluster = new SmallCluster(2, 2);

    private void runs(long millis) {
        cluster.run(Duration.ofMillis(millis));
    }

    private long ran(String words) {
        return cluster.ran.stream().filter(words::equals).count();
    }

    private boolean has(int node, NodeFlag flag) {
        return flag.in(cluster.seen(node, node).flags());
    }

    private String all() {
        return String.join("\n", cluster.facts);
    }

    /** Events of this name on this node end so; everything else succeeds. */
    private void make(int node, String event, SequenceStatus status) {
        cluster.scripts =
                (where, what) ->
                        where == node && what.name().equals(event) ? status : SequenceStatus.OK;
    }

    private void makeAllWell() {
        cluster.scripts = (_, _) -> SequenceStatus.OK;
    }

    @Test
    @DisplayName("The steps of a life are notified once each, in order (section 10)")
    void stepsAreNotified() {
        cluster.startAll();
        runs(3000);

        assertEquals(
                List.of("0 init", "0 setup", "0 startup", "0 healthy"),
                cluster.notified.stream().filter(each -> each.startsWith("0")).toList());
    }

    @Test
    @DisplayName("Only a change of health is notified, not every monitor (section 8, rule 5)")
    void changesOfHealthAreNotified() {
        cluster.startAll();
        runs(3000);
        cluster.notified.clear();

        make(0, "monitor", SequenceStatus.FAILED);
        runs(60_000);
        makeAllWell();
        runs(60_000);

        assertEquals(List.of("0 unhealthy", "0 healthy"), cluster.notified, this::all);
    }

    @Test
    @DisplayName("A failing startup is run again every 5 s, for ever (section 7, step 6)")
    void startupIsRetried() {
        make(0, "startup", SequenceStatus.FAILED);
        cluster.startAll();
        runs(61_000);

        assertEquals(Runstate.STARTUP, cluster.view(0).runstate());
        assertEquals(13, ran("0 startup"), "at once, and every 5 s since");
        assertEquals(0, ran("0 monitor"));
        assertEquals(0, ran("0 takeip"));

        makeAllWell();
        runs(7000);
        assertEquals(Runstate.RUNNING, cluster.view(0).runstate());
        assertEquals(2, cluster.served(), this::all);
    }

    @Test
    @DisplayName("A startup that times out is one that failed (section 5)")
    void startupTimesOut() {
        make(0, "startup", SequenceStatus.TIMED_OUT);
        cluster.startAll();
        runs(11_000);

        assertEquals(3, ran("0 startup"));
    }

    @Test
    @DisplayName("A node started as stopped takes no step beyond the first recovery (4.2, 9)")
    void startsAsStopped() {
        cluster.startFlags = NodeFlag.STOPPED.bit();
        cluster.start(0);
        cluster.startFlags = 0;
        cluster.start(1);
        runs(5000);

        assertEquals(Runstate.FIRST_RECOVERY, cluster.view(0).runstate());
        assertTrue(has(0, NodeFlag.STOPPED));
        assertEquals(0, ran("0 startup") + ran("0 startrecovery") + ran("0 recovered"));
        assertTrue(ran("0 ipreallocated") > 0, "it runs on all connected nodes");
        assertEquals(List.of(1), cluster.serving(SmallCluster.ip(1)));

        cluster.ask(0, new OperatorCommand.ContinueNode(N0));
        runs(3000);
        assertEquals(Runstate.RUNNING, cluster.view(0).runstate());
        assertEquals(1, ran("0 startup"));
        assertEquals(2, cluster.served(), this::all);
    }

    @Test
    @DisplayName("A cluster of stopped nodes has no leader until one continues (section 12.1)")
    void allStartAsStopped() {
        cluster.startFlags = NodeFlag.STOPPED.bit();
        cluster.startAll();
        runs(5000);
        assertTrue(cluster.view(0).leader().isEmpty());

        cluster.ask(0, new OperatorCommand.ContinueNode(N1));
        runs(3000);
        assertEquals(N1, cluster.view(0).leader().orElseThrow());
        assertEquals(2, cluster.served(), this::all);
    }

    @Test
    @DisplayName("A node started as disabled runs and is monitored, and hosts nothing (8.3, 9)")
    void startsAsDisabled() {
        cluster.startFlags = NodeFlag.DISABLED.bit();
        cluster.start(0);
        cluster.startFlags = 0;
        cluster.start(1);
        runs(10_000);

        assertEquals(Runstate.RUNNING, cluster.view(0).runstate());
        assertTrue(ran("0 monitor") > 1);
        assertFalse(has(0, NodeFlag.UNHEALTHY));
        assertEquals(0, ran("0 takeip"));

        cluster.ask(0, new OperatorCommand.Enable(N0));
        runs(500);
        assertEquals(1, ran("0 takeip"), this::all);
    }

    @Test
    @DisplayName("A banned or stopped node is not monitored; its health stays as it was (8.3)")
    void inactiveNodesAreNotMonitored() {
        cluster.startAll();
        runs(3000);

        cluster.ask(0, new OperatorCommand.StopNode(N0, ""));
        runs(500);
        long before = ran("0 monitor");
        runs(60_000);

        assertEquals(before, ran("0 monitor"));
        assertFalse(has(0, NodeFlag.UNHEALTHY));
        assertTrue(cluster.serving(SmallCluster.ip(1)).contains(1));
        assertTrue(cluster.serving(SmallCluster.ip(2)).contains(1));
    }

    @Test
    @DisplayName("An unhealthy or disabled node may lead, a stopped one may not (section 9)")
    void whoMayLead() {
        cluster.startAll();
        runs(3000);
        Pnn leader = cluster.view(0).leader().orElseThrow();

        make(leader.value(), "monitor", SequenceStatus.FAILED);
        cluster.ask(leader.value(), new OperatorCommand.Disable(leader, ""));
        runs(30_000);
        assertTrue(has(leader.value(), NodeFlag.UNHEALTHY));
        assertEquals(leader, cluster.view(0).leader().orElseThrow());

        cluster.ask(leader.value(), new OperatorCommand.StopNode(leader, ""));
        runs(5000);
        assertEquals(1 - leader.value(), cluster.view(0).leader().orElseThrow().value());
    }

    @Test
    @DisplayName("Each flag keeps its own reason (section 9)")
    void reasons() {
        cluster.startAll();
        runs(3000);

        cluster.ask(0, new OperatorCommand.Disable(N0, "firmware"));
        cluster.ask(0, new OperatorCommand.StopNode(N0, "cabling"));
        assertEquals("firmware; cabling", reason());
        cluster.ask(0, new OperatorCommand.ContinueNode(N0));
        assertEquals("firmware", reason());
    }

    private String reason() {
        return cluster.seen(0, 0).report().orElseThrow().reason();
    }

    @Test
    @DisplayName("A ban ends by itself; banned again, its time starts anew (section 11, 8)")
    void bansEnd() {
        cluster.startAll();
        runs(3000);

        cluster.ask(0, new OperatorCommand.Ban(N0, 10, ""));
        runs(6000);
        cluster.ask(0, new OperatorCommand.Ban(N0, 10, ""));
        runs(6000);
        assertTrue(has(0, NodeFlag.BANNED));
        runs(4500);
        assertFalse(has(0, NodeFlag.BANNED));
        assertEquals(2, cluster.served(), this::all);
    }

    @Test
    @DisplayName("With EnableBans 0 a ban is accepted and ignored, unban works (section 11, 7)")
    void bansSwitchedOff() {
        cluster.startAll();
        runs(3000);
        cluster.ask(0, new OperatorCommand.Ban(N0, 60, ""));
        cluster.ask(0, new OperatorCommand.SetVariable(N0, "EnableBans", 0));
        cluster.ask(0, new OperatorCommand.Unban(N0));
        assertFalse(has(0, NodeFlag.BANNED));
        cluster.replies.clear();

        cluster.ask(0, new OperatorCommand.Ban(N0, 60, ""));

        assertFalse(has(0, NodeFlag.BANNED));
        assertEquals(
                List.of(new OperatorReply.Ignored("the tunable EnableBans of this node is 0")),
                cluster.replies);
    }

    @Test
    @DisplayName("A stopping node whose addresses were taken over waits the extra time (7.2)")
    void shutdownExtraTimeout() {
        Duration extra = Duration.ofSeconds(4);
        cluster.rules = NodeRules.DEFAULT.withFailover(Duration.ofSeconds(10), extra, false);
        cluster.startAll();
        runs(3000);

        cluster.give(0, new Input.StopAsked("SIGTERM"));
        runs(3500);
        assertEquals(2, cluster.served(), this::all);
        assertEquals(0, ran("0 shutdown"));
        runs(1500);
        assertEquals(1, ran("0 shutdown"));
        assertFalse(cluster.isAlive(0));
    }

    @Test
    @DisplayName("Without a shutdown failover timeout a stopping node waits for nobody (7.2)")
    void noShutdownFailoverTimeout() {
        Duration extra = Duration.ofSeconds(4);
        cluster.rules = NodeRules.DEFAULT.withFailover(Duration.ZERO, extra, false);
        cluster.startAll();
        runs(3000);

        cluster.give(0, new Input.StopAsked("SIGTERM"));
        runs(700);

        assertFalse(cluster.isAlive(0), "the extra time counts only after a run: " + all());
        List<String> last = cluster.ran.stream().filter(each -> each.startsWith("0")).toList();
        assertEquals("0 shutdown", last.getLast());
        assertTrue(ran("0 releaseip") > 0);
    }

    @Test
    @DisplayName("A shutdown that fails or is asked for twice ends the node all the same (7.2)")
    void shutdownFails() {
        cluster.startAll();
        runs(3000);
        make(0, "shutdown", SequenceStatus.TIMED_OUT);

        cluster.give(0, new Input.StopAsked("operator"));
        cluster.give(0, new Input.StopAsked("SIGTERM"));
        runs(1000);

        assertFalse(cluster.isAlive(0));
        assertEquals(1, ran("0 shutdown"));
    }

    @Test
    @DisplayName("No monitor begins between startrecovery and recovered (sections 4.2 and 8.3)")
    void recoveryHoldsMonitorsOff() {
        cluster.startAll();
        runs(3000);
        List<String> order = new ArrayList<>();
        cluster.scripts =
                (node, event) -> {
                    if (node == 0) {
                        order.add(event.name());
                    }
                    boolean slow = node == 1 && event instanceof Event.StartRecovery;
                    return slow ? SequenceStatus.TIMED_OUT : SequenceStatus.OK;
                };

        cluster.lasts = (node, event) -> node == 1 && event instanceof Event.StartRecovery;
        cluster.ask(0, new OperatorCommand.Recover());
        runs(40_000);

        int begun = order.indexOf("startrecovery");
        assertEquals("recovered", order.get(begun + 1), order::toString);
        assertTrue(order.subList(begun, order.size()).contains("monitor"), order::toString);
    }

    @Test
    @DisplayName("Monitors that time out count only in a row (8.5, MonitorTimeoutCount)")
    void monitorTimeoutsAreCounted() {
        cluster.startAll();
        runs(3000);
        cluster.ask(0, new OperatorCommand.SetVariable(N0, "MonitorTimeoutCount", 4));
        make(0, "monitor", SequenceStatus.TIMED_OUT);
        cluster.ran.clear();

        runs(30_000);
        long timedOut = ran("0 monitor");
        makeAllWell();
        runs(15_000);
        assertEquals(3, timedOut, "so few do not count");
        assertFalse(has(0, NodeFlag.UNHEALTHY));

        make(0, "monitor", SequenceStatus.TIMED_OUT);
        runs(46_000);
        assertFalse(has(0, NodeFlag.UNHEALTHY), "counted from one again");
        runs(16_000);
        assertTrue(has(0, NodeFlag.UNHEALTHY), this::all);
    }

    @Test
    @DisplayName("Monitors are 5, 10 and 15 s apart after a change of health (section 8, 1 and 2)")
    void gapsOfMonitors() {
        cluster.startAll();
        runs(50_000);
        assertEquals(List.of(5L, 10L, 15L, 15L), gaps(0).subList(0, 4), this::all);

        cluster.facts.clear();
        make(0, "monitor", SequenceStatus.FAILED);
        runs(60_000);
        assertEquals(List.of(5L, 10L, 15L), gaps(0).subList(0, 3), this::all);
    }

    /** Whole seconds between monitor events of a node that ended by themselves. */
    private List<Long> gaps(int node) {
        List<Double> ends =
                cluster.facts.stream()
                        .filter(fact -> fact.contains(" n" + node + " EventEnded[event=monitor,"))
                        .filter(fact -> !fact.contains("CANCELLED"))
                        .map(fact -> Double.valueOf(fact.substring(0, fact.indexOf(' '))))
                        .toList();
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < ends.size(); i++) {
            gaps.add(Math.round(ends.get(i) - ends.get(i - 1)));
        }
        return gaps;
    }
}
