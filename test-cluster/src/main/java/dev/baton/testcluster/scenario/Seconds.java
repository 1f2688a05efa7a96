package dev.baton.testcluster.scenario;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times in scenario files: {@code 3s}, {@code 0.25s}; {@code 250ms} is understood, too. */
final class Seconds {

    private static final Pattern TIME = Pattern.compile("(\\d{1,7})(?:\\.(\\d{1,3}))?(m?s)");

    private Seconds() {}

    /** Whole milliseconds, without needless zeros. */
    static String print(Duration time) {
        BigDecimal seconds = BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros();
        return seconds.toPlainString() + "s";
    }

    /** Throws IllegalArgumentException with the sentence for whoever wrote it. */
    static Duration parse(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches() || (time.group(3).equals("ms") && text.contains("."))) {
            throw new IllegalArgumentException(
                    "expected a time such as 3s, 0.25s or 250ms, got \"" + text + "\"");
        }
        String number = text.substring(0, text.length() - time.group(3).length());
        int places = time.group(3).equals("s") ? 3 : 0;
        Duration read =
                Duration.ofMillis(new BigDecimal(number).movePointRight(places).longValue());
        if (read.compareTo(Setting.LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "expected a time of at most %s, got \"%s\""
                            .formatted(print(Setting.LONGEST), text));
        }
        return read;
    }
}
