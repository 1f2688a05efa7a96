package dev.baton.agent.round;

import dev.baton.agent.callout.Entry;
import dev.baton.agent.callout.JobRecord;
import dev.baton.agent.callout.JobState;
import dev.baton.agent.callout.Refusal;
import dev.baton.agent.callout.RoundTools;
import dev.baton.agent.callout.SnapshotRecord;
import dev.baton.agent.callout.StorageAccess;
import dev.baton.agent.callout.VolumeRequest;
import dev.baton.config.Schedule;
import dev.baton.events.callout.Truth;
import dev.baton.events.contract.command.CommandCall;
import dev.baton.orchestrator.snapshot.Retention;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Takes and removes snapshots on this node, by a command or by the provider of a volume.
 *
 * <p>Thread: any; blocks.
 */
record SnapshotCalls(RoundTools tools, StorageAccess storage, String node, InstantSource wall) {

    private static final Logger LOG = LoggerFactory.getLogger("baton.round");

    /** The name of a snapshot. */
    static String name(Schedule schedule, String target, String stamp) {
        return schedule.command().isPresent()
                ? schedule.id() + "-" + stamp
                : target + "-" + schedule.id() + "-" + stamp;
    }

    /** The call of a command. */
    static CommandCall command(
            Schedule schedule,
            Path program,
            String word,
            String target,
            String snapshot,
            String node,
            Duration limit) {
        return new CommandCall(
                "snapshot-" + word,
                "schedule:" + schedule.id(),
                program,
                List.of(
                        word,
                        "--name=" + schedule.name(),
                        "--id=" + schedule.id(),
                        "--target=" + target,
                        "--snapshot=" + snapshot),
                node,
                limit);
    }

    /** Why it was not taken; empty when it was, and is remembered. */
    String take(String round, long fence, Schedule schedule, String target, String stamp) {
        String name = name(schedule, target, stamp);
        Optional<String> why =
                schedule.command().isPresent()
                        ? byCommand(round, fence, schedule, "take", target, name)
                        : byProvider(new VolumeRequest.Snapshot(target, name));
        if (why.isPresent()) {
            return why.get();
        }
        try {
            tools.store(new Entry.SnapshotTaken(round, schedule.id(), target, name, wall.millis()));
            return "";
        } catch (IOException full) {
            return "it was taken as %s and could not be stored: %s"
                    .formatted(name, full.getMessage());
        }
    }

    private Optional<String> byCommand(
            String round, long fence, Schedule schedule, String word, String target, String name) {
        Path program = schedule.command().orElseThrow();
        Truth<String> truth =
                tools.command(
                        round,
                        fence,
                        command(schedule, program, word, target, name, node, tools.hookLimit()));
        return truth instanceof Truth.Done<String>
                ? Optional.empty()
                : Optional.of(truth.sentence());
    }

    private Optional<String> byProvider(VolumeRequest request) {
        try {
            String job = storage.submit(request, new TreeMap<>()).job().id();
            Optional<JobRecord> end = storage.await(job, tools.hookLimit());
            boolean done =
                    end.filter(it -> it.state() == JobState.DONE || it.state() == JobState.WARNED)
                            .isPresent();
            return done
                    ? Optional.empty()
                    : Optional.of(
                            "job %s: %s"
                                    .formatted(
                                            job,
                                            end.filter(it -> it.state().isOver())
                                                    .map(JobRecord::why)
                                                    .orElse("it is not over in time")));
        } catch (Refusal refused) {
            return Optional.of(refused.sentence());
        }
    }

    /** What a round came to; then what is kept no longer is removed. */
    void close(String round, long fence, Schedule schedule, String verdict) {
        try {
            tools.store(new Entry.SnapshotJudged(round, verdict, wall.millis()));
        } catch (IOException full) {
            LOG.error("round_not_judged round={} why=\"{}\"", round, full.getMessage());
            return;
        }
        List<SnapshotRecord> all =
                tools.snapshots().stream()
                        .filter(each -> each.taken().schedule().equals(schedule.id()))
                        .toList();
        List<Retention.Kept> kept = new ArrayList<>();
        for (SnapshotRecord each : all) {
            boolean good = each.verdict().equals("consistent");
            kept.add(new Retention.Kept(each.taken().round(), good));
        }
        List<String> expired = Retention.expired(kept, schedule.keep());
        for (SnapshotRecord each : all) {
            if (expired.contains(each.taken().round())) {
                remove(round, fence, schedule, each.taken());
            }
        }
    }

    private void remove(String round, long fence, Schedule schedule, Entry.SnapshotTaken old) {
        Optional<String> why =
                schedule.command().isPresent()
                        ? byCommand(round, fence, schedule, "remove", old.target(), old.snapshot())
                        : byProvider(new VolumeRequest.Remove(old.snapshot(), false));
        if (why.isPresent()) {
            LOG.warn(
                    "snapshot_not_removed snapshot={} why=\"{}\"",
                    old.snapshot(),
                    why.get().replaceAll("\\p{Cntrl}", " "));
            return;
        }
        try {
            tools.store(new Entry.SnapshotRemoved(schedule.id(), old.snapshot(), wall.millis()));
        } catch (IOException full) {
            LOG.error("removal_not_stored snapshot={}", old.snapshot());
        }
    }
}
