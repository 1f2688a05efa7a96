package dev.baton.testcluster.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One variable place in the words of an action or a condition.
 *
 * @param name what it stands for, as in {@code <node>}; decides bounds
 * @param type of the record's component
 */
record Slot(String name, Class<?> type) {

    /** Every event. */
    static final String ANY = "any";

    static final List<String> EVENTS =
            List.of(
                    ANY,
                    "init",
                    "setup",
                    "startup",
                    "shutdown",
                    "monitor",
                    "startrecovery",
                    "recovered",
                    "startipreallocate",
                    "takeip",
                    "releaseip",
                    "updateip",
                    "ipreallocated");

    private static final String NONE = "none";
    private static final int MOST_COUNT = 1000;
    private static final int LEAST_MASK = 8;
    private static final int MOST_MASK = 30;

    /** What matches it, good or not, as one group. */
    String pattern() {
        return type.isEnum()
                ? words().stream().collect(Collectors.joining("|", "(", ")"))
                : "([^\\s:]+?)";
    }

    private List<String> words() {
        return Arrays.stream(type.getEnumConstants()).map(Slot::word).toList();
    }

    /** How a constant is written. */
    static String word(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    String print(Object value) {
        if (value instanceof Duration time) {
            return Seconds.print(time);
        }
        if (value instanceof List<?> numbers) {
            return numbers.isEmpty()
                    ? NONE
                    : numbers.stream().map(Object::toString).collect(Collectors.joining(","));
        }
        return type.isEnum() ? word(value) : value.toString();
    }

    /** Throws IllegalArgumentException with what was expected and found. */
    Object read(String text) {
        if (type == Duration.class) {
            return Seconds.parse(text);
        }
        if (type == int.class) {
            return number(text);
        }
        if (type == List.class) {
            return numbers(text);
        }
        if (type.isEnum()) {
            return constant(text);
        }
        return text;
    }

    private Object constant(String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> unexpected("one of " + String.join(", ", words()), text));
    }

    private int number(String text) {
        if (!text.matches("\\d{1,5}")) {
            throw unexpected("a number", text);
        }
        return Integer.parseInt(text);
    }

    private List<Integer> numbers(String text) {
        if (text.equals(NONE)) {
            return List.of();
        }
        if (!text.matches("\\d{1,5}(,\\d{1,5})*")) {
            throw unexpected("numbers such as 0,2 or \"none\"", text);
        }
        List<Integer> numbers = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            numbers.add(Integer.valueOf(each));
        }
        return List.copyOf(numbers);
    }

    private IllegalArgumentException unexpected(String wanted, String text) {
        return new IllegalArgumentException(
                "%s: expected %s, got \"%s\"".formatted(name, wanted, text));
    }

    /** Throws IllegalArgumentException when no such thing is there. */
    void check(Object value, Setting.Size size) {
        switch (name) {
            case "node" -> below(value, size.nodes(), "nodes");
            case "address" -> below(value, size.addresses(), "addresses");
            case "link" -> below(value, size.links(), "links");
            case "nodes" -> allBelow(value, size.nodes(), "nodes");
            case "addresses" -> allBelow(value, size.addresses(), "addresses");
            case "count" -> between(0, value, MOST_COUNT);
            case "mask" -> between(LEAST_MASK, value, MOST_MASK);
            case "event" -> oneOf(EVENTS, value);
            case "section" -> oneOf(Scenario.SECTIONS, value);
            case "object" -> oneOf(Scenario.OBJECTS, value);
            default -> {
                // a time or a word: reading it has found it good
            }
        }
    }

    private void allBelow(Object value, int limit, String header) {
        int last = -1;
        for (Object each : (List<?>) value) {
            below(each, limit, header);
            if ((Integer) each <= last) {
                throw unexpected("rising numbers", print(value));
            }
            last = (Integer) each;
        }
    }

    private void below(Object value, int limit, String header) {
        if ((Integer) value < 0 || (Integer) value >= limit) {
            throw unexpected(
                    "a number below %d, as \"%s: %d\" says".formatted(limit, header, limit),
                    value.toString());
        }
    }

    private void between(int least, Object value, int most) {
        if ((Integer) value < least || (Integer) value > most) {
            throw unexpected("a number from " + least + " to " + most, value.toString());
        }
    }

    private void oneOf(List<String> known, Object value) {
        if (!known.contains(value)) {
            throw unexpected("one of " + String.join(", ", known), value.toString());
        }
    }
}
