package dev.baton.agent.cli;

import dev.baton.agent.callout.JobRecord;
import dev.baton.agent.callout.SeenStorage;
import dev.baton.agent.callout.StorageAccess.Elsewhere;
import dev.baton.agent.callout.VolumeRecord;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.operation.JobId;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Jobs and volumes of all nodes: this one's as they are, the others' as they told last.
 *
 * <p>An open job of a node that cannot be reached is {@value #LOST}: nobody knows how it does, and
 * nobody runs it before its agent is back.
 *
 * @param warnings what is missing, as sentences
 */
record ClusterStorage(List<Job> jobs, List<Volume> volumes, List<String> warnings) {

    static final String LOST = "lost";

    ClusterStorage {
        jobs = List.copyOf(jobs);
        volumes = List.copyOf(volumes);
        warnings = List.copyOf(warnings);
    }

    /** A job, with the node that took it and the state as it is known here. */
    record Job(Pnn node, SeenStorage.Job told, String state) {

        boolean isOpen() {
            return !told.state().isOver();
        }

        String took() {
            return told.ended()
                    .map(end -> Times.seconds(Duration.ofMillis(end - told.taken())))
                    .orElse("-");
        }

        String why() {
            return state.equals(LOST)
                    ? "node %s cannot be reached; its agent goes on with it when it is back"
                            .formatted(node)
                    : told.why();
        }

        Map<String, Object> json() {
            Map<String, Object> json =
                    Json.object(
                            "id", told.id(),
                            "node", node.value(),
                            "state", state,
                            "action", told.action(),
                            "provider", told.provider(),
                            "volumes", told.volumes(),
                            "taken", Json.time(Instant.ofEpochMilli(told.taken())),
                            "why", why(),
                            "notes", told.notes());
            told.ended().ifPresent(end -> json.put("ended", Json.time(Instant.ofEpochMilli(end))));
            return json;
        }

        List<String> sentences() {
            List<String> text = new ArrayList<>();
            text.add(
                    "%s %s: %s%s (job %s of node %s%s)"
                            .formatted(
                                    told.action(),
                                    String.join(", ", told.volumes()),
                                    state,
                                    why().isEmpty() ? "" : ": " + ShownText.of(why()),
                                    told.id(),
                                    node,
                                    told.ended().isPresent() ? ", " + took() : ""));
            told.notes().forEach(note -> text.add("  " + ShownText.of(note)));
            return text;
        }
    }

    /** A volume, and the node that has it. */
    record Volume(Pnn node, SeenStorage.Volume told) {}

    /** What is known of all nodes. */
    static ClusterStorage of(CliContext context) {
        Pnn self = context.settings().pnn();
        List<Job> jobs = new ArrayList<>();
        for (JobRecord job : StorageCommands.ask(() -> context.storage().jobs())) {
            jobs.add(new Job(self, SeenStorage.Job.of(job), job.state().word()));
        }
        List<Volume> volumes = new ArrayList<>();
        for (VolumeRecord each : StorageCommands.ask(() -> context.storage().volumes())) {
            volumes.add(new Volume(self, SeenStorage.Volume.of(each)));
        }
        Elsewhere others = context.storage().elsewhere();
        Picture picture = Picture.of(context);
        others.nodes()
                .forEach(
                        (node, told) -> {
                            told.volumes().forEach(each -> volumes.add(new Volume(node, each)));
                            told.jobs().forEach(each -> jobs.add(job(picture, node, each)));
                        });
        jobs.sort(Comparator.comparingLong((Job job) -> job.told().taken()));
        volumes.sort(
                Comparator.comparing((Volume volume) -> volume.told().title())
                        .thenComparing(Volume::node));
        return new ClusterStorage(jobs, volumes, warnings(picture, others));
    }

    private static Job job(Picture picture, Pnn node, SeenStorage.Job told) {
        boolean isLost = !told.state().isOver() && !isConnected(picture, node);
        return new Job(node, told, isLost ? LOST : told.state().word());
    }

    private static boolean isConnected(Picture picture, Pnn node) {
        return picture.nodes().contains(node) && picture.connected(node);
    }

    private static List<String> warnings(Picture picture, Elsewhere others) {
        if (!others.silence().isEmpty() && picture.nodes().size() > 1) {
            return List.of(
                    "cannot read the shared records ("
                            + others.silence()
                            + "); showing this node's own");
        }
        return List.of();
    }

    /** The job of that id, of whatever node. */
    Optional<Job> job(String id) {
        return jobs.stream().filter(job -> job.told().id().equals(id)).findFirst();
    }

    /** The node that took a job; this one for what is no id. */
    static Pnn owner(CliContext context, String id) {
        return JobId.parse(id).map(JobId::node).orElse(context.settings().pnn());
    }
}
