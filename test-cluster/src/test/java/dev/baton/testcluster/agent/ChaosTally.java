package dev.baton.testcluster.agent;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** How often each kind of fault was tried, and how long addresses were missed after it. */
final class ChaosTally {

    private record Line(int times, Duration longest) {
        Line and(Duration unserved) {
            return new Line(times + 1, longest.compareTo(unserved) > 0 ? longest : unserved);
        }
    }

    private final Map<RealFaults.Kind, Line> lines = new EnumMap<>(RealFaults.Kind.class);

    /** Counts a fault after which addresses were missed for so long. */
    void add(RealFaults.Kind kind, Duration unserved) {
        lines.put(kind, lines.getOrDefault(kind, new Line(0, Duration.ZERO)).and(unserved));
    }

    int faults() {
        return lines.values().stream().mapToInt(Line::times).sum();
    }

    /** How often the rarest kind was tried, of all that there are. */
    int fewest() {
        int kinds = RealFaults.Kind.values().length;
        return lines.size() < kinds
                ? 0
                : lines.values().stream().mapToInt(Line::times).min().orElse(0);
    }

    Duration longest() {
        return lines.values().stream()
                .map(Line::longest)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** A line for each kind that was tried: its name, how often, the longest time unserved. */
    String table() {
        StringBuilder table = new StringBuilder("kind               times  unserved after at most");
        lines.forEach(
                (kind, line) ->
                        table.append(
                                String.format(
                                        Locale.ROOT,
                                        "%n%-18s %5d %18.3f s",
                                        kind,
                                        line.times(),
                                        seconds(line.longest()))));
        return table.toString();
    }

    static double seconds(Duration span) {
        return span.toMillis() / 1e3;
    }
}
