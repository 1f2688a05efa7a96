package dev.baton.events.contract.opennebula;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a driver says on standard error: the message for the user, in old and new fashion.
 *
 * <p>Bounds: {@value #LONGEST} characters of it. Source: storage call-outs contract, section 4.6.
 */
public final class DriverSpeech {

    static final int LONGEST = 1000;

    private static final String BEGIN = "ERROR MESSAGE --8<------";
    private static final String END = "ERROR MESSAGE ------>8--";
    private static final Pattern LEVEL = Pattern.compile("(INFO|ERROR|DEBUG|WARNING): .*");
    private static final Pattern ERROR = Pattern.compile("ERROR: .*");

    private DriverSpeech() {}

    /** The message between the marks, where there is one. */
    public static Optional<String> block(String errors) {
        List<String> lines = errors.lines().map(String::strip).toList();
        int begin = lines.indexOf(BEGIN);
        if (begin < 0) {
            return Optional.empty();
        }
        List<String> rest = lines.subList(begin + 1, lines.size());
        int end = rest.indexOf(END);
        return joined(end < 0 ? rest : rest.subList(0, end), line -> true)
                .or(() -> Optional.of("-"));
    }

    /** The message for the user; {@code -} where there is none. */
    public static String message(String errors) {
        List<String> lines = errors.lines().map(String::strip).toList();
        return block(errors)
                .or(() -> joined(lines, line -> !LEVEL.matcher(line).matches()))
                .or(() -> joined(lines, line -> ERROR.matcher(line).matches()))
                .orElse("-");
    }

    private static Optional<String> joined(List<String> lines, Predicate<String> wanted) {
        String text =
                lines.stream()
                        .filter(line -> !line.isEmpty())
                        .filter(wanted)
                        .collect(Collectors.joining(" "))
                        .replaceAll("\\p{Cntrl}", "?");
        return Optional.of(text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text)
                .filter(found -> !found.isEmpty());
    }
}
