package dev.baton.config;

import static dev.baton.config.TunableCatalog.ENABLE_BANS;
import static dev.baton.config.TunableCatalog.EVENT_SCRIPT_TIMEOUT;
import static dev.baton.config.TunableCatalog.IP_ALLOC_ALGORITHM;
import static dev.baton.config.TunableCatalog.IP_EVENT_PARALLELISM;
import static dev.baton.config.TunableCatalog.MONITOR_INTERVAL;
import static dev.baton.config.TunableCatalog.MONITOR_TIMEOUT_COUNT;
import static dev.baton.config.TunableCatalog.NO_IP_FAILBACK;
import static dev.baton.config.TunableCatalog.NO_IP_TAKEOVER;
import static dev.baton.config.TunableCatalog.RECOVERY_BAN_PERIOD;
import static dev.baton.config.TunableCatalog.RECOVERY_GRACE_PERIOD;
import static dev.baton.config.TunableCatalog.TAKEOVER_TIMEOUT;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The values of all tunables on one node.
 *
 * <p>Source: CTDB events contract, section 15.1.
 *
 * @param changed the values that were set, by the catalog's name; all others have their default
 */
public record Tunables(SortedMap<String, Integer> changed) {

    /** Nothing was set. */
    public static final Tunables DEFAULT = new Tunables(new TreeMap<>());

    public Tunables {
        changed = Collections.unmodifiableSortedMap(new TreeMap<>(changed));
        changed.forEach((name, value) -> requireAllowed(known(name), value));
    }

    /** Reads the lines of one tunables file on top of these values; a bad line changes nothing. */
    public Parsed<Tunables> parse(String fileName, List<String> lines) {
        return new TunablesReader(fileName, this).read(lines);
    }

    /** The value in force. */
    public int get(Tunable tunable) {
        return changed.getOrDefault(tunable.name(), tunable.defaultValue());
    }

    /**
     * These values with one changed; the name in any case. An unknown name or a value out of bounds
     * throws {@link IllegalArgumentException} with the sentence to show.
     */
    public Tunables with(String name, int value) {
        SortedMap<String, Integer> copy = new TreeMap<>(changed);
        copy.put(known(name).name(), value);
        return new Tunables(copy);
    }

    /** These values without one that was set; the name in any case. */
    public Tunables without(String name) {
        SortedMap<String, Integer> copy = new TreeMap<>(changed);
        copy.remove(known(name).name());
        return new Tunables(copy);
    }

    /** These values under others: what those set counts, the rest stays. */
    public Tunables plus(Tunables over) {
        if (over.changed.isEmpty()) {
            return this;
        }
        SortedMap<String, Integer> copy = new TreeMap<>(changed);
        copy.putAll(over.changed);
        return new Tunables(copy);
    }

    /** Whether it was set, to whatever value. */
    public boolean sets(Tunable tunable) {
        return changed.containsKey(tunable.name());
    }

    /** Limit of one whole event. */
    public Duration eventScriptTimeout() {
        return seconds(EVENT_SCRIPT_TIMEOUT);
    }

    /** From the end of one monitor run to the start of the next. */
    public Duration monitorInterval() {
        return seconds(MONITOR_INTERVAL);
    }

    /** Consecutive monitor timeouts that make a node unhealthy. */
    public int monitorTimeoutCount() {
        return get(MONITOR_TIMEOUT_COUNT);
    }

    /** Limit of one question of a takeover run. */
    public Duration takeoverTimeout() {
        return seconds(TAKEOVER_TIMEOUT);
    }

    /** 0 deterministic, 1 non-deterministic, 2 LCP2; never another number. */
    public int ipAllocAlgorithm() {
        return Math.min(get(IP_ALLOC_ALGORITHM), 2);
    }

    /** Addresses stay where they are when a node becomes healthy. */
    public boolean noIpFailback() {
        return get(NO_IP_FAILBACK) != 0;
    }

    /** No address gets a new node. */
    public boolean noIpTakeover() {
        return get(NO_IP_TAKEOVER) != 0;
    }

    /** Length of a ban. */
    public Duration recoveryBanPeriod() {
        return seconds(RECOVERY_BAN_PERIOD);
    }

    /** Quiet time after which ban credits are forgotten. */
    public Duration recoveryGracePeriod() {
        return seconds(RECOVERY_GRACE_PERIOD);
    }

    /** Misbehaving nodes are banned by themselves. */
    public boolean enableBans() {
        return get(ENABLE_BANS) != 0;
    }

    /** The most address events of one node at one time. */
    public int ipEventParallelism() {
        return get(IP_EVENT_PARALLELISM);
    }

    /** After which all connections are told to other nodes again. */
    public Duration tickleUpdateInterval() {
        return seconds(TunableCatalog.TICKLE_UPDATE_INTERVAL);
    }

    private Duration seconds(Tunable tunable) {
        return Duration.ofSeconds(get(tunable));
    }

    private static Tunable known(String name) {
        return TunableCatalog.find(name)
                .orElseThrow(() -> new IllegalArgumentException("No such tunable " + name));
    }

    private static void requireAllowed(Tunable tunable, int value) {
        if (!tunable.allows(value)) {
            throw new IllegalArgumentException(
                    "expected %s from %d to %d, got %d"
                            .formatted(tunable.name(), tunable.min(), tunable.max(), value));
        }
    }
}
