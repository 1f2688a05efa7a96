package dev.baton.testcluster.agent;

import dev.baton.testcluster.prometheus.PrometheusServer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which alert a fault has to fire and by when, when it did, and when it was over. Looks at the
 * server at most twice a second.
 */
final class AlertLedger {

    private static final Duration PAUSE = Duration.ofMillis(500);

    /** What a scrape, an evaluation, and a machine that is busy add to a bound of the rules. */
    private static final Duration BUSY = Duration.ofSeconds(25);

    /** One alert that has to fire. */
    private static final class Entry {
        private final String fault;
        private final Instant injected;
        private final Duration bound;
        private Optional<Instant> fired = Optional.empty();
        private Optional<Instant> over = Optional.empty();

        Entry(String fault, Instant injected, Duration bound) {
            this.fault = fault;
            this.injected = injected;
            this.bound = bound;
        }

        boolean isLate() {
            return since(injected, fired.orElseGet(Instant::now)).compareTo(bound) > 0;
        }
    }

    private final AgentCluster cluster;
    private final PrometheusServer server;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Instant> uncalled = new TreeMap<>();
    private Instant looked = Instant.EPOCH;

    AlertLedger(AgentCluster cluster, PrometheusServer server) {
        this.cluster = cluster;
        this.server = server;
    }

    private static Duration since(Instant from, Instant to) {
        return Duration.between(from, to);
    }

    /**
     * From now on this alert has to fire.
     *
     * @param bound what the fault and the rule need: the rest is added
     */
    void expect(String alert, String fault, Duration bound) {
        entries.put("Baton" + alert, new Entry(fault, Instant.now(), bound.plus(BUSY)));
    }

    /** Alerts that fire now, those of no fault included. */
    NavigableSet<String> look() {
        if (since(looked, Instant.now()).compareTo(PAUSE) < 0) {
            return Collections.emptyNavigableSet();
        }
        looked = Instant.now();
        NavigableSet<String> firing = server.firing();
        for (String alert : firing) {
            Optional<Entry> entry = Optional.ofNullable(entries.get(alert));
            entry.ifPresent(each -> each.fired = each.fired.or(() -> Optional.of(looked)));
            entry.ifPresent(each -> each.over = Optional.empty());
            if (entry.isEmpty()) {
                uncalled.putIfAbsent(alert, looked);
            }
        }
        entries.forEach(
                (alert, entry) -> {
                    if (!firing.contains(alert) && entry.fired.isPresent()) {
                        entry.over = entry.over.or(() -> Optional.of(looked));
                    }
                });
        return firing;
    }

    /** Waits until each of these has fired; fails with those that are late. */
    void awaitFired(String... alerts) {
        Set<String> missing = new TreeSet<>();
        for (String alert : alerts) {
            missing.add("Baton" + alert);
        }
        Instant last =
                entries.entrySet().stream()
                        .filter(each -> missing.contains(each.getKey()))
                        .map(each -> each.getValue().injected.plus(each.getValue().bound))
                        .reduce(Instant.now(), (one, other) -> one.isAfter(other) ? one : other);
        cluster.await(
                "fires: " + missing,
                since(Instant.now(), last).plusSeconds(2),
                () -> {
                    look();
                    missing.removeIf(this::hasFired);
                    return missing.isEmpty();
                });
    }

    private boolean hasFired(String alert) {
        return Optional.ofNullable(entries.get(alert)).orElseThrow().fired.isPresent();
    }

    /** Waits until nothing fires any more. */
    void awaitQuiet(Duration limit) {
        cluster.await(
                "no alert fires",
                limit,
                () -> {
                    look();
                    return entries.values().stream().allMatch(entry -> entry.over.isPresent());
                });
    }

    /** Alerts that fired later than they had to. */
    List<String> late() {
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue().isLate())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Alerts that fired although no fault was to cause them, each with its moment. */
    Map<String, Instant> uncalled() {
        return uncalled;
    }

    /** All of it, a line for each alert. */
    List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add("| alert | fault | fired after | bound | was over after |");
        lines.add("| --- | --- | --- | --- | --- |");
        entries.forEach(
                (alert, entry) ->
                        lines.add(
                                "| %s | %s | %s | %d s | %s |"
                                        .formatted(
                                                alert,
                                                entry.fault,
                                                after(entry, entry.fired),
                                                entry.bound.toSeconds(),
                                                after(entry, entry.over))));
        return lines;
    }

    private static String after(Entry entry, Optional<Instant> moment) {
        return moment.map(at -> since(entry.injected, at).toSeconds() + " s").orElse("never");
    }
}
