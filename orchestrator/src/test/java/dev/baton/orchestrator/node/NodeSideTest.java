package dev.baton.orchestrator.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.Pnn;
import dev.baton.events.Event;
import dev.baton.events.SequenceStatus;
import dev.baton.orchestrator.exchange.OperatorCommand;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.List;

/**
 * What scripts see on one node: CTDB events contract, sections 5, 13, 13.2, 13.3, 14.5 and 16, on
 * nodes that run.
 */
class NodeSideTest {

    private static final Duration SOON = Duration.ofSeconds(2);

    private final SmallCluster cluster = new SmallCluster(2, 2);

    private void start() {
        cluster.startAll();
        cluster.run(Duration.ofSeconds(5));
        cluster.ran.clear();
    }

    private String all() {
        return cluster.ran + "\n" + String.join("\n", cluster.facts);
    }

    private long ran(String words) {
        return cluster.ran.stream().filter(words::equals).count();
    }

    private List<String> ranOn(int node) {
        String prefix = node + " ";
        return cluster.ran.stream()
                .filter(each -> each.startsWith(prefix))
                .map(each -> each.substring(2))
                .toList();
    }

    private void reallocate() {
        cluster.ask(0, new OperatorCommand.Reallocate());
        cluster.run(SOON);
    }

    private boolean told(String fact) {
        return cluster.facts.stream().anyMatch(line -> line.contains(fact));
    }

    @Test
    @DisplayName("The start of one node, event by event; startup after the recovery (7; 14.5)")
    void aFirstStartRunsItsEventsInThisOrder() {
        SmallCluster alone = new SmallCluster(1, 2).startAll();
        alone.run(Duration.ofSeconds(1));

        List<String> events = alone.ran.stream().map(each -> each.substring(2)).toList();
        assertEquals(
                List.of("init", "setup", "startrecovery", "recovered"),
                events.subList(0, 4),
                events::toString);
        assertEquals(
                List.of("startup", "monitor", "startipreallocate", "takeip", "takeip"),
                events.subList(4, events.size()).stream()
                        .filter(each -> !each.equals("ipreallocated"))
                        .toList(),
                events::toString);
        assertEquals("ipreallocated", events.getLast());
        assertTrue(events.indexOf("ipreallocated") < events.indexOf("monitor"));
    }

    @Test
    @DisplayName("A node whose monitor fails gives its addresses away, and is monitored on (14.5)")
    void anUnhealthyNodeIsRelievedByARunOfAllNodes() {
        start();
        cluster.notified.clear();
        cluster.scripts =
                (node, event) ->
                        node == 0 && event instanceof Event.Monitor
                                ? SequenceStatus.FAILED
                                : SequenceStatus.OK;
        cluster.run(Duration.ofSeconds(60));

        List<String> zero = ranOn(0);
        int released = zero.indexOf("releaseip");
        assertTrue(released > 1, this::all);
        assertEquals("startipreallocate", zero.get(released - 1));
        assertEquals("ipreallocated", zero.get(released + 1));
        assertTrue(zero.lastIndexOf("monitor") > released, this::all);
        assertEquals(List.of("startipreallocate", "takeip", "ipreallocated"), stages(1));
        assertEquals(List.of("0 unhealthy"), cluster.notified);
        assertEquals(List.of(1), cluster.serving(SmallCluster.ip(1)));
        assertEquals(List.of(1), cluster.serving(SmallCluster.ip(2)));
    }

    private List<String> stages(int node) {
        return ranOn(node).stream().filter(each -> !each.equals("monitor")).toList();
    }

    @Test
    @DisplayName("A run that has nothing to move runs no event of an address (13.2 (8), 13.3 (2))")
    void redundantOrdersAreNoEvents() {
        start();

        reallocate();

        for (int node = 0; node < 2; node++) {
            assertEquals(List.of("startipreallocate", "ipreallocated"), stages(node), this::all);
        }
    }

    @Test
    @DisplayName("Requests that come together are served by one run, and each is answered (13)")
    void requestsAreCollected() {
        start();
        int runs = cluster.runsStarted();
        cluster.replies.clear();
        cluster.ask(0, new OperatorCommand.Reallocate());
        cluster.ask(1, new OperatorCommand.Reallocate());
        cluster.ask(0, new OperatorCommand.Reallocate());
        cluster.ask(1, new OperatorCommand.Reallocate());
        cluster.run(SOON);

        assertEquals(4, cluster.replies.size());
        assertTrue(cluster.runsStarted() - runs <= 2, this::all);
    }

