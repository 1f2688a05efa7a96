package dev.baton.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the values of an INI file as what they mean; each answer is empty when the text does not
 * mean that.
 */
public final class TypedValue {

    private static final Pattern QUANTITY = Pattern.compile("(\\d{1,12})\\s*([A-Za-z]*)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final Pattern COMMAS = Pattern.compile(",");

    private TypedValue() {}

    /**
     * {@code 500ms}, {@code 30s}, {@code 2m} or {@code 2min}, {@code 1h}, {@code 1d}; a bare number
     * is seconds.
     */
    public static Optional<Duration> duration(String text) {
        Matcher matcher = QUANTITY.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
            case "ms" -> Optional.of(Duration.ofMillis(number));
            case "", "s" -> Optional.of(Duration.ofSeconds(number));
            case "m", "min" -> Optional.of(Duration.ofMinutes(number));
            case "h" -> Optional.of(Duration.ofHours(number));
            case "d" -> Optional.of(Duration.ofDays(number));
            default -> Optional.empty();
        };
    }

    /**
     * Bytes: {@code 512}, {@code 512B}, {@code 512KiB}, {@code 64MiB}, {@code 2GiB}, {@code 1TiB}.
     */
    public static Optional<Long> size(String text) {
        Matcher matcher = QUANTITY.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int shift =
                switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
                    case "", "b" -> 0;
                    case "kib" -> 10;
                    case "mib" -> 20;
                    case "gib" -> 30;
                    case "tib" -> 40;
                    default -> -1;
                };
        long number = Long.parseLong(matcher.group(1));
        return shift < 0 || number > Long.MAX_VALUE >> shift
                ? Optional.empty()
                : Optional.of(number << shift);
    }

    /** {@code yes}, {@code true}, {@code on}, {@code 1} and their opposites, in any case. */
    public static Optional<Boolean> truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "yes", "true", "on", "1" -> Optional.of(true);
            case "no", "false", "off", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** A whole number within bounds, both included. */
    public static Optional<Integer> number(String text, int min, int max) {
        return Optional.of(text)
                .filter(digits -> NUMBER.matcher(digits).matches())
                .map(Integer::valueOf)
                .filter(number -> number >= min && number <= max);
    }

    /** The words between commas, blanks around them dropped; an empty word makes it no list. */
    public static Optional<List<String>> list(String text) {
        List<String> words = Arrays.stream(COMMAS.split(text, -1)).map(String::strip).toList();
        return words.contains("") ? Optional.empty() : Optional.of(words);
    }
}
