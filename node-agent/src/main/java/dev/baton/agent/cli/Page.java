package dev.baton.agent.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a command shows, in every form it can be shown in.
 *
 * @param kind of the JSON object
 * @param json its fields, in order
 * @param text lines for people
 * @param names one object per line, for other programs
 * @param warnings sentences about what this page lacks, for standard error
 */
record Page(
        int exitCode,
        String kind,
        Map<String, Object> json,
        List<String> text,
        List<String> names,
        List<String> warnings) {

    Page {
        json = Collections.unmodifiableMap(new LinkedHashMap<>(json));
        text = List.copyOf(text);
        names = List.copyOf(names);
        warnings = List.copyOf(warnings);
    }

    /** A page that lacks nothing. */
    Page(
            int exitCode,
            String kind,
            Map<String, Object> json,
            List<String> text,
            List<String> names) {
        this(exitCode, kind, json, text, names, List.of());
    }

    /** A page that is one sentence. */
    static Page sentence(String kind, Map<String, Object> json, String sentence) {
        return new Page(Exit.DONE, kind, json, List.of(sentence), List.of());
    }
}
