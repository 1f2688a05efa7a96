package dev.baton.agent.round;

import dev.baton.agent.callout.Refusal;
import dev.baton.agent.callout.SnapshotRecord;
import dev.baton.agent.callout.StorageAccess;
import dev.baton.config.Schedule;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** A node without rounds of its own. */
final class NoRounds implements RoundAccess {

    private static Refusal refusal() {
        return new Refusal(
                Refusal.Kind.REFUSED, "a saved view freezes nothing; ask the agent of a node");
    }

    @Override
    public SortedMap<String, Schedule> schedules() {
        return Collections.emptySortedMap();
    }

    @Override
    public Optional<Instant> next(Schedule schedule) {
        return Optional.empty();
    }

    @Override
    public StorageAccess.Plan plan(String schedule) throws Refusal {
        throw refusal();
    }

    @Override
    public String run(String schedule) throws Refusal {
        throw refusal();
    }

    @Override
    public List<SnapshotRecord> snapshots() {
        return List.of();
    }
}
