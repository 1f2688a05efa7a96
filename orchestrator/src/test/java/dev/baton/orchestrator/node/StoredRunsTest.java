package dev.baton.orchestrator.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.Pnn;
import dev.baton.events.SequenceStatus;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.RunEnding;
import dev.baton.orchestrator.exchange.RunRecord;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Operator documentation, "Stored takeover runs": what is stored of each. That the stored input
 * gives the stored plan is demanded of every run of every test by {@link SmallCluster}.
 */
class StoredRunsTest {

    private final SmallCluster cluster = new SmallCluster(3, 3);

    private int leader() {
        return cluster.view(0).leader().orElseThrow().value();
    }

    private void running() {
        cluster.startAll();
        cluster.run(Duration.ofSeconds(5));
        assertEquals(3, cluster.served());
        cluster.runs.clear();
    }

    @Test
    @DisplayName("A run is stored when it begins, without an ending, and again when it has ended")
    void beginningAndEnd() {
        running();

        cluster.ask(leader(), new OperatorCommand.Disable(new Pnn(2), "test"));
        cluster.run(Duration.ofSeconds(2));

        assertEquals(2, cluster.runs.size());
        RunRecord begun = cluster.runs.getFirst();
        RunEnding ending = cluster.runs.get(1).ending().orElseThrow();
        assertEquals(Optional.empty(), begun.ending());
        assertEquals("node_changed", begun.cause());
        assertEquals(new Pnn(leader()), begun.leader().node());
        assertEquals(1, begun.plan().moves());
        assertTrue(begun.plan().text().contains("RELEASE n2: release 10.50.1."));
        assertEquals(begun.ended(ending), cluster.runs.get(1));
        assertEquals(RunEnding.How.DONE, ending.how());
        assertEquals(1, ending.moved());
    }

    @Test
    @DisplayName("Who failed and why is stored; the run that repeats it names the nodes it is for")
    void failuresAndTheirRepetition() {
        running();
        int node = (leader() + 1) % 3;
        cluster.scripts =
                (where, what) ->
                        where == node && what.name().equals("ipreallocated")
                                ? SequenceStatus.FAILED
                                : SequenceStatus.OK;

        cluster.ask(leader(), new OperatorCommand.Reallocate());
        cluster.run(Duration.ofMillis(500));
        cluster.scripts = (_, _) -> SequenceStatus.OK;
        cluster.run(Duration.ofSeconds(2));

        List<RunRecord> ended =
                cluster.runs.stream().filter(run -> run.ending().isPresent()).toList();
        RunEnding first = ended.getFirst().ending().orElseThrow();
        assertEquals(RunEnding.How.FAILED, first.how());
        assertEquals(List.of(new Pnn(node)), List.copyOf(first.failures().keySet()));
        assertEquals(
                Optional.of(List.of(new Pnn(node))),
                ended.get(1).input().only().map(StoredRunsTest::list));
        assertEquals(
                "START_IPREALLOCATE n%1$d: startipreallocate\nIPREALLOCATED n%1$d: ipreallocated\n"
                        .formatted(node),
                ended.get(1).plan().text());
    }

    private static List<Pnn> list(SortedSet<Pnn> nodes) {
        return List.copyOf(nodes);
    }

    @Test
    @DisplayName(
            "A leader that leads no more leaves an abandoned run, and nothing of a finished one")
    void abandoned() {
        running();
        int leader = leader();
        cluster.lasts = (_, what) -> what.name().equals("ipreallocated");
        cluster.ask(leader, new OperatorCommand.Reallocate());
        cluster.run(Duration.ofMillis(500));
        assertEquals(1, cluster.runs.size());

        cluster.ask(leader, new OperatorCommand.StopNode(new Pnn(leader), "test"));
        cluster.run(Duration.ofMillis(200));

        List<RunRecord> own =
                cluster.runs.stream().filter(run -> run.leader().node().value() == leader).toList();
        assertEquals(2, own.size());
        assertEquals(own.getFirst().run(), own.get(1).run());
        assertEquals(RunEnding.How.ABANDONED, own.get(1).ending().orElseThrow().how());
    }
}
