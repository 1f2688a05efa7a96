package dev.baton.monitoring.metrics;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Constants as they stand in labels. */
final class Words {

    private Words() {}

    static String words(Enum<?>[] values) {
        return Arrays.stream(values).map(Words::word).collect(Collectors.joining(", "));
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
