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
    public StorageAccess.Plan plan(RoundAsk ask) throws Refusal {
        throw refusal();
    }

    @Override
    public String run(RoundAsk ask) throws Refusal {
        throw refusal();
    }

    @Override
    public StorageAccess.Plan planRemoval(String schedule, String snapshot) throws Refusal {
        throw refusal();
    }

    @Override
    public String remove(String schedule, String snapshot) throws Refusal {
        throw refusal();
    }

    @Override
    public SortedMap<String, List<Schedule.Target>> shares() {
        return Collections.emptySortedMap();
    }

    @Override
    public List<SnapshotRecord> snapshots() {
        return List.of();
    }
}
