package dev.baton.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.baton.config.LogFormat;
import dev.baton.monitoring.facts.FactFields;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** How a fact stands in the log: as a line, or as the JSON that history shows of it. */
final class LogFacts {

    /** Made when the first fact is written as JSON. */
    private static final class Writer {
        static final ObjectMapper JSON = new ObjectMapper();
    }

    private LogFacts() {}

    static Function<FactFields, String> in(LogFormat format) {
        return switch (format) {
            case TEXT -> FactFields::line;
            case JSON -> LogFacts::json;
        };
    }

    private static String json(FactFields fact) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("fact", fact.name());
        fields.put("fields", fact.values());
        return write(fields);
    }

    static String write(Map<String, Object> fields) {
        try {
            return Writer.JSON.writeValueAsString(fields);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("words and numbers are no JSON", impossible);
        }
    }
}
