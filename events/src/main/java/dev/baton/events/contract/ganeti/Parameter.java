package dev.baton.events.contract.ganeti;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A line of {@code parameters.list}. Source: storage call-outs contract, section 3.2.
 *
 * @param name what the provider calls it; may hold {@code *} for anything
 * @param description empty where the line has none
 */
public record Parameter(String name, String description) {

    private static final Pattern BLANKS = Pattern.compile("[ \\t]+");

    /** The parameters of a file; empty lines are none. */
    public static List<Parameter> read(List<String> lines) {
        List<Parameter> all = new ArrayList<>();
        for (String line : lines) {
            String[] words = BLANKS.split(line.strip(), 2);
            if (!words[0].isEmpty()) {
                all.add(new Parameter(words[0], words.length > 1 ? words[1].strip() : ""));
            }
        }
        return all;
    }

    /** Those of the given names that none of these lines allows. */
    public static List<String> unknown(List<Parameter> known, Iterable<String> given) {
        List<String> unknown = new ArrayList<>();
        for (String name : given) {
            if (known.stream().noneMatch(each -> each.allows(name))) {
                unknown.add(name);
            }
        }
        return unknown;
    }

    private boolean allows(String given) {
        StringBuilder form = new StringBuilder();
        for (String part : name.split("\\*", -1)) {
            form.append(form.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        return Pattern.compile(form.toString(), Pattern.CASE_INSENSITIVE).matcher(given).matches();
    }
}
