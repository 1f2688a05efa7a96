package dev.baton.agent.round;

import dev.baton.agent.callout.Entry;
import dev.baton.agent.callout.JobState;
import dev.baton.agent.callout.Refusal;
import dev.baton.agent.callout.RoundTools;
import dev.baton.agent.callout.SnapshotRecord;
import dev.baton.agent.callout.VolumeRequest;
import dev.baton.config.Schedule;
import dev.baton.events.callout.Truth;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.List;

/**
 * Removes snapshots of this node that somebody names, each as a job under the right to its
 * schedule.
 *
 * <p>Thread: any.
 */
record SnapshotRemovals(RoundTools tools, Turns turns, SnapshotCalls calls) {

    private static final Logger LOG = LoggerFactory.getLogger("baton.round");

    /** The snapshot, if this node has it. */
    Entry.SnapshotTaken known(Schedule schedule, String snapshot) throws Refusal {
        return tools.snapshots().stream()
                .map(SnapshotRecord::taken)
                .filter(each -> each.schedule().equals(schedule.id()))
                .filter(each -> each.snapshot().equals(snapshot))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Refusal(
                                        Refusal.Kind.NOT_FOUND,
                                        "this node has no snapshot \"%s\" of %s; see, on the node of its target: baton snapshot show %s"
                                                .formatted(
                                                        snapshot.replaceAll("\\p{Cntrl}", "?"),
                                                        schedule.id(),
                                                        schedule.id())));
    }

    /** Begins to remove it; returns the id of its job once that is on the disk. */
    String begin(Schedule schedule, String snapshot) throws Refusal {
        Entry.SnapshotTaken old = known(schedule, snapshot);
        Turns.Turn turn =
                turns.take(
                        schedule.id(), new VolumeRequest.RemoveSnapshot(schedule.id(), snapshot));
        Thread.ofVirtual().name("remove-" + turn.job()).start(() -> remove(turn, schedule, old));
        return turn.job().toString();
    }

    private void remove(Turns.Turn turn, Schedule schedule, Entry.SnapshotTaken old) {
        try {
            Truth<String> truth =
                    calls.remove(turn.job().toString(), turn.right().number(), schedule, old);
            JobState state =
                    switch (truth) {
                        case Truth.Done<String> _ -> JobState.DONE;
                        case Truth.NotDone<String> _ -> JobState.FAILED;
                        case Truth.Unknown<String> _ -> JobState.UNKNOWN;
                    };
            tools.end(turn.job(), state, truth.sentence(), List.of());
        } catch (IOException full) {
            LOG.error("removal_not_stored job={} why=\"{}\"", turn.job(), full.getMessage());
        } finally {
            turns.giveBack(turn);
        }
    }
}
