package dev.baton.agent.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.agent.control.Commands.Invocation;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What only another node's agent can tell: it carries the same line out, one of those listed here,
 * which change nothing.
 *
 * <p>Bounds: {@value #PATIENCE_SECONDS} s, {@value #MOST_BYTES} characters of answer. Failure: a
 * {@link Complaint}.
 */
public final class Elsewhere {

    static final int PATIENCE_SECONDS = 5;
    static final int MOST_BYTES = 1 << 20;

    /** So much of the end of what each script printed goes from node to node. */
    static final List<String> EVENT_STATUS = List.of("event", "status", "--tail", "4096");

    static final List<String> CONFIG_SHOW = List.of("config", "show");

    static final List<String> RUN_SHOW = List.of("run", "show");

    private static final String OURS = "baton";
    private static final List<String> AS_JSON = List.of("-o", "json");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Elsewhere() {}

    /** Whether these words are such a line. */
    public static boolean isOne(List<String> words) {
        return words.equals(line(EVENT_STATUS))
                || words.equals(line(CONFIG_SHOW))
                || (words.size() == 6
                        && words.subList(1, 3).equals(RUN_SHOW)
                        && words.get(3).matches("\\d{1,18}\\.\\d{1,18}")
                        && words.equals(line(List.of("run", "show", words.get(3)))));
    }

    private static List<String> line(List<String> words) {
        List<String> line = new ArrayList<>(List.of(OURS));
        line.addAll(words);
        line.addAll(AS_JSON);
        return line;
    }

    /** Carries it out here. */
    public static OperatorReply answer(Cli cli, List<String> words) {
        Answer answer = cli.run(new Invocation("/", words.subList(1, words.size()), Map.of(), ""));
        return answer.stdout().length() > MOST_BYTES
                ? new OperatorReply.Refused(
                        "the answer has more than %d characters; ask that node itself"
                                .formatted(MOST_BYTES))
                : new OperatorReply.Printed(answer.exitCode(), answer.stdout(), answer.stderr());
    }

    /** The page of that node, with the fields of its JSON; text and names are the caller's. */
    static Page ask(CliContext context, String name, Pnn node, List<String> words) {
        OperatorReply reply = reply(context, new OperatorCommand.CallTool(node, line(words)));
        if (!(reply instanceof OperatorReply.Printed(int code, String out, String _))) {
            throw new Complaint(
                    Exit.TIMED_OUT,
                    "%s does not answer: %s"
                            .formatted(name, Change.problem(reply).orElse("no answer")));
        }
        Map<String, Object> fields = fields(name, out);
        fields.remove("apiVersion");
        String kind = String.valueOf(fields.remove("kind"));
        if (kind.equals("Error")) {
            throw new Complaint(
                    code, name + ": " + ShownText.of(String.valueOf(fields.get("message"))));
        }
        return new Page(code, kind, fields, List.of(), List.of());
    }

    private static Map<String, Object> fields(String name, String json) {
        try {
            return new LinkedHashMap<>(
                    MAPPER.readValue(json, new TypeReference<Map<String, Object>>() {}));
        } catch (JsonProcessingException other) {
            throw new Complaint(
                    Exit.PARTLY_DONE,
                    name
                            + " answered what this agent does not understand; it may be of another"
                            + " release");
        }
    }

    private static OperatorReply reply(CliContext context, OperatorCommand command) {
        try {
            return context.desk().ask(command).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            return new OperatorReply.TimedOut("no answer within " + PATIENCE_SECONDS + " s");
        } catch (ExecutionException failure) {
            throw new IllegalStateException("the desk failed on " + command, failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return new OperatorReply.TimedOut("the agent is stopping");
        }
    }
}
