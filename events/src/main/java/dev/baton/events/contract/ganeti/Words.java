package dev.baton.events.contract.ganeti;

import dev.baton.config.TypedValue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;

/**
 * What may be asked of a provider, judged word by word before anything runs: scripts of others put
 * these words into paths and shell lines. Each answer is empty or one sentence with the cure.
 *
 * <p>Source: storage call-outs contract, sections 3.1 and 3.3.
 */
public final class Words {

    private static final Pattern PROVIDER = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final Pattern TITLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern SNAPSHOT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,126}");
    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");
    private static final int LONGEST_VALUE = 4096;
    private static final int MOST_PARAMETERS = 100;
    private static final int BITS_OF_A_MIB = 20;

    /** A volume of more is a slip of the keyboard. */
    private static final long MOST_MIB = 1L << 34;

    /** Keys of a disk that are none of a provider's parameters. */
    private static final List<String> KEYS_OF_DISKS =
            List.of("adopt", "dev_type", "metavg", "mode", "name", "size", "spindles", "vg");

    private Words() {}

    /** What is wrong with the name of a provider. */
    public static Optional<String> provider(String text) {
        return unless(
                PROVIDER,
                text,
                "a provider is named by at most 64 letters, digits, '_' and '-', got \"%s\"; see:"
                        + " baton provider list");
    }

    /** What is wrong with the name of a volume. */
    public static Optional<String> title(String text) {
        return unless(
                TITLE,
                text,
                "a volume is named by at most 63 letters, digits, '.', '_' and '-', the first a"
                        + " letter or digit, got \"%s\"");
    }

    /** What is wrong with the name of a snapshot. */
    public static Optional<String> snapshot(String text) {
        return unless(
                SNAPSHOT,
                text,
                "a snapshot is named by at most 127 letters, digits, '.', '_' and '-', the first a"
                        + " letter or digit, got \"%s\"");
    }

    /** Whole MiB of a size such as {@code 10GiB}; empty for anything else, and for none. */
    public static Optional<Long> mebibytes(String text) {
        return TypedValue.size(text)
                .filter(bytes -> bytes > 0 && bytes % (1L << BITS_OF_A_MIB) == 0)
                .map(bytes -> bytes >> BITS_OF_A_MIB)
                .filter(size -> size <= MOST_MIB);
    }

    /** What is wrong with the parameters of a volume. */
    public static Optional<String> parameters(SortedMap<String, String> parameters) {
        if (parameters.size() > MOST_PARAMETERS) {
            return Optional.of(
                    "a volume has at most "
                            + MOST_PARAMETERS
                            + " parameters, got "
                            + parameters.size());
        }
        Map<String, String> seen = new LinkedHashMap<>();
        for (Map.Entry<String, String> each : parameters.entrySet()) {
            String twin = seen.put(each.getKey().toUpperCase(Locale.ROOT), each.getKey());
            if (twin != null) {
                return Optional.of(
                        "parameters %s and %s are one to a provider; give one of them"
                                .formatted(twin, each.getKey()));
            }
            Optional<String> wrong = parameter(each.getKey(), each.getValue());
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> parameter(String name, String value) {
        Optional<String> wrong =
                unless(
                        PARAMETER,
                        name,
                        "a parameter is named by at most 64 letters, digits and '_', the first no"
                                + " digit, got \"%s\"");
        if (wrong.isPresent()) {
            return wrong;
        }
        if (name.equalsIgnoreCase("provider") || KEYS_OF_DISKS.contains(name)) {
            return Optional.of(
                    name
                            + " is no parameter of a provider; leave it out, see: baton volume"
                            + " create --help");
        }
        boolean fits = value.length() <= LONGEST_VALUE && value.indexOf('\0') < 0;
        return fits
                ? Optional.empty()
                : Optional.of(
                        "the value of parameter %s has at most %d characters and no NUL; shorten it"
                                .formatted(name, LONGEST_VALUE));
    }

    private static Optional<String> unless(Pattern form, String text, String sentence) {
        return form.matcher(text).matches()
                ? Optional.empty()
                : Optional.of(sentence.formatted(printable(text)));
    }

    private static String printable(String text) {
        String line = text.replace("\n", "\\n").replaceAll("\\p{Cntrl}", "?");
        return line.length() > 80 ? line.substring(0, 80) + "..." : line;
    }
}
