package dev.baton.agent.cli;

import dev.baton.agent.callout.JobRecord;
import dev.baton.agent.callout.StorageAccess;
import dev.baton.agent.callout.VolumeRequest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code job cancel --plan} answers: which call would be ended, and what would be called to
 * undo the job. Nothing is done.
 */
final class CancelPage {

    private static final String KIND = "CancelPlan";

    private CancelPage() {}

    /** For a job of this node. */
    static Page of(CliContext context, String id) {
        StorageAccess.Cancellation plan =
                StorageCommands.ask(() -> context.storage().planCancel(id));
        JobRecord job = plan.job();
        List<Map<String, Object>> ends = new ArrayList<>();
        plan.ends()
                .ifPresent(
                        call ->
                                ends.add(
                                        Json.object(
                                                "call", call.begun().call(),
                                                "action", call.begun().action(),
                                                "subject", call.begun().subject())));
        plan.part()
                .ifPresent(
                        part ->
                                ends.add(
                                        Json.object(
                                                "node", part.on().toString(),
                                                "action", part.call().action(),
                                                "subject", part.call().subject())));
        return page(
                Json.object(
                        "id", job.id(),
                        "state", job.state().word(),
                        "action", job.taken().request().word(),
                        "volumes", job.taken().request().about(),
                        "ends", ends,
                        "undo", undo(context, plan)));
    }

    private static List<Map<String, Object>> undo(
            CliContext context, StorageAccess.Cancellation plan) {
        if (plan.job().taken().request() instanceof VolumeRequest.Driven) {
            return StorageCommands.ask(() -> context.drivers().planUndoing(plan.job()))
                    .calls()
                    .stream()
                    .map(DriverPages::json)
                    .toList();
        }
        return plan.undo().calls().stream().map(VolumePages::json).toList();
    }

    /** The same page from its fields, as another node told them. */
    static Page page(Map<String, Object> json) {
        List<String> text = new ArrayList<>();
        text.add(
                "cancelling job %s (%s %s, %s) would"
                        .formatted(
                                json.get("id"),
                                json.get("action"),
                                String.join(", ", words(json, "volumes")),
                                json.get("state")));
        List<Map<String, Object>> ends = objects(json, "ends");
        ends.forEach(call -> text.add(ended(call)));
        List<Map<String, Object>> undo = objects(json, "undo");
        text.add(
                undo.isEmpty()
                        ? "  undo nothing: no call has done anything that has to be undone"
                        : "  undo, in this order, where it has happened:");
        undo.forEach(call -> text.addAll(lines(call)));
        List<String> names = undo.stream().map(call -> call.get("action") + "").toList();
        return new Page(Exit.DONE, KIND, json, text, names);
    }

    private static String ended(Map<String, Object> call) {
        String which =
                call.containsKey("node")
                        ? "what node %s was asked for".formatted(call.get("node"))
                        : "call %s".formatted(call.get("call"));
        return "  end %s: %s of %s, and see what it has done"
                .formatted(which, call.get("action"), ShownText.of(call.get("subject") + ""));
    }

    private static List<String> lines(Map<String, Object> call) {
        List<String> lines = new ArrayList<>();
        List<String> command = new ArrayList<>(List.of(call.get("program") + ""));
        words(call, "arguments").forEach(word -> command.add(ShownText.of(word)));
        lines.add("  %s: %s".formatted(call.get("node"), String.join(" ", command)));
        if (call.get("environment") instanceof Map<?, ?> environment) {
            environment.forEach(
                    (name, value) -> lines.add("      " + ShownText.of(name + "=" + value)));
        }
        return lines;
    }

    private static List<String> words(Map<String, Object> json, String field) {
        return json.get(field) instanceof List<?> all
                ? all.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static List<Map<String, Object>> objects(Map<String, Object> json, String field) {
        List<Map<String, Object>> found = new ArrayList<>();
        if (json.get(field) instanceof List<?> all) {
            for (Object each : all) {
                if (each instanceof Map<?, ?> object) {
                    Map<String, Object> copy = new LinkedHashMap<>();
                    object.forEach((name, value) -> copy.put(String.valueOf(name), value));
                    found.add(copy);
                }
            }
        }
        return found;
    }
}
