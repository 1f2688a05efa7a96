package dev.baton.events.contract.lsm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Optional;

/**
 * What a plugin answers.
 *
 * <p>Source: storage call-outs contract, section 5.5: a reply with the key {@code result} is a
 * success, even where that is null.
 */
public sealed interface LsmReply {

    /** It was done. */
    record Result(JsonNode value) implements LsmReply {}

    /** It was not. */
    record Failure(LsmError error) implements LsmReply {}

    /** No reply at all; one sentence. The session is of no more use. */
    record Garbled(String why) implements LsmReply {}

    /** Reads a frame, and holds a result against what the method answers. */
    static LsmReply read(LsmMethod method, Frame frame) {
        LsmReply reply = read(frame);
        return reply instanceof Result(JsonNode value)
                ? method.reply()
                        .objection(method.word(), value)
                        .<LsmReply>map(Garbled::new)
                        .orElse(reply)
                : reply;
    }

    /** Reads a frame, whatever was asked. */
    static LsmReply read(Frame frame) {
        return switch (LsmJson.parse(frame.text())) {
            case LsmJson.Parsed.Wrong(String why) -> new Garbled(why);
            case LsmJson.Parsed.Value(JsonNode node) when node.has("result") ->
                    new Result(node.path("result"));
            case LsmJson.Parsed.Value(JsonNode node) -> failure(node.path("error"));
        };
    }

    private static LsmReply failure(JsonNode error) {
        if (!error.isObject() || !error.path("code").canConvertToInt()) {
            return new Garbled("expected a result, or an error with a code");
        }
        JsonNode data = error.path("data");
        return new Failure(
                new LsmError(
                        error.path("code").intValue(),
                        error.path("message").asText(""),
                        data.isTextual() ? Optional.of(data.textValue()) : Optional.empty()));
    }

    /** A success for the wire. */
    static Frame result(JsonNode id, JsonNode value) {
        ObjectNode whole = LsmJson.object();
        whole.set("id", id);
        whole.set("result", value);
        return Frame.of(LsmJson.text(whole));
    }

    /** An error for the wire. */
    static Frame error(JsonNode id, LsmError error) {
        ObjectNode whole = LsmJson.object();
        whole.set("id", id);
        ObjectNode told = whole.putObject("error");
        told.put("code", error.code());
        told.put("message", error.message());
        told.put("data", error.data().orElse(null));
        return Frame.of(LsmJson.text(whole));
    }
}
