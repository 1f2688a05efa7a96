package dev.baton.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.baton.config.TypedValue;
import dev.baton.events.contract.lsm.LsmClass;
import dev.baton.events.contract.lsm.LsmJson;
import dev.baton.events.contract.lsm.LsmMethod;
import dev.baton.events.contract.lsm.LsmParameter;
import dev.baton.events.contract.lsm.Shape;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Parameters of a method as people write them: sizes with units, words for numbers, ids or names
 * for objects. Source: storage call-outs contract, sections 5.7 and 5.8.
 */
final class LsmWords {

    private static final String FILES = "files";
    private static final String INITIATOR = "init_id";

    private static final Map<String, Map<String, Integer>> NUMBERS =
            Map.of(
                    "provisioning", Map.of("thin", 1, "full", 2, "default", 3),
                    "rep_type", Map.of("clone", 2, "copy", 3, "mirror_sync", 4, "mirror_async", 5),
                    "init_type", Map.of("wwpn", 2, "iqn", 5, "mixed", 7));

    private LsmWords() {}

    /** Finds the object that a word names. */
    @FunctionalInterface
    interface Finder {

        /**
         * By id or name.
         *
         * @param others found so far
         */
        JsonNode find(LsmClass type, String word, SortedMap<String, JsonNode> others);
    }

    /** Values for the wire, with the usual ones for what was left out. */
    static SortedMap<String, JsonNode> read(
            LsmMethod method, SortedMap<String, String> words, Finder finder) {
        SortedMap<String, JsonNode> values = new TreeMap<>();
        for (LsmParameter each : method.parameters()) {
            Optional.ofNullable(words.get(each.name()))
                    .or(() -> usual(each.name(), words))
                    .map(text -> value(each.name(), each.shape(), text, values, finder))
                    .ifPresent(value -> values.put(each.name(), value));
        }
        words.keySet().stream()
                .filter(name -> method.parameters().stream().noneMatch(p -> p.name().equals(name)))
                .forEach(name -> values.put(name, TextNode.valueOf("")));
        return values;
    }

    private static Optional<String> usual(String name, SortedMap<String, String> words) {
        return switch (name) {
            case "provisioning" -> Optional.of("default");
            case "rep_type" -> Optional.of("copy");
            case "all_files" -> Optional.of(Boolean.toString(!words.containsKey(FILES)));
            case "root_list", "rw_list", "ro_list" -> Optional.of("[]");
            case "init_type" ->
                    Optional.of(
                            words.getOrDefault(INITIATOR, "").matches("(iqn|eui|naa)\\..*")
                                    ? "iqn"
                                    : "wwpn");
            case "system" -> Optional.of("");
            default -> Optional.empty();
        };
    }

    private static JsonNode value(
            String name,
            Shape shape,
            String text,
            SortedMap<String, JsonNode> others,
            Finder finder) {
        return switch (shape) {
            case Shape.OrNull(Shape inner) -> value(name, inner, text, others, finder);
            case Shape.Plain plain -> plain(name, plain, text, others, finder);
            case Shape.Instance(LsmClass type) ->
                    text.startsWith("{") ? json(name, text) : finder.find(type, text, others);
            case Shape.ListOf(Shape element) -> list(name, element, text, others, finder);
            case Shape.Tuple _, Shape.JobOr _ -> json(name, text);
        };
    }

    private static JsonNode plain(
            String name,
            Shape.Plain plain,
            String text,
            SortedMap<String, JsonNode> others,
            Finder finder) {
        return switch (plain) {
            case TEXT ->
                    name.equals("fs_id")
                            ? finder.find(LsmClass.FILE_SYSTEM, text, others).path("id")
                            : TextNode.valueOf(text);
            case NUMBER -> number(name, text);
            case TRUTH -> truth(name, text);
            case NOTHING, ANYTHING, VPD83, CAPABILITIES -> json(name, text);
        };
    }

    private static JsonNode number(String name, String text) {
        Map<String, Integer> words = NUMBERS.getOrDefault(name, Map.of());
        if (words.containsKey(text)) {
            return IntNode.valueOf(words.get(text));
        }
        Optional<Long> number =
                text.matches("-?\\d{1,18}")
                        ? Optional.of(Long.valueOf(text))
                        : name.endsWith("size_bytes") ? TypedValue.size(text) : Optional.empty();
        return number.map(LongNode::valueOf)
                .orElseThrow(() -> Complaint.usage(expected(name, numbers(name), text)));
    }

    private static String numbers(String name) {
        Map<String, Integer> words = NUMBERS.getOrDefault(name, Map.of());
        if (!words.isEmpty()) {
            return String.join(", ", words.keySet().stream().sorted().toList()) + " or a number";
        }
        return name.endsWith("size_bytes") ? "a size such as 10GiB, or bytes" : "a whole number";
    }

    private static String expected(String name, String what, String text) {
        return "%s expects %s, got \"%s\"".formatted(name, what, ShownText.of(text));
    }

    private static JsonNode truth(String name, String text) {
        return switch (text) {
            case "true", "yes" -> BooleanNode.TRUE;
            case "false", "no" -> BooleanNode.FALSE;
            default -> throw Complaint.usage(expected(name, "true or false", text));
        };
    }

    private static JsonNode list(
            String name,
            Shape element,
            String text,
            SortedMap<String, JsonNode> others,
            Finder finder) {
        if (text.startsWith("[")) {
            return json(name, text);
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        Arrays.stream(text.split(","))
                .filter(each -> !each.isEmpty())
                .forEach(each -> list.add(value(name, element, each, others, finder)));
        return list;
    }

    /** The text is not shown: it may hold what nobody is to see. */
    private static JsonNode json(String name, String text) {
        return LsmJson.value(text)
                .orElseThrow(() -> Complaint.usage(name + " expects JSON, got another text"));
    }

    /** Words from a JSON object: texts as they are, other values as their JSON. */
    static SortedMap<String, String> ofObject(String text, String where) {
        JsonNode object = LsmJson.value(text).orElse(JsonNodeFactory.instance.nullNode());
        if (!object.isObject()) {
            throw Complaint.usage(
                    where
                            + ": expected a JSON object such as {\"pool\": \"POOL1\"}, got another"
                            + " text");
        }
        SortedMap<String, String> words = new TreeMap<>();
        object.properties().stream()
                .filter(each -> !each.getValue().isNull())
                .forEach(
                        each ->
                                words.put(
                                        each.getKey(),
                                        each.getValue().isTextual()
                                                ? each.getValue().textValue()
                                                : LsmJson.text(each.getValue())));
        return words;
    }
}
