package dev.baton.agent.compat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * JSON as the tool writes it: indented by two, no newline at the end; an empty Optional is null.
 */
final class ToolJson {

    private static final ObjectWriter WRITER =
            JsonMapper.builder().addModule(new Jdk8Module()).build().writer(printer());

    private ToolJson() {}

    static String write(Map<String, Object> object) {
        try {
            return WRITER.writeValueAsString(object);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("cannot write JSON", failure);
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

    private static DefaultPrettyPrinter printer() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        Separators separators =
                Separators.createDefaultInstance()
                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                        .withArrayEmptySeparator("")
                        .withObjectEmptySeparator("");
        return new DefaultPrettyPrinter(separators)
                .withObjectIndenter(indenter)
                .withArrayIndenter(indenter);
    }
}
