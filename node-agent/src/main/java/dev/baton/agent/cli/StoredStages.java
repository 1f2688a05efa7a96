package dev.baton.agent.cli;

import dev.baton.orchestrator.exchange.RunStage;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The stages of a stored run, in order: where its time went. */
final class StoredStages {

    private StoredStages() {}

    /** {@code takeip from 0.020 s, 0.300 s: node 1 0.290 s, node 2 told 3 times, no answer}. */
    static String line(RunStage stage) {
        String nodes =
                stage.nodes().entrySet().stream()
                        .map(each -> "node " + each.getKey() + part(each.getValue()))
                        .collect(Collectors.joining(", "));
        return "%s from %s, %s: %s"
                .formatted(
                        stage.name(),
                        Times.seconds(stage.after()),
                        Times.seconds(stage.took()),
                        nodes);
    }

    private static String part(RunStage.Part part) {
        String told = part.sent() > 1 ? " told %d times,".formatted(part.sent()) : "";
        String took = part.answered() ? " " + Times.seconds(part.took()) : " no answer";
        return told + took + (part.answered() && part.failed() ? " failed" : "");
    }

    static List<Map<String, Object>> json(List<RunStage> stages) {
        return stages.stream().map(StoredStages::json).toList();
    }

    private static Map<String, Object> json(RunStage stage) {
        return Json.object(
                "name",
                stage.name(),
                "after_seconds",
                Json.seconds(stage.after()),
                "took_seconds",
                Json.seconds(stage.took()),
                "nodes",
                stage.nodes().entrySet().stream()
                        .map(
                                each ->
                                        Json.object(
                                                "pnn", each.getKey().value(),
                                                "took_seconds",
                                                        Json.seconds(each.getValue().took()),
                                                "sent", each.getValue().sent(),
                                                "answered", each.getValue().answered(),
                                                "failed", each.getValue().failed()))
                        .toList());
    }
}
