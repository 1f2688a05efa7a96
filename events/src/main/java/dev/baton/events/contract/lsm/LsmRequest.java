package dev.baton.events.contract.lsm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a client asks.
 *
 * <p>Source: storage call-outs contract, section 5.5.
 *
 * @param method as it was written, so possibly none of {@link LsmMethod}
 * @param id to be repeated in the reply
 * @param params by name; never altered by whoever reads them
 */
public record LsmRequest(String method, JsonNode id, ObjectNode params) {

    /** The only id that Python's clients and plugins understand. */
    static final IntNode ID = IntNode.valueOf(100);

    /** What a text turned out to be. */
    public sealed interface Reading {

        /** A request. */
        record Asked(LsmRequest request) implements Reading {}

        /**
         * None; to be answered so.
         *
         * @param id of the request, where it has one
         */
        record Wrong(JsonNode id, LsmError error) implements Reading {}
    }

    /** A call that could be made, or why not. */
    public sealed interface Making {

        /** Complete: every parameter, null for none, and {@code flags}. */
        record Made(LsmRequest request) implements Making {}

        /** One sentence. */
        record Refused(String why) implements Making {}
    }

    /** Makes a call as plugins want it; what is not given is null where that is allowed. */
    public static Making of(LsmMethod method, SortedMap<String, JsonNode> given) {
        SortedSet<String> unknown = new TreeSet<>(given.keySet());
        ObjectNode params = LsmJson.object();
        for (LsmParameter each : method.parameters()) {
            unknown.remove(each.name());
            JsonNode value = given.getOrDefault(each.name(), JsonNodeFactory.instance.nullNode());
            Optional<String> wrong = each.objection(value);
            if (wrong.isPresent()) {
                return new Making.Refused(method.word() + ": " + wrong.get());
            }
            params.set(each.name(), value);
        }
        if (!unknown.isEmpty()) {
            return new Making.Refused(
                    "%s has no parameter %s; it has %s"
                            .formatted(method.word(), unknown.first(), names(method)));
        }
        params.put(LsmParameter.FLAGS, 0);
        return new Making.Made(new LsmRequest(method.word(), ID, params));
    }

    private static String names(LsmMethod method) {
        return method.parameters().isEmpty()
                ? "none"
                : String.join(", ", method.parameters().stream().map(LsmParameter::name).toList());
    }

    /** Reads a frame. Unknown methods and parameters are no fault of the text. */
    public static Reading read(Frame frame) {
        return switch (LsmJson.parse(frame.text())) {
            case LsmJson.Parsed.Wrong(String why) -> wrong(ID, why);
            case LsmJson.Parsed.Value(JsonNode node) -> read(node);
        };
    }

    private static Reading read(JsonNode node) {
        JsonNode id = node.path("id").isValueNode() ? node.path("id") : ID;
        JsonNode params = node.path("params");
        if (!node.isObject() || !node.path("method").isTextual()) {
            return wrong(id, "expected {\"method\": NAME, \"id\": 100, \"params\": {...}}");
        }
        if (!params.isObject() && !params.isNull() && !params.isMissingNode()) {
            return wrong(id, "expected params to be an object or null");
        }
        ObjectNode given = params instanceof ObjectNode object ? object : LsmJson.object();
        return new Reading.Asked(new LsmRequest(node.path("method").textValue(), id, given));
    }

    private static Reading wrong(JsonNode id, String why) {
        return new Reading.Wrong(id, LsmError.of(LsmCode.UNPARSABLE, why));
    }

    /** Which of the methods; empty for an unknown one. */
    public Optional<LsmMethod> known() {
        return LsmMethod.of(method);
    }

    /**
     * Why one who serves methods natively refuses it: an unknown method, flags that are missing or
     * not 0, a parameter that is unknown, missing or wrong.
     */
    public Optional<LsmError> objection() {
        Optional<LsmMethod> named = known();
        if (named.isEmpty()) {
            return Optional.of(
                    LsmError.of(LsmCode.NO_SUPPORT, "there is no method " + shown(method)));
        }
        JsonNode flags = params.path(LsmParameter.FLAGS);
        if (!flags.isIntegralNumber() || flags.longValue() != 0) {
            return bad("flags: expected 0, got " + LsmJson.described(flags));
        }
        for (LsmParameter each : named.get().parameters()) {
            Optional<String> wrong = each.objection(params.path(each.name()));
            if (wrong.isPresent()) {
                return bad(wrong.get());
            }
        }
        return params.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !name.equals(LsmParameter.FLAGS))
                .filter(
                        name ->
                                named.get().parameters().stream()
                                        .noneMatch(p -> p.name().equals(name)))
                .findFirst()
                .flatMap(name -> bad(method + " has no parameter " + shown(name)));
    }

    private static Optional<LsmError> bad(String why) {
        return Optional.of(LsmError.of(LsmCode.TRANSPORT_INVALID_ARG, why));
    }

    private static String shown(String name) {
        return LsmJson.described(JsonNodeFactory.instance.textNode(name));
    }

    /** For the wire. */
    public Frame frame() {
        ObjectNode whole = LsmJson.object();
        whole.put("method", method);
        whole.set("id", id);
        whole.set("params", params);
        return Frame.of(LsmJson.text(whole));
    }

    /** The method only: parameters may be secret. */
    @Override
    public String toString() {
        return "request " + method;
    }
}
