package dev.baton.agent.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A line of the command that a request stands for, without the form of its answer. */
record Line(List<String> words) {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9:._=/@-]+");

    Line {
        words = List.copyOf(words);
    }

    /**
     * Puts values into the places of a template; those without a place become options.
     *
     * @param values by name; each fits its form
     */
    static Line of(List<String> template, List<Given> given, Map<String, String> values) {
        List<String> words = new ArrayList<>();
        for (String word : template) {
            words.add(isPlace(word) ? values.getOrDefault(name(word), "") : word);
        }
        for (Given each : given) {
            String value = values.getOrDefault(each.name(), "");
            if (!value.isEmpty() && !template.contains("{" + each.name() + "}")) {
                add(words, each, value);
            }
        }
        return new Line(words);
    }

    private static void add(List<String> words, Given each, String value) {
        String option = "--" + each.name().replace('_', '-');
        if (each.form() != Form.FLAG) {
            words.add(option + "=" + value);
        } else if (value.equals("true")) {
            words.add(option);
        }
    }

    private static boolean isPlace(String word) {
        return word.startsWith("{");
    }

    private static String name(String place) {
        return place.substring(1, place.length() - 1);
    }

    /** To be run so that its answer is JSON. */
    Commands.Invocation invocation() {
        List<String> all = new ArrayList<>(words);
        all.add("--output=json");
        return new Commands.Invocation("/", all, Map.of(), "");
    }

    /** As somebody would type it into a shell. */
    String shown() {
        StringBuilder shown = new StringBuilder("baton");
        for (String word : words) {
            shown.append(' ')
                    .append(
                            PLAIN.matcher(word).matches()
                                    ? word
                                    : "'" + word.replace("'", "'\\''") + "'");
        }
        return shown.toString();
    }
}
