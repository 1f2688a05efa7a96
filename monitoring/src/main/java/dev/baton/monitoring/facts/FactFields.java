package dev.baton.monitoring.facts;

import dev.baton.events.ScriptResult;
import dev.baton.events.SequenceResult;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.exchange.Fact;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A fact as a name and ordered fields; the one rendering that logs, JSON and tables share.
 *
 * <p>Names are those of the record and its components in snake_case. Durations become milliseconds
 * under a name ending in {@code _ms}, flags become words. Values are text, whole numbers or
 * booleans.
 *
 * @param name for example {@code takeover_run_finished}
 * @param values in the order of the components
 */
public record FactFields(String name, Map<String, Object> values) {

    public FactFields {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Reads the components of a fact. */
    public static FactFields of(Fact fact) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (RecordComponent component : fact.getClass().getRecordComponents()) {
            String key = snakeCase(component.getName());
            boolean flags =
                    fact instanceof Fact.FlagsChanged && component.getType().equals(int.class);
            if (!(fact instanceof Fact.EventEnded) || !isNoWait(key, read(fact, component))) {
                put(values, key, read(fact, component), flags);
            }
        }
        return new FactFields(nameOf(fact.getClass()), values);
    }

    /** Most events begin at once, and nobody wants to read that. */
    private static boolean isNoWait(String key, Object value) {
        return key.equals("waited") && value instanceof Duration time && time.toMillis() == 0;
    }

    /** The name of a kind of fact. */
    public static String nameOf(Class<? extends Fact> kind) {
        return snakeCase(kind.getSimpleName());
    }

    /** {@code name key=value ...}; a value is quoted only when it has to be. */
    public String line() {
        StringBuilder line = new StringBuilder(name);
        values.forEach(
                (key, value) -> line.append(' ').append(key).append('=').append(text(value)));
        return line.toString();
    }

    /** The fields without the name, as {@code key=value ...}. */
    public String details() {
        return values.entrySet().stream()
                .map(field -> field.getKey() + "=" + text(field.getValue()))
                .collect(Collectors.joining(" "));
    }

    /** Words for bits of flags: {@code ok} for none, else joined by {@code |}. */
    public static String flagWords(int bits) {
        return bits == 0
                ? "ok"
                : NodeFlag.of(bits).stream()
                        .map(flag -> flag.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining("|"));
    }

    private static void put(Map<String, Object> values, String key, Object value, boolean flags) {
        switch (value) {
            case Duration took -> values.put(key + "_ms", took.toMillis());
            case SequenceResult result -> putResult(values, result);
            case Integer bits when flags -> values.put(key, flagWords(bits));
            case Number number -> values.put(key, number.longValue());
            case Boolean truth -> values.put(key, truth);
            case Enum<?> word -> values.put(key, word.name().toLowerCase(Locale.ROOT));
            default -> values.put(key, value.toString());
        }
    }

    private static void putResult(Map<String, Object> values, SequenceResult result) {
        values.put("status", result.status().name().toLowerCase(Locale.ROOT));
        values.put("took_ms", result.took().toMillis());
        result.culprit().ifPresent(script -> putScript(values, script));
        if (!result.detail().isEmpty()) {
            values.put("detail", result.detail());
        }
    }

    private static void putScript(Map<String, Object> values, ScriptResult script) {
        values.put("script", script.script());
        values.put("code", Long.valueOf(script.code()));
    }

    private static Object read(Fact fact, RecordComponent component) {
        try {
            return component.getAccessor().invoke(fact);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("accessor of " + component, impossible);
        }
    }

    private static String snakeCase(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    private static String text(Object value) {
        String text = value.toString();
        boolean plain = !text.isEmpty() && text.chars().allMatch(FactFields::plain);
        return plain ? text : quoted(text);
    }

    private static boolean plain(int letter) {
        return letter > ' ' && letter != '"' && letter != '=' && letter != 0x7f;
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars()
                .forEach(
                        letter -> {
                            switch (letter) {
                                case '"', '\\' -> quoted.append('\\').append((char) letter);
                                case '\n' -> quoted.append("\\n");
                                default ->
                                        quoted.append(
                                                Character.isISOControl(letter)
                                                        ? '?'
                                                        : (char) letter);
                            }
                        });
        return quoted.append('"').toString();
    }
}
