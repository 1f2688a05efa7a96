package dev.baton.agent.round;

import dev.baton.agent.callout.Entry;
import dev.baton.agent.callout.JobRecord;
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
        Truth<String> truth =
                schedule.command().isPresent()
                        ? byCommand(round, fence, schedule, "take", target, name)
                        : byProvider(new VolumeRequest.Snapshot(target, name));
        if (!(truth instanceof Truth.Done<String>)) {
            return truth.sentence();
        }
        try {
            tools.store(new Entry.SnapshotTaken(round, schedule.id(), target, name, wall.millis()));
            return "";
        } catch (IOException full) {
            return "it was taken as %s and could not be stored: %s"
                    .formatted(name, full.getMessage());
        }
    }

    private Truth<String> byCommand(
            String round, long fence, Schedule schedule, String word, String target, String name) {
        Path program = schedule.command().orElseThrow();
        return tools.command(
                round,
                fence,
                command(schedule, program, word, target, name, node, tools.hookLimit()));
    }

    private Truth<String> byProvider(VolumeRequest request) {
        try {
            String job = storage.submit(request, new TreeMap<>()).job().id();
            Optional<JobRecord> end =
                    storage.await(job, tools.hookLimit()).filter(it -> it.state().isOver());
            if (end.isEmpty()) {
                return new Truth.Unknown<>("job %s: it is not over in time".formatted(job));
            }
            String why = "job %s: %s".formatted(job, end.get().why());
            return switch (end.get().state()) {
                case DONE, WARNED -> new Truth.Done<>("");
                case UNKNOWN -> new Truth.Unknown<>(why);
                case FAILED, CANCELLED, WAITING, RUNNING -> new Truth.NotDone<>(why);
            };
        } catch (Refusal refused) {
            return new Truth.NotDone<>(refused.sentence());
        }
    }

    /** What a round came to; then what is kept no longer is removed, but for named ones. */
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
                        .filter(each -> RoundAsk.isNamedByTime(each.taken().snapshot()))
                        .toList();
        List<Retention.Kept> kept = new ArrayList<>();
        for (SnapshotRecord each : all) {
            boolean good = each.verdict().equals("consistent");
            kept.add(new Retention.Kept(each.taken().round(), good));
        }
        List<String> expired = Retention.expired(kept, schedule.keep());
        for (SnapshotRecord each : all) {
            if (expired.contains(each.taken().round())) {
                Truth<String> truth = remove(round, fence, schedule, each.taken());
                if (!(truth instanceof Truth.Done<String>)) {
                    LOG.warn(
                            "snapshot_not_removed snapshot={} why=\"{}\"",
                            each.taken().snapshot(),
                            truth.sentence().replaceAll("\\p{Cntrl}", " "));
                }
            }
        }
    }

    /** Removes it; what is gone is forgotten. */
    Truth<String> remove(String job, long fence, Schedule schedule, Entry.SnapshotTaken old) {
        Truth<String> truth =
                schedule.command().isPresent()
                        ? byCommand(job, fence, schedule, "remove", old.target(), old.snapshot())
                        : byProvider(new VolumeRequest.Remove(old.snapshot(), false));
        if (!(truth instanceof Truth.Done<String>)) {
            return truth;
        }
        try {
            tools.store(new Entry.SnapshotRemoved(schedule.id(), old.snapshot(), wall.millis()));
            return truth;
        } catch (IOException full) {
            return new Truth.Unknown<>(
                    "it was removed, and that could not be stored: " + full.getMessage());
        }
    }
}
