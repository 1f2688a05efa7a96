package dev.baton.agent.round;

import dev.baton.agent.callout.Refusal;
import dev.baton.agent.callout.SnapshotRecord;
import dev.baton.agent.callout.StorageAccess;
import dev.baton.config.Schedule;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** What operators can do with rounds of snapshots. Thread: any. */
public interface RoundAccess {

    /** By id. */
    SortedMap<String, Schedule> schedules();

    /** When it is due next by itself. */
    Optional<Instant> next(Schedule schedule);

    /** What a round would do, node by node in its order, without doing anything. */
    StorageAccess.Plan plan(RoundAsk ask) throws Refusal;

    /** Begins a round that this node coordinates; the id of its job. */
    String run(RoundAsk ask) throws Refusal;

    /** What {@link #remove} would call, without doing so. */
    StorageAccess.Plan planRemoval(String schedule, String snapshot) throws Refusal;

    /** Begins to remove a snapshot of this node; the id of its job. */
    String remove(String schedule, String snapshot) throws Refusal;

    /** What a command takes snapshots of on this node, by the ids of schedules. */
    SortedMap<String, List<Schedule.Target>> shares();

    /** The snapshots on this node, oldest first. */
    List<SnapshotRecord> snapshots() throws Refusal;

    /** Where nothing is ever frozen, such as a saved view. */
    RoundAccess NONE = new NoRounds();
}
