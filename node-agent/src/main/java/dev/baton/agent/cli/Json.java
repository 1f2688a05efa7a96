package dev.baton.agent.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** Objects of the API: {@code apiVersion}, {@code kind}, then the fields in their order. */
final class Json {

    private static final ObjectWriter WRITER =
            new ObjectMapper().disable(SerializationFeature.FAIL_ON_EMPTY_BEANS).writer(printer());

    private Json() {}

    static String write(String kind, Map<String, Object> fields) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("apiVersion", "baton/v1");
        object.put("kind", kind);
        object.putAll(fields);
        try {
            return WRITER.writeValueAsString(object) + "\n";
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("cannot write " + kind + " as JSON", failure);
        }
    }

    /** Ordered fields from names and values in turn. */
    static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    /** RFC 3339 in UTC, to the millisecond. */
    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static DefaultPrettyPrinter printer() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        return new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    }
}
