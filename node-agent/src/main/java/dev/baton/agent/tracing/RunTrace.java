package dev.baton.agent.tracing;

import dev.baton.config.Pnn;
import dev.baton.events.ScriptResult;
import dev.baton.events.SequenceResult;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.RunEnding;
import dev.baton.orchestrator.exchange.RunRecord;
import dev.baton.orchestrator.exchange.RunStage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A takeover run as a trace: the run, its stages, each node in a stage; and, told by each node, the
 * events of the stage with their scripts.
 */
final class RunTrace {

    private static final String RUN = "run";

    private RunTrace() {}

    /** What its leader knows of a run that is over. */
    static List<TracePart> of(RunRecord run, RunEnding ending) {
        List<TracePart> parts = new ArrayList<>();
        Instant begun = Instant.ofEpochMilli(run.begunMillis());
        parts.add(
                new TracePart(
                        trace(run.run()),
                        RUN,
                        "takeover run",
                        begun,
                        ending.took(),
                        new TreeMap<>(
                                Map.of(
                                        "baton.run", run.run().toString(),
                                        "baton.cause", run.cause(),
                                        "baton.leader", run.leader().node().toString(),
                                        "baton.moved", Integer.toString(ending.moved()))),
                        failure(ending)));
        ending.stages().forEach(stage -> add(parts, run.run(), begun, stage, ending));
        return parts;
    }

    private static Optional<String> failure(RunEnding ending) {
        return switch (ending.how()) {
            case DONE -> Optional.empty();
            case ABANDONED -> Optional.of("its leader led no more");
            case FAILED ->
                    Optional.of(
                            ending.failures().isEmpty()
                                    ? "addresses failed: " + ending.failed()
                                    : "nodes failed: " + ending.failures());
        };
    }

    private static void add(
            List<TracePart> parts, RunId run, Instant begun, RunStage stage, RunEnding ending) {
        Instant at = begun.plus(stage.after());
        parts.add(
                new TracePart(
                        trace(run),
                        RUN + "/" + stage.name(),
                        stage.name(),
                        at,
                        stage.took(),
                        new TreeMap<>(),
                        Optional.empty()));
        stage.nodes()
                .forEach(
                        (pnn, part) ->
                                parts.add(
                                        new TracePart(
                                                trace(run),
                                                path(stage.name(), pnn),
                                                "node " + pnn,
                                                at,
                                                part.took(),
                                                new TreeMap<>(
                                                        Map.of(
                                                                "baton.pnn", pnn.toString(),
                                                                "baton.sent",
                                                                        Integer.toString(
                                                                                part.sent()))),
                                                failure(pnn, part, ending))));
    }

    private static Optional<String> failure(Pnn pnn, RunStage.Part part, RunEnding ending) {
        if (part.failed()) {
            return Optional.of(ending.failures().getOrDefault(pnn, "failed"));
        }
        return part.answered() ? Optional.empty() : Optional.of("no answer");
    }

    /** What a node knows of an event of a run that is over. */
    static List<TracePart> of(RunId run, Pnn self, Fact.EventEnded fact, Instant ended) {
        SequenceResult result = fact.result();
        Instant begun = ended.minus(result.took());
        String words = (fact.event() + " " + fact.arguments()).strip();
        String path = path(stage(fact.event()), self) + "/" + words.replace('/', ':');
        List<TracePart> parts = new ArrayList<>();
        parts.add(
                new TracePart(
                        trace(run),
                        path,
                        words,
                        begun.minus(fact.waited()),
                        fact.waited().plus(result.took()),
                        new TreeMap<>(
                                Map.of(
                                        "baton.status", word(result.status()),
                                        "baton.waited_ms",
                                                Long.toString(fact.waited().toMillis()))),
                        result.ok()
                                ? Optional.empty()
                                : Optional.of(word(result.status()) + " " + result.detail())));
        Instant at = begun;
        for (ScriptResult script : result.scripts()) {
            parts.add(script(run, path, at, script));
            at = at.plus(script.took());
        }
        return parts;
    }

    /** What a script printed is not told: it may hold what not everybody may read. */
    private static TracePart script(RunId run, String path, Instant at, ScriptResult script) {
        boolean ok =
                switch (script.status()) {
                    case OK, DISABLED, CANCELLED -> true;
                    case ERROR, CANNOT_RUN, TIMED_OUT -> false;
                };
        return new TracePart(
                trace(run),
                path + "/" + script.script().replace('/', ':'),
                script.script(),
                at,
                script.took(),
                new TreeMap<>(
                        Map.of(
                                "baton.status", word(script.status()),
                                "baton.code", Integer.toString(script.code()))),
                ok
                        ? Optional.empty()
                        : Optional.of(word(script.status()) + " status " + script.code()));
    }

    /** The stage of a run that nodes run this event in, if they do. */
    static Optional<String> stageOf(String event) {
        return switch (event) {
            case "startrecovery",
                    "recovered",
                    "startipreallocate",
                    "releaseip",
                    "takeip",
                    "ipreallocated" ->
                    Optional.of(event);
            case "updateip" -> Optional.of("releaseip");
            default -> Optional.empty();
        };
    }

    private static String stage(String event) {
        return stageOf(event)
                .orElseThrow(() -> new IllegalArgumentException("no part of a run: " + event));
    }

    private static String path(String stage, Pnn pnn) {
        return RUN + "/" + stage + "/" + pnn;
    }

    private static String trace(RunId run) {
        return "run " + run;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
