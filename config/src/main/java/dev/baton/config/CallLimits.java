package dev.baton.config;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long calls of storage providers may take.
 *
 * <p>Default 900 s: after that time the first framework gave a call up. Source: storage call-outs
 * contract, section 3.8.
 *
 * @param usual for calls without an entry
 * @param special by {@code PROVIDER.ACTION}, or {@code PROVIDER} for all its actions
 */
public record CallLimits(Duration usual, SortedMap<String, Duration> special) {

    /** 15 minutes for every call. */
    public static final CallLimits DEFAULT =
            new CallLimits(Duration.ofMinutes(15), new TreeMap<>());

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final Pattern ENTRY =
            Pattern.compile("([A-Za-z0-9_-]+(?:\\.[a-z]+)?)\\s*=\\s*(\\S+)");

    public CallLimits {
        special = Collections.unmodifiableSortedMap(new TreeMap<>(special));
    }

    /** The limit of one action of a provider. */
    public Duration of(String provider, String action) {
        Duration ofProvider = special.getOrDefault(provider, usual);
        return special.getOrDefault(provider + "." + action, ofProvider);
    }

    /** {@code lvm.remove=2h, slow=1h}; empty for anything else. */
    static Optional<SortedMap<String, Duration>> parse(String text) {
        SortedMap<String, Duration> found = new TreeMap<>();
        for (String word : TypedValue.list(text).orElseGet(List::of)) {
            Matcher entry = ENTRY.matcher(word);
            Optional<Duration> time = entry.matches() ? time(entry.group(2)) : Optional.empty();
            if (time.isEmpty()) {
                return Optional.empty();
            }
            found.put(entry.group(1), time.get());
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    /** A limit from 1 s to 7 days. */
    static Optional<Duration> time(String text) {
        return TypedValue.duration(text)
                .filter(time -> time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0);
    }
}
