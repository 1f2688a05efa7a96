package dev.baton.config;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hours of some days of the week, in the local time of the node. A window that ends before it
 * begins ends on the next day.
 *
 * @param days on which it begins
 * @param from first minute of the day, 0 to 1439
 * @param to minute at which it is over, 1 to 1440, not equal to {@code from}
 */
public record FailbackWindow(Set<DayOfWeek> days, int from, int to) {

    private static final int MINUTES = 24 * 60;
    private static final Pattern TEXT =
            Pattern.compile("(\\S+)\\s+(\\d{1,2}):(\\d{2})-(\\d{1,2}):(\\d{2})");
    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern DASH = Pattern.compile("-");

    public FailbackWindow {
        if (days.isEmpty() || from < 0 || from >= MINUTES || to < 1 || to > MINUTES || from == to) {
            throw new IllegalArgumentException("no window: " + days + " " + from + " " + to);
        }
        days = Collections.unmodifiableSet(EnumSet.copyOf(days));
    }

    /** {@code daily 01:00-05:00}, {@code Sat,Sun 22:00-04:00}, {@code Mon-Fri 00:00-24:00}. */
    static Optional<FailbackWindow> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int from = minute(matcher.group(2), matcher.group(3));
        int to = minute(matcher.group(4), matcher.group(5));
        boolean sound = from >= 0 && from < MINUTES && to >= 0 && from != to;
        return sound
                ? days(matcher.group(1))
                        .map(days -> new FailbackWindow(days, from, to == 0 ? MINUTES : to))
                : Optional.empty();
    }

    private static int minute(String hour, String minute) {
        int sum = Integer.parseInt(hour) * 60 + Integer.parseInt(minute);
        return Integer.parseInt(minute) > 59 || sum > MINUTES ? -1 : sum;
    }

    private static Optional<Set<DayOfWeek>> days(String text) {
        if (text.toLowerCase(Locale.ROOT).equals("daily")) {
            return Optional.of(EnumSet.allOf(DayOfWeek.class));
        }
        EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : COMMA.split(text, -1)) {
            List<Optional<DayOfWeek>> ends =
                    DASH.splitAsStream(part).map(FailbackWindow::day).toList();
            if (part.endsWith("-")
                    || ends.size() > 2
                    || ends.stream().anyMatch(Optional::isEmpty)) {
                return Optional.empty();
            }
            DayOfWeek last = ends.getLast().orElseThrow();
            DayOfWeek day = ends.getFirst().orElseThrow();
            while (day != last) {
                days.add(day);
                day = day.plus(1);
            }
            days.add(last);
        }
        return Optional.of(days);
    }

    private static Optional<DayOfWeek> day(String text) {
        return EnumSet.allOf(DayOfWeek.class).stream()
                .filter(day -> shortName(day).equalsIgnoreCase(text))
                .findFirst();
    }

    private static String shortName(DayOfWeek day) {
        String name = day.name();
        return name.charAt(0) + name.substring(1, 3).toLowerCase(Locale.ROOT);
    }

    boolean contains(LocalDateTime time) {
        int minute = time.getHour() * 60 + time.getMinute();
        boolean today = days.contains(time.getDayOfWeek());
        if (from < to) {
            return today && minute >= from && minute < to;
        }
        boolean sinceYesterday = days.contains(time.getDayOfWeek().minus(1));
        return (today && minute >= from) || (sinceYesterday && minute < to);
    }

    @Override
    public String toString() {
        String names =
                days.size() == DayOfWeek.values().length
                        ? "daily"
                        : String.join(",", days.stream().map(FailbackWindow::shortName).toList());
        return "%s %02d:%02d-%02d:%02d".formatted(names, from / 60, from % 60, to / 60, to % 60);
    }
}
