package dev.baton.orchestrator.takeover;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.RunStage;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** When the stages of a run began and when nodes answered. Nothing is decided by it. */
final class StageTimes {

    /** A node in a stage. */
    private static final class Part {
        private Moment answered = Moment.NEVER;
        private int sent;
        private boolean failed;
    }

    /** A stage in which somebody is told something. */
    private static final class Stage {
        private final StageName name;
        private final Moment began;
        private final SortedMap<Pnn, Part> parts = new TreeMap<>();
        private Moment ended = Moment.NEVER;

        Stage(StageName name, Moment began, Set<Pnn> told) {
            this.name = name;
            this.began = began;
            told.forEach(node -> parts.put(node, new Part()));
        }

        Moment ended(Moment now) {
            return Moment.earlier(ended, now);
        }
    }

    private final Moment began;
    private final List<Stage> stages = new ArrayList<>();

    StageTimes(Moment began) {
        this.began = began;
    }

    /** The one before is over. */
    void begin(StageName name, Set<Pnn> told, Moment now) {
        over(now);
        if (!told.isEmpty()) {
            stages.add(new Stage(name, now, told));
        }
    }

    void over(Moment now) {
        if (!stages.isEmpty()) {
            Stage last = stages.getLast();
            last.ended = Moment.earlier(last.ended, now);
        }
    }

    void sent(Pnn node) {
        Part part = part(node);
        part.sent++;
    }

    void answered(Pnn node, Moment now) {
        Part part = part(node);
        part.answered = Moment.earlier(part.answered, now);
    }

    void failed(Pnn node) {
        part(node).failed = true;
    }

    /** Who is told nothing in this stage has no part in it. */
    private Part part(Pnn node) {
        Part none = new Part();
        return stages.isEmpty() ? none : stages.getLast().parts.getOrDefault(node, none);
    }

    /** How it went until now. */
    List<RunStage> all(Moment now) {
        return stages.stream().map(stage -> told(stage, now)).toList();
    }

    private RunStage told(Stage stage, Moment now) {
        TreeMap<Pnn, RunStage.Part> nodes = new TreeMap<>();
        stage.parts.forEach((node, part) -> nodes.put(node, told(stage, part, now)));
        return new RunStage(
                stage.name.event(),
                stage.began.since(began),
                stage.ended(now).since(stage.began),
                nodes);
    }

    private static RunStage.Part told(Stage stage, Part part, Moment now) {
        boolean answered = part.answered.isBefore(Moment.NEVER);
        Moment until = answered ? part.answered : stage.ended(now);
        return new RunStage.Part(until.since(stage.began), part.sent, answered, part.failed);
    }
}
