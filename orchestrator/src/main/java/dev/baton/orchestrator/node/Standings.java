package dev.baton.orchestrator.node;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.ClusterSnapshot;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.cluster.Runstate;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** What of the nodes makes a run due when it changes: who is there, and in which state. */
final class Standings {

    private record Standing(long incarnation, Runstate runstate, int flags) {}

    private final Function<Pnn, Optional<Incarnation>> life;
    private final TreeMap<Pnn, Standing> standings = new TreeMap<>();

    /**
     * @param life the present life of a connected node
     */
    Standings(Function<Pnn, Optional<Incarnation>> life) {
        this.life = life;
    }

    /** What has changed since the last look, as causes of a run; empty when nothing has. */
    SortedSet<String> look(ClusterSnapshot snapshot) {
        if (isAsBefore(snapshot)) {
            return Collections.emptySortedSet();
        }
        TreeMap<Pnn, Standing> now = new TreeMap<>();
        snapshot.reports().forEach((pnn, report) -> now.put(pnn, standing(pnn, report)));
        TreeSet<String> causes = new TreeSet<>();
        now.forEach((pnn, standing) -> cause(pnn, standing).ifPresent(causes::add));
        if (!now.keySet().containsAll(standings.keySet())) {
            causes.add("node_lost");
        }
        standings.clear();
        standings.putAll(now);
        return causes;
    }

    private Optional<String> cause(Pnn pnn, Standing now) {
        Standing before = standings.get(pnn);
        if (before == null || before.incarnation() != now.incarnation()) {
            return Optional.of("node_joined");
        }
        return before.equals(now) ? Optional.empty() : Optional.of("node_changed");
    }

    private boolean isAsBefore(ClusterSnapshot snapshot) {
        if (snapshot.reports().size() != standings.size()) {
            return false;
        }
        for (Map.Entry<Pnn, NodeReport> entry : snapshot.reports().entrySet()) {
            Standing now = standing(entry.getKey(), entry.getValue());
            if (!now.equals(standings.get(entry.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private Standing standing(Pnn pnn, NodeReport report) {
        long number = life.apply(pnn).map(Incarnation::number).orElse(0L);
        return new Standing(number, report.runstate(), report.flags());
    }
}
