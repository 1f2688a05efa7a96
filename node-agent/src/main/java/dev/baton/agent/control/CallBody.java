package dev.baton.agent.control;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.vertx.core.buffer.Buffer;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The body of an operator's call, read strictly: one JSON object, each field known, given once and
 * of its type.
 *
 * <p>Failure: a {@link Wrong} with one sentence.
 */
final class CallBody {

    private static final int DEEPEST = 4;
    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEEPEST)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /** A body that is not one. */
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;

        Wrong(String sentence) {
            super(sentence);
        }

        String sentence() {
            return String.valueOf(getMessage());
        }
    }

    private CallBody() {}

    /** The values of the fields, by name; those with a usual value are always there. */
    static Map<String, String> read(Buffer body, List<Given> fields) throws Wrong {
        JsonNode object = body.length() == 0 ? MAPPER.createObjectNode() : tree(body);
        if (!object.isObject()) {
            throw new Wrong("body: expected a JSON object such as {\"reason\":\"firmware\"}");
        }
        for (Map.Entry<String, JsonNode> each : object.properties()) {
            if (fields.stream().noneMatch(field -> field.name().equals(each.getKey()))) {
                throw new Wrong(
                        "body: this call takes %s, got another field"
                                .formatted(
                                        String.join(
                                                ", ", fields.stream().map(Given::name).toList())));
            }
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (Given field : fields) {
            value(object, field).ifPresent(value -> values.put(field.name(), value));
        }
        return values;
    }

    private static JsonNode tree(Buffer body) throws Wrong {
        try {
            return MAPPER.readTree(body.getBytes());
        } catch (JsonProcessingException bad) {
            var at = bad.getLocation();
            throw new Wrong(
                    "body: expected one JSON object, each field once%s"
                            .formatted(
                                    at == null
                                            ? ""
                                            : "; line %d, column %d is wrong"
                                                    .formatted(at.getLineNr(), at.getColumnNr())));
        } catch (IOException impossible) {
            throw new IllegalStateException("reading memory", impossible);
        }
    }

    private static Optional<String> value(JsonNode object, Given field) throws Wrong {
        JsonNode node = object.get(field.name());
        if (node == null) {
            if (field.required()) {
                throw new Wrong(
                        "body: %s is missing; expected %s"
                                .formatted(field.name(), field.form().expected()));
            }
            return Optional.of(field.usual()).filter(usual -> !usual.isEmpty());
        }
        boolean isOfType =
                switch (field.form()) {
                    case WORD, NAME, TEXT, SPAN -> node.isTextual();
                    case NUMBER -> node.isIntegralNumber();
                    case FLAG -> node.isBoolean();
                };
        if (!isOfType || !field.form().takes(node.asText())) {
            throw new Wrong("body: %s expects %s".formatted(field.name(), field.form().expected()));
        }
        return Optional.of(node.asText());
    }
}
