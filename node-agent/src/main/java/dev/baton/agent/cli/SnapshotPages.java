package dev.baton.agent.cli;

import dev.baton.agent.callout.JobRecord;
import dev.baton.agent.callout.SnapshotRecord;
import dev.baton.agent.callout.VolumeRequest;
import dev.baton.config.Schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@code snapshot list} and {@code show} answer. */
final class SnapshotPages {

    /** Rounds of one schedule that are shown. */
    private static final int MOST = 20;

    private SnapshotPages() {}

    static Page list(CliContext context) {
        List<SnapshotRecord> snapshots = snapshots(context);
        Table table = new Table("SCHEDULE", "NAME", "WHEN", "NEXT", "KEEP", "HERE", "TARGETS");
        List<Schedule> all = List.copyOf(context.rounds().schedules().values());
        for (Schedule each : all) {
            table.row(
                    each.id(),
                    ShownText.of(each.name()),
                    each.when().map(Schedule.When::calendar).orElse("by command"),
                    next(context, each),
                    kept(each),
                    Long.toString(count(snapshots, each)),
                    ShownText.of(targets(each)));
        }
        return new Page(
                Exit.DONE,
                "ScheduleList",
                Json.object("schedules", all.stream().map(each -> json(context, each)).toList()),
                all.isEmpty()
                        ? List.of("no schedules; add a section [schedule ID] to the settings")
                        : table.lines(),
                all.stream().map(Schedule::id).toList());
    }

    static Page show(CliContext context, String id) {
        Schedule schedule = context.rounds().schedules().get(id);
        if (schedule == null) {
            throw Complaint.notFound(
                    "there is no schedule \"%s\"; see: baton snapshot list"
                            .formatted(ShownText.of(id)));
        }
        List<String> text = new ArrayList<>();
        text.add("schedule      " + schedule.id() + ", " + ShownText.of(schedule.name()));
        text.add("targets       " + ShownText.of(targets(schedule)));
        text.add(
                "nodes         "
                        + (schedule.nodes().isEmpty()
                                ? "all"
                                : String.join(", ", schedule.nodes())));
        text.add(
                "snapshot call "
                        + schedule.command()
                                .map(Object::toString)
                                .orElse("provider of the volume"));
        text.add("when          " + when(schedule));
        text.add("next          " + next(context, schedule));
        text.add("freeze limit  " + Times.seconds(schedule.freezeLimit()));
        text.add("keep          " + kept(schedule));
        rounds(context, schedule).forEach(job -> text.addAll(round(job)));
        List<SnapshotRecord> here =
                snapshots(context).stream()
                        .filter(each -> each.taken().schedule().equals(id))
                        .toList();
        if (!here.isEmpty()) {
            text.add("");
            Table table = new Table("SNAPSHOT", "TARGET", "ROUND", "TAKEN", "VERDICT");
            here.forEach(
                    each ->
                            table.row(
                                    ShownText.of(each.taken().snapshot()),
                                    ShownText.of(each.taken().target()),
                                    each.taken().round(),
                                    Json.time(Instant.ofEpochMilli(each.taken().at())),
                                    each.verdict()));
            text.addAll(table.lines());
        }
        return new Page(
                Exit.DONE,
                "Schedule",
                Json.object(
                        "schedule",
                        json(context, schedule),
                        "rounds",
                        rounds(context, schedule).stream().map(JobPages::json).toList(),
                        "snapshots",
                        here.stream().map(SnapshotPages::json).toList()),
                text,
                List.of(id));
    }

    private static List<String> round(JobRecord job) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "round %s    %s%s"
                        .formatted(
                                job.id(),
                                job.state().word(),
                                job.why().isEmpty() ? "" : ": " + ShownText.of(job.why())));
        job.notes().forEach(note -> lines.add("  " + ShownText.of(note)));
        return lines;
    }

    /** Those this node coordinated, the newest last. */
    private static List<JobRecord> rounds(CliContext context, Schedule schedule) {
        List<JobRecord> all =
                StorageCommands.ask(() -> context.storage().jobs()).stream()
                        .filter(
                                job ->
                                        job.taken().request() instanceof VolumeRequest.Round round
                                                && round.schedule().equals(schedule.id()))
                        .toList();
        return all.subList(Math.max(0, all.size() - MOST), all.size());
    }

    private static List<SnapshotRecord> snapshots(CliContext context) {
        return StorageCommands.ask(() -> context.rounds().snapshots());
    }

    private static long count(List<SnapshotRecord> snapshots, Schedule schedule) {
        return snapshots.stream()
                .filter(each -> each.taken().schedule().equals(schedule.id()))
                .count();
    }

    private static String targets(Schedule schedule) {
        return String.join(
                ", ", schedule.targets().stream().map(Schedule.Target::toString).toList());
    }

    private static String when(Schedule schedule) {
        return schedule.when()
                .map(
                        when ->
                                "%s, %s, missed rounds: %s"
                                        .formatted(
                                                when.calendar(),
                                                when.zone(),
                                                when.runsMissed() ? "run once" : "skip"))
                .orElse("by command only");
    }

    private static String next(CliContext context, Schedule schedule) {
        return context.rounds().next(schedule).map(Json::time).orElse("-");
    }

    private static String kept(Schedule schedule) {
        return schedule.keep() == 0 ? "all" : Integer.toString(schedule.keep());
    }

    private static Map<String, Object> json(CliContext context, Schedule schedule) {
        return Json.object(
                "id", schedule.id(),
                "name", schedule.name(),
                "targets", schedule.targets().stream().map(Schedule.Target::toString).toList(),
                "nodes", schedule.nodes(),
                "when", schedule.when().map(Schedule.When::calendar).orElse(""),
                "next", context.rounds().next(schedule).map(Json::time).orElse(""),
                "keep", schedule.keep(),
                "freeze_limit_seconds", Json.seconds(schedule.freezeLimit()));
    }

    private static Map<String, Object> json(SnapshotRecord each) {
        return Json.object(
                "snapshot", each.taken().snapshot(),
                "target", each.taken().target(),
                "round", each.taken().round(),
                "taken", Json.time(Instant.ofEpochMilli(each.taken().at())),
                "verdict", each.verdict());
    }
}