    @ParameterizedTest(name = "releaseip that ends {0} is a release (5; 13.3 (3))")
    @EnumSource(
            value = SequenceStatus.class,
            names = {"FAILED", "TIMED_OUT"})
    void aReleaseCountsByWhatIsOnTheSystem(SequenceStatus status) {
        start();
        int from = cluster.serving(SmallCluster.ip(1)).getFirst();
        cluster.scripts =
                (_, event) -> event instanceof Event.ReleaseIp ? status : SequenceStatus.OK;

        cluster.ask(from, new OperatorCommand.Disable(new Pnn(from), "firmware"));
        cluster.run(SOON);

        assertEquals(List.of(1 - from), cluster.serving(SmallCluster.ip(1)), this::all);
        assertTrue(!cluster.carries(from, SmallCluster.ip(1)));
        assertTrue(!told("BanCredit"), this::all);
    }

    @ParameterizedTest(name = "takeip that ends {0} is run again until it succeeds (16, 3 and 4)")
    @EnumSource(
            value = SequenceStatus.class,
            names = {"FAILED", "TIMED_OUT"})
    void aTakeThatDidNotSucceedIsRunAgain(SequenceStatus status) {
        int[] left = {1};
        cluster.scripts =
                (_, event) ->
                        event instanceof Event.TakeIp && left[0]-- > 0 ? status : SequenceStatus.OK;
        cluster.startAll();
        cluster.run(Duration.ofSeconds(10));

        assertEquals(2, cluster.served(), this::all);
        assertEquals(3, ran("0 takeip") + ran("1 takeip"), this::all);
        assertTrue(cluster.announced.size() >= 6, "three times for each address");
    }

    @Test
    @DisplayName("A take with no interface up is no take; another node has it (13.2 (3))")
    void withoutAnInterfaceNothingIsTaken() {
        start();
        cluster.link(0, false);
        cluster.run(SOON);
        cluster.ran.clear();

        cluster.ask(1, new OperatorCommand.Move(SmallCluster.ip(1), new Pnn(0)));
        cluster.run(SOON);

        assertEquals(0, ran("0 takeip"), this::all);
        assertEquals(List.of(1), cluster.serving(SmallCluster.ip(1)));
    }

    @ParameterizedTest(name = "{0} that ends {1} ends the agent with 1, without shutdown (5; 7)")
    @CsvSource({"init, FAILED", "init, TIMED_OUT", "setup, FAILED", "setup, TIMED_OUT"})
    void aStartThatFailsEndsTheAgent(String name, SequenceStatus status) {
        cluster.scripts = (_, event) -> event.name().equals(name) ? status : SequenceStatus.OK;

        cluster.startAll();
        cluster.run(SOON);

        assertEquals(List.of(1, 1), cluster.exits);
        assertEquals(0, ran("0 shutdown"), this::all);
    }

    @Test
    @DisplayName("ipreallocated may run before startup, takeip only when the node runs (7; 14.5)")
    void onlyARunningNodeHosts() {
        cluster.scripts =
                (node, event) ->
                        node == 0 && event instanceof Event.Startup
                                ? SequenceStatus.FAILED
                                : SequenceStatus.OK;
        cluster.startAll();
        cluster.run(Duration.ofSeconds(8));

        assertTrue(ran("0 ipreallocated") > 0, this::all);
        assertEquals(0, ran("0 takeip") + ran("0 startipreallocate"), this::all);
        assertEquals(List.of(1), cluster.serving(SmallCluster.ip(1)));
        assertEquals(List.of(1), cluster.serving(SmallCluster.ip(2)));
    }

    @Test
    @DisplayName("A stopped node releases everything, in releaseip, and is not monitored (9; 8.3)")
    void aStoppedNodeReleasesEverything() {
        start();

        cluster.ask(0, new OperatorCommand.StopNode(new Pnn(0), "disk"));
        cluster.run(Duration.ofSeconds(40));

        assertEquals(1, ran("0 releaseip"), this::all);
        assertEquals(0, ran("0 monitor"), this::all);
        assertTrue(ran("1 monitor") > 0);
        assertEquals(0, ran("0 startrecovery") + ran("0 recovered"));
        assertTrue(ran("0 ipreallocated") > 0, "it runs on all connected nodes");
    }
}
