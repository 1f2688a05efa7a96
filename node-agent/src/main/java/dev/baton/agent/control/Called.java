package dev.baton.agent.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The answer to an operator's call; of one form, also when nothing was carried out. */
final class Called {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String PREFIX = "baton: ";

    private Called() {}

    /** What a line came to. */
    static Reply of(Line line, Commands.Answer answer) {
        ObjectNode json = json(line.shown(), answer.exitCode());
        json.set("output", output(answer.stdout()));
        String problem = answer.stderr().strip();
        json.put(
                "problem",
                problem.startsWith(PREFIX) ? problem.substring(PREFIX.length()) : problem);
        return reply(Reply.status(answer.exitCode()), json);
    }

    /**
     * Why no line was made of a request.
     *
     * @param exitCode the one the command has for it
     */
    static Reply refused(int status, int exitCode, String sentence) {
        ObjectNode json = json("", exitCode);
        json.putObject("output");
        json.put("problem", sentence);
        return reply(status, json);
    }

    private static ObjectNode json(String command, int exitCode) {
        return MAPPER.createObjectNode()
                .put("apiVersion", "baton/v1")
                .put("kind", "Called")
                .put("command", command)
                .put("exit", exitCode);
    }

    /** An object, as commands print it; empty for a command that prints none. */
    private static JsonNode output(String stdout) {
        try {
            JsonNode tree = MAPPER.readTree(stdout);
            return tree.isObject() ? tree : MAPPER.createObjectNode();
        } catch (JsonProcessingException none) {
            return MAPPER.createObjectNode();
        }
    }

    private static Reply reply(int status, ObjectNode json) {
        return Reply.json(status, json.toPrettyString() + "\n");
    }
}
