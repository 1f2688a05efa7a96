package dev.baton.orchestrator.snapshot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which rounds' snapshots are kept no longer: those before the last so many that were consistent.
 *
 * <p>A snapshot that is not shown to be consistent never takes the place of one that is.
 */
public final class Retention {

    /** A snapshot and what is known of its round. */
    public record Kept(String round, boolean consistent) {}

    private Retention() {}

    /**
     * Rounds of which nothing is kept.
     *
     * @param snapshots oldest first
     * @param keep consistent rounds; 0 for all
     */
    public static List<String> expired(List<Kept> snapshots, int keep) {
        if (keep == 0) {
            return List.of();
        }
        Map<String, Boolean> rounds = new LinkedHashMap<>();
        snapshots.forEach(each -> rounds.put(each.round(), each.consistent()));
        List<String> order = new ArrayList<>(rounds.keySet());
        int good = 0;
        for (int i = order.size() - 1; i >= 0; i--) {
            good += rounds.getOrDefault(order.get(i), false) ? 1 : 0;
            if (good == keep) {
                return List.copyOf(order.subList(0, i));
            }
        }
        return List.of();
    }
}
