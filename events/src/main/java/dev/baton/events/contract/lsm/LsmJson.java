package dev.baton.events.contract.lsm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Optional;

/**
 * Texts and values: what is written is ASCII only, because Python's sender counts characters where
 * bytes are meant; what is read is one value, no key twice, not nested deeper than {@value #DEPTH}.
 *
 * <p>Source: storage call-outs contract, section 5.2.
 */
public final class LsmJson {

    static final int DEPTH = 32;

    private static final int SHOWN = 60;

    static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEPTH)
                                                    .maxStringLength(Frame.LONGEST)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private LsmJson() {}

    /** A value, or why the text is none. */
    sealed interface Parsed {

        record Value(JsonNode node) implements Parsed {}

        record Wrong(String why) implements Parsed {}
    }

    static Parsed parse(Optional<String> text) {
        if (text.isEmpty()) {
            return new Parsed.Wrong("the bytes are not UTF-8");
        }
        try {
            JsonNode node = MAPPER.readTree(text.get());
            return node.isMissingNode()
                    ? new Parsed.Wrong("there is no text")
                    : new Parsed.Value(node);
        } catch (JsonProcessingException wrong) {
            return new Parsed.Wrong("no JSON " + place(wrong));
        }
    }

    /** A value that a person wrote; empty for what is no JSON. */
    public static Optional<JsonNode> value(String text) {
        return parse(Optional.of(text)) instanceof Parsed.Value(JsonNode node)
                ? Optional.of(node)
                : Optional.empty();
    }

    /** An empty object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** As it goes into a frame. */
    public static String text(JsonNode value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a value of our own cannot be written", impossible);
        }
    }

    /** For a sentence: its kind, and what it is where it is short; never what an object holds. */
    static String described(JsonNode value) {
        if (value.isMissingNode()) {
            return "nothing";
        }
        if (value.isObject()) {
            return "an object";
        }
        if (value.isArray()) {
            return "a list of " + value.size();
        }
        String text = text(value);
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    /** The place only: the text may hold a password. */
    private static String place(JsonProcessingException wrong) {
        return wrong.getLocation() == null
                ? "anywhere"
                : "at character " + wrong.getLocation().getCharOffset();
    }
}
