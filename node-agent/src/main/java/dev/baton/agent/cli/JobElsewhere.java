package dev.baton.agent.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code job wait} and {@code job cancel} for a job of another node: its agent carries the same
 * line out, and is asked again while that lasts.
 *
 * <p>Bounds: {@link #MOST_FOR_ANOTHER} for one answer.
 */
public final class JobElsewhere {

    /** How the other agent knows such a line. */
    private static final List<String> REMOTE = List.of("baton", "job");

    /** Less than one agent waits for another. */
    private static final Duration MOST_FOR_ANOTHER = Duration.ofSeconds(3);

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JobElsewhere() {}

    /** Whether these words are such a line. */
    public static boolean isOne(List<String> words) {
        return words.size() > REMOTE.size() && words.subList(0, REMOTE.size()).equals(REMOTE);
    }

    /** Waits for the end of a job of that node. */
    static Page over(CliContext context, Pnn node, String id, Duration wait) {
        long end = context.nanoTime().getAsLong() + wait.toNanos();
        while (true) {
            Duration left = Duration.ofNanos(end - context.nanoTime().getAsLong());
            Duration turn = left.compareTo(MOST_FOR_ANOTHER) < 0 ? left : MOST_FOR_ANOTHER;
            long millis = Math.max(1, turn.toMillis());
            Page page = ask(context, node, "wait", id, "--wait", millis + "ms");
            boolean again = page.exitCode() == Exit.TIMED_OUT && left.compareTo(turn) > 0;
            if (!again) {
                return page;
            }
        }
    }

    /** Ends a job of that node. */
    static Page cancelled(CliContext context, Pnn node, String id, Duration wait) {
        Page asked = ask(context, node, "cancel", id, "--no-wait");
        if (asked.exitCode() != Exit.DONE || wait.isZero()) {
            return asked;
        }
        Page page = over(context, node, id, wait);
        boolean isCancelled = "cancelled".equals(page.json().get("state"));
        return isCancelled
                ? new Page(Exit.DONE, page.kind(), page.json(), page.text(), page.names())
                : page;
    }

    /** What that would do. */
    static Page cancelPlan(CliContext context, Pnn node, String id) {
        OperatorReply.Printed reply = printed(context, node, "cancel", id, "--plan");
        Map<String, Object> json = fields(reply.stdout()).orElseThrow(() -> strange(node));
        if (!json.containsKey("id")) {
            throw problem(node, reply.exitCode(), json);
        }
        return CancelPage.page(told(json));
    }

    private static Page ask(CliContext context, Pnn node, String... line) {
        OperatorReply.Printed reply = printed(context, node, line);
        return page(
                node, reply.exitCode(), fields(reply.stdout()).orElseThrow(() -> strange(node)));
    }

    private static OperatorReply.Printed printed(CliContext context, Pnn node, String... line) {
        List<String> words = new ArrayList<>(REMOTE);
        words.addAll(List.of(line));
        words.addAll(List.of("-o", "json"));
        OperatorReply reply = Change.reply(context, new OperatorCommand.CallTool(node, words));
        if (reply instanceof OperatorReply.Printed printed) {
            return printed;
        }
        throw new Complaint(
                Exit.REFUSED,
                "node %s, which has the job, did not answer: %s"
                        .formatted(node, Change.problem(reply).orElse("no answer")));
    }

    private static Map<String, Object> told(Map<String, Object> fields) {
        Map<String, Object> json = new LinkedHashMap<>(fields);
        json.remove("apiVersion");
        json.remove("kind");
        return json;
    }

    private static Complaint problem(Pnn node, int code, Map<String, Object> fields) {
        String message = String.valueOf(fields.getOrDefault("message", "no message"));
        return new Complaint(code, "node " + node + ": " + message);
    }

    private static Page page(Pnn node, int code, Map<String, Object> fields) {
        if (fields.get("id") instanceof String id) {
            Map<String, Object> json = told(fields);
            String why = String.valueOf(json.getOrDefault("why", ""));
            String what =
                    "%s %s"
                            .formatted(
                                    json.get("action"),
                                    joined(json.getOrDefault("volumes", List.of())));
            String sentence =
                    "%s: %s%s (job %s of node %s)"
                            .formatted(
                                    ShownText.of(what.strip()),
                                    json.get("state"),
                                    why.isEmpty() ? "" : ": " + ShownText.of(why),
                                    id,
                                    node);
            List<String> text = new ArrayList<>(List.of(sentence));
            if (json.get("notes") instanceof List<?> notes) {
                notes.forEach(note -> text.add("  " + ShownText.of(String.valueOf(note))));
            }
            return new Page(code, "Job", json, text, List.of(id));
        }
        if (code == Exit.TIMED_OUT) {
            String message = String.valueOf(fields.getOrDefault("message", "no message"));
            return new Page(code, "Job", Map.of("state", "running"), List.of(message), List.of());
        }
        throw problem(node, code, fields);
    }

    private static String joined(Object names) {
        return names instanceof List<?> all
                ? String.join(", ", all.stream().map(String::valueOf).toList())
                : "";
    }

    private static Complaint strange(Pnn node) {
        return new Complaint(
                Exit.PARTLY_DONE,
                "node %s answered what this agent does not understand; it may be of another release"
                        .formatted(node));
    }

    private static Optional<Map<String, Object>> fields(String json) {
        try {
            return Optional.of(MAPPER.readValue(json, new TypeReference<>() {}));
        } catch (JsonProcessingException other) {
            return Optional.empty();
        }
    }
}
