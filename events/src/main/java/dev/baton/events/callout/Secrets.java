package dev.baton.events.callout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which values are shown to nobody. Names decide: those that sound like a password or a key, and
 * those an operator has listed. Source: storage call-outs contract, section 1, rule 6.
 *
 * @param listed more names, in any case
 */
public record Secrets(List<String> listed) {

    /** What stands in place of a secret. */
    public static final String MASK = "***";

    private static final Pattern SOUNDS_SECRET =
            Pattern.compile("(PASS|PWD|SECRET|TOKEN|CRED|CHAP|KEY|AUTH).*");

    private static final String PARAMETER = "EXTP_";

    /** In output shorter ones are left: hiding every "1" would make it unreadable. */
    private static final int SHORTEST_HIDDEN = 4;

    public Secrets {
        listed = listed.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList();
    }

    /** Whether the value of a parameter or variable of this name is a secret. */
    public boolean isSecret(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        String bare = upper.startsWith(PARAMETER) ? upper.substring(PARAMETER.length()) : upper;
        return listed.contains(bare)
                || SOUNDS_SECRET.matcher(bare).lookingAt()
                || SOUNDS_SECRET.matcher(bare.substring(bare.lastIndexOf('_') + 1)).matches()
                || bare.contains("PASSW");
    }

    /** The same variables with secret values masked. */
    public SortedMap<String, String> masked(SortedMap<String, String> variables) {
        SortedMap<String, String> shown = new TreeMap<>();
        variables.forEach((name, value) -> shown.put(name, isSecret(name) ? MASK : value));
        return shown;
    }

    /** The values to be hidden wherever else they turn up, the longest first. */
    public List<String> values(SortedMap<String, String> variables) {
        List<String> values = new ArrayList<>();
        variables.forEach(
                (name, value) -> {
                    if (isSecret(name) && value.length() >= SHORTEST_HIDDEN) {
                        values.add(value);
                    }
                });
        values.sort(Comparator.comparingInt(String::length).reversed());
        return values;
    }

    static String hide(String text, List<String> values) {
        String shown = text;
        for (String value : values) {
            shown = shown.replace(value, MASK);
        }
        return shown;
    }
}
