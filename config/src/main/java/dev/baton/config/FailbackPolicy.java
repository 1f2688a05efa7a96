package dev.baton.config;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * When an address may leave a healthy node, to go back where it was or to spread the load. What no
 * healthy node carries is placed at once, whatever the policy.
 */
public sealed interface FailbackPolicy {

    /** Words for people who wrote something else. */
    String EXPECTED =
            "always, by hand, or a window such as \"Sat,Sun 22:00-04:00\" or \"daily 01:00-05:00\"";

    /** Whenever the allocation says so: CTDB's way. */
    record Always() implements FailbackPolicy {
        @Override
        public String toString() {
            return "always";
        }
    }

    /** Only when an operator says so. */
    record ByHand() implements FailbackPolicy {
        @Override
        public String toString() {
            return "by hand";
        }
    }

    /** While a window is open, or when an operator says so. */
    record Within(List<FailbackWindow> windows) implements FailbackPolicy {
        public Within {
            windows = List.copyOf(windows);
        }

        @Override
        public String toString() {
            return String.join("; ", windows.stream().map(FailbackWindow::toString).toList());
        }
    }

    /** {@link #EXPECTED}; several windows are parted by semicolons. Empty when it is none. */
    static Optional<FailbackPolicy> parse(String text) {
        String words = Words.BLANKS.matcher(text.strip()).replaceAll(" ");
        return switch (words.toLowerCase(Locale.ROOT)) {
            case "always" -> Optional.of(new Always());
            case "by hand" -> Optional.of(new ByHand());
            default -> windows(words);
        };
    }

    private static Optional<FailbackPolicy> windows(String words) {
        List<FailbackWindow> windows = new ArrayList<>();
        for (String part : Words.SEMICOLON.split(words, -1)) {
            Optional<FailbackWindow> window = FailbackWindow.parse(part.strip());
            if (window.isEmpty()) {
                return Optional.empty();
            }
            windows.add(window.get());
        }
        return Optional.of(new Within(windows));
    }

    /** Whether an address may move at this local time. */
    default boolean isOpen(LocalDateTime time) {
        return switch (this) {
            case Always() -> true;
            case ByHand() -> false;
            case Within(var windows) -> windows.stream().anyMatch(each -> each.contains(time));
        };
    }

    /** How words are parted. */
    final class Words {
        private static final Pattern BLANKS = Pattern.compile("\\s+");
        private static final Pattern SEMICOLON = Pattern.compile(";");

        private Words() {}
    }
}
