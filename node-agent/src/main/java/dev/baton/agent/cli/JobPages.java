package dev.baton.agent.cli;

import dev.baton.agent.callout.CallRecord;
import dev.baton.agent.callout.JobRecord;
import dev.baton.agent.callout.JobState;
import dev.baton.agent.callout.StorageAccess;
import dev.baton.agent.callout.VolumeRecord;
import dev.baton.agent.callout.VolumeRequest;
import dev.baton.config.Pnn;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code job} and every change of a volume answer.
 *
 * <p>Bounds: the newest {@value #MOST} jobs.
 */
final class JobPages {

    static final int MOST = 200;
    private static final String KIND = "Job";

    private JobPages() {}

    static Page list(CliContext context, boolean onlyOpen) {
        ClusterStorage cluster = ClusterStorage.of(context);
        List<ClusterStorage.Job> all =
                cluster.jobs().stream().filter(job -> !onlyOpen || job.isOpen()).toList();
        List<ClusterStorage.Job> newest = all.subList(Math.max(0, all.size() - MOST), all.size());
        Table table =
                new Table("JOB", "STATE", "ACTION", "PROVIDER", "TAKEN", "TOOK", "VOLUMES", "WHY");
        newest.forEach(
                job ->
                        table.row(
                                job.told().id(),
                                job.state(),
                                job.told().action(),
                                job.told().provider(),
                                Json.time(Instant.ofEpochMilli(job.told().taken())),
                                job.took(),
                                String.join(",", job.told().volumes()),
                                ShownText.of(job.why().lines().findFirst().orElse(""))));
        return new Page(
                Exit.DONE,
                "JobList",
                Json.object(
                        "total",
                        all.size(),
                        "jobs",
                        newest.stream().map(job -> json(context, job)).toList()),
                newest.isEmpty() ? List.of("no jobs") : table.lines(),
                newest.stream().map(job -> job.told().id()).toList(),
                cluster.warnings());
    }

    /** This node's jobs have their calls. */
    private static Map<String, Object> json(CliContext context, ClusterStorage.Job job) {
        Map<String, Object> json = new LinkedHashMap<>(job.json());
        if (job.node().equals(context.settings().pnn())) {
            json.put("calls", find(context, job.told().id()).calls());
        }
        return json;
    }

    private static List<String> volumes(VolumeRequest request) {
        return switch (request) {
            case VolumeRequest.Snapshot snapshot -> List.of(snapshot.volume(), snapshot.name());
            case VolumeRequest.Round round -> List.of(round.schedule());
            case VolumeRequest other -> other.about();
        };
    }

    private static Instant taken(JobRecord job) {
        return Instant.ofEpochMilli(job.taken().at());
    }

    private static String took(JobRecord job) {
        return job.ended()
                .map(end -> Times.seconds(Duration.ofMillis(end.at() - job.taken().at())))
                .orElse("-");
    }

    static Page show(CliContext context, String id) {
        return isElsewhere(context, id) ? shownElsewhere(context, id) : shown(context, id);
    }

    private static boolean isElsewhere(CliContext context, String id) {
        return !ClusterStorage.owner(context, id).equals(context.settings().pnn());
    }

    private static Page shownElsewhere(CliContext context, String id) {
        ClusterStorage cluster = ClusterStorage.of(context);
        ClusterStorage.Job job =
                cluster.job(id)
                        .orElseThrow(
                                () ->
                                        Complaint.notFound(
                                                "no job \"%s\" is known; see: baton job list"
                                                        .formatted(ShownText.of(id))));
        return new Page(
                Exit.DONE, KIND, job.json(), job.sentences(), List.of(id), cluster.warnings());
    }

    private static Page shown(CliContext context, String id) {
        JobRecord job = find(context, id);
        List<String> text = new ArrayList<>(sentences(context, job));
        List<CallRecord> calls = calls(context, job);
        if (!calls.isEmpty()) {
            text.add("");
            text.addAll(CallPages.table(calls));
        }
        return new Page(Exit.DONE, KIND, json(job), text, List.of(job.id()));
    }

    private static JobRecord find(CliContext context, String id) {
        return StorageCommands.ask(() -> context.storage().jobs()).stream()
                .filter(job -> job.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () ->
                                Complaint.notFound(
                                        "no job \"%s\" is known here; see: baton job list"
                                                .formatted(ShownText.of(id))));
    }

    private static List<CallRecord> calls(CliContext context, JobRecord job) {
        return StorageCommands.ask(() -> context.storage().calls()).stream()
                .filter(call -> job.calls().contains(call.begun().call()))
                .toList();
    }

    /** A job that was taken a moment ago. */
    static Page accepted(CliContext context, StorageAccess.Accepted accepted, Duration wait) {
        String id = accepted.job().id();
        Page page =
                wait.isZero()
                        ? new Page(
                                Exit.DONE,
                                KIND,
                                json(accepted.job()),
                                List.of("job %s: accepted".formatted(id)),
                                List.of(id))
                        : over(context, id, wait);
        List<String> warnings = new ArrayList<>(accepted.warnings());
        warnings.addAll(page.warnings());
        return new Page(
                page.exitCode(), page.kind(), page.json(), page.text(), page.names(), warnings);
    }

    /** A round that was begun a moment ago. */
    static Page begun(CliContext context, String id, Duration wait) {
        return wait.isZero()
                ? new Page(
                        Exit.DONE,
                        KIND,
                        json(find(context, id)),
                        List.of("job %s: accepted".formatted(id)),
                        List.of(id))
                : over(context, id, wait);
    }

    /** Waits for the end of a job. */
    static Page over(CliContext context, String id, Duration wait) {
        return isElsewhere(context, id)
                ? JobElsewhere.over(context, ClusterStorage.owner(context, id), id, wait)
                : ended(context, await(context, id, wait));
    }

    /** Waits for the end of a job that was cancelled: that is what was asked for. */
    static Page cancelled(CliContext context, String id, Duration wait) {
        if (isElsewhere(context, id)) {
            Pnn owner = ClusterStorage.owner(context, id);
            return JobElsewhere.cancelled(context, owner, id, wait);
        }
        StorageCommands.ask(() -> context.storage().cancel(id));
        if (wait.isZero()) {
            JobRecord job = find(context, id);
            return new Page(
                    Exit.DONE,
                    KIND,
                    json(job),
                    List.of("job %s: is being cancelled".formatted(id)),
                    List.of(id));
        }
        JobRecord job = await(context, id, wait);
        Page page = ended(context, job);
        return job.state() == JobState.CANCELLED
                ? new Page(Exit.DONE, KIND, page.json(), page.text(), page.names())
                : page;
    }

    /** What {@link #cancelled} would do. */
    static Page cancelPlan(CliContext context, String id) {
        return isElsewhere(context, id)
                ? JobElsewhere.cancelPlan(context, ClusterStorage.owner(context, id), id)
                : CancelPage.of(context, id);
    }

    private static JobRecord await(CliContext context, String id, Duration wait) {
        find(context, id);
        JobRecord job = context.storage().await(id, wait).orElseGet(() -> find(context, id));
        if (!job.state().isOver()) {
            throw new Complaint(
                    Exit.TIMED_OUT,
                    "job %s: not over within %s; it goes on, look with: baton job show %s"
                            .formatted(id, Times.seconds(wait), id));
        }
        return job;
    }

    private static Page ended(CliContext context, JobRecord job) {
        return new Page(
                exit(job.state()),
                KIND,
                json(job),
                sentences(context, job),
                List.of(job.id()),
                job.state() == JobState.WARNED ? List.of(job.why()) : List.of());
    }

    private static int exit(JobState state) {
        return switch (state) {
            case DONE, WAITING, RUNNING -> Exit.DONE;
            case WARNED, FAILED, UNKNOWN, CANCELLED -> Exit.PARTLY_DONE;
        };
    }

    private static List<String> sentences(CliContext context, JobRecord job) {
        String what =
                job.taken().request().word()
                        + " "
                        + String.join(", ", volumes(job.taken().request()));
        List<String> text = new ArrayList<>();
        text.add(
                "%s: %s%s (job %s%s)"
                        .formatted(
                                what,
                                job.state().word(),
                                job.why().isEmpty() ? "" : ": " + ShownText.of(job.why()),
                                job.id(),
                                job.ended().isPresent() ? ", " + took(job) : ""));
        job.parent().ifPresent(parent -> text.add("  a call of job " + parent));
        job.notes().forEach(note -> text.add("  " + ShownText.of(note)));
        if (job.state() == JobState.DONE) {
            devices(context, job).forEach((title, device) -> text.add(title + ": " + device));
        }
        return text;
    }

    private static Map<String, String> devices(CliContext context, JobRecord job) {
        Map<String, String> all = new LinkedHashMap<>();
        for (VolumeRecord each : StorageCommands.ask(() -> context.storage().volumes())) {
            String title = each.volume().title();
            if (job.taken().request().about().contains(title) && !each.device().isEmpty()) {
                all.put(title, each.device());
            }
        }
        return all;
    }

    static Map<String, Object> json(JobRecord job) {
        Map<String, Object> json =
                new LinkedHashMap<>(
                        Json.object(
                                "id", job.id(),
                                "state", job.state().word(),
                                "action", job.taken().request().word(),
                                "provider", job.taken().provider(),
                                "volumes", volumes(job.taken().request()),
                                "taken", Json.time(taken(job)),
                                "why", job.why(),
                                "notes", job.notes(),
                                "calls", job.calls()));
        job.parent().ifPresent(parent -> json.put("parent", parent));
        job.ended().ifPresent(end -> json.put("ended", Json.time(Instant.ofEpochMilli(end.at()))));
        return json;
    }
}
