package dev.baton.agent.compat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads the options of a line, which may stand anywhere in it: {@code ip -v -X}, {@code -n 1 ip},
 * {@code -Xn1 ip}.
 *
 * <p>Our own reader, because picocli wants options before or behind a command, not both. Failure:
 * {@link ToolFailure}, exit 1. Source: CTDB command contract, section 1.
 */
final class ToolOptions {

    private static final Duration TIME_LIMIT = Duration.ofSeconds(10);
    private static final Duration MAX_RUNTIME = Duration.ofMinutes(2);

    /** What {@code -T 0}, no limit, means here. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final Map<String, Character> LONG =
            Map.of(
                    "debug", 'd',
                    "timelimit", 't',
                    "node", 'n',
                    "separator", 'x',
                    "maxruntime", 'T',
                    "verbose", 'v',
                    "json", 'j',
                    "help", '?',
                    "usage", '?');

    private final ArrayDeque<String> left;
    private final List<String> words = new ArrayList<>();
    private OptionalInt node = OptionalInt.empty();
    private String separator = "|";
    private boolean machine;
    private boolean json;
    private boolean verbose;
    private boolean help;
    private Duration timeLimit = TIME_LIMIT;
    private Duration maxRuntime;

    private ToolOptions(List<String> line, Map<String, String> environment) {
        left = new ArrayDeque<>(line);
        maxRuntime =
                Optional.ofNullable(environment.get("CTDB_TIMEOUT"))
                        .filter(text -> text.matches("\\d{1,9}"))
                        .map(text -> limit(Integer.parseInt(text)))
                        .orElse(MAX_RUNTIME);
    }

    static ToolLine read(List<String> line, Map<String, String> environment) {
        return new ToolOptions(line, environment).read();
    }

    private ToolLine read() {
        while (!left.isEmpty()) {
            String word = left.remove();
            if (word.equals("--")) {
                words.addAll(left);
                left.clear();
            } else if (word.startsWith("--")) {
                longOption(word.substring(2));
            } else if (word.length() > 1 && word.startsWith("-")) {
                shortOptions(word.substring(1));
            } else {
                words.add(word);
            }
        }
        Optional<String> columns = machine ? Optional.of(separator) : Optional.empty();
        return new ToolLine(node, columns, json, verbose, timeLimit, maxRuntime, help, words);
    }

    private void longOption(String text) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        Character letter = LONG.get(name);
        if (letter == null) {
            throw ToolFailure.of("Invalid option --" + name + ": unknown option");
        }
        if (!takesValue(letter)) {
            flag(letter, "--" + name);
        } else if (equals >= 0) {
            value(letter, text.substring(equals + 1));
        } else {
            value(letter, next("--" + name));
        }
    }

    private void shortOptions(String letters) {
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            if (!takesValue(letter)) {
                flag(letter, "-" + letter);
                continue;
            }
            String rest = letters.substring(i + 1);
            value(letter, rest.isEmpty() ? next("-" + letter) : rest);
            return;
        }
    }

    private static boolean takesValue(char letter) {
        return "dtnxT".indexOf(letter) >= 0;
    }

    private String next(String option) {
        if (left.isEmpty()) {
            throw ToolFailure.of("Invalid option " + option + ": missing argument");
        }
        return left.remove();
    }

    private void flag(char letter, String option) {
        switch (letter) {
            case 'X', 'Y' -> machine = true;
            case 'j' -> json = true;
            case 'v' -> verbose = true;
            case '?' -> help = true;
            default -> throw ToolFailure.of("Invalid option " + option + ": unknown option");
        }
    }

    private void value(char letter, String text) {
        switch (letter) {
            case 'n' -> node = OptionalInt.of(number(text));
            case 'x' -> separator = separator(text);
            case 't' -> timeLimit = limit(number(text));
            case 'T' -> maxRuntime = limit(number(text));
            default -> {} // -d: this tool logs nothing
        }
    }

    private static String separator(String text) {
        if (text.isEmpty()) {
            throw ToolFailure.of("Invalid option -x: expected a separator");
        }
        return text;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException wrong) {
            throw ToolFailure.of("Invalid option " + text + ": expected a number");
        }
    }

    private static Duration limit(int seconds) {
        return seconds <= 0 || seconds > LONGEST.toSeconds()
                ? LONGEST
                : Duration.ofSeconds(seconds);
    }
}
