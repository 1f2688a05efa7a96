package dev.baton.config;

import dev.baton.config.Tunable.Unit;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Every tunable there is, in the order lists show them, and the obsolete names that are refused.
 *
 * <p>Source: CTDB events contract, section 15.1; order: CTDB command contract, section 4.1, then
 * Baton's own.
 */
public final class TunableCatalog {

    private static final int DAY = 86_400;
    private static final int ANY = Integer.MAX_VALUE;

    public static final Tunable EVENT_SCRIPT_TIMEOUT =
            Tunable.active(
                    "EventScriptTimeout",
                    30,
                    Unit.SECONDS,
                    1,
                    DAY,
                    "Limit of one whole event, any event");
    public static final Tunable MONITOR_INTERVAL =
            Tunable.active(
                    "MonitorInterval",
                    15,
                    Unit.SECONDS,
                    1,
                    DAY,
                    "From the end of one monitor run to the start of the next; cap of its"
                            + " back-off");
    public static final Tunable MONITOR_TIMEOUT_COUNT =
            Tunable.active(
                    "MonitorTimeoutCount",
                    20,
                    Unit.COUNT,
                    1,
                    10_000,
                    "Consecutive monitor timeouts that make a node unhealthy");
    public static final Tunable TAKEOVER_TIMEOUT =
            Tunable.active(
                    "TakeoverTimeout",
                    9,
                    Unit.SECONDS,
                    1,
                    3_600,
                    "Limit of one question of a takeover run; three times this for its stages");
    public static final Tunable IP_ALLOC_ALGORITHM =
            Tunable.active(
                    "IPAllocAlgorithm",
                    2,
                    Unit.CHOICE,
                    0,
                    ANY,
                    "0 deterministic, 1 non-deterministic, 2 and all others LCP2");
    public static final Tunable NO_IP_FAILBACK =
            Tunable.active(
                    "NoIPFailback",
                    0,
                    Unit.SWITCH,
                    0,
                    ANY,
                    "Addresses stay where they are when a node becomes healthy");
    public static final Tunable NO_IP_TAKEOVER =
            Tunable.active("NoIPTakeover", 0, Unit.SWITCH, 0, ANY, "No address gets a new node");
    public static final Tunable RECOVERY_GRACE_PERIOD =
            Tunable.active(
                    "RecoveryGracePeriod",
                    120,
                    Unit.SECONDS,
                    0,
                    7 * DAY,
                    "Quiet time after which ban credits are forgotten");
    public static final Tunable RECOVERY_BAN_PERIOD =
            Tunable.active("RecoveryBanPeriod", 300, Unit.SECONDS, 1, 7 * DAY, "Length of a ban");
    public static final Tunable ENABLE_BANS =
            Tunable.active(
                    "EnableBans",
                    1,
                    Unit.SWITCH,
                    0,
                    ANY,
                    "Misbehaving nodes are banned by themselves");
    public static final Tunable IP_EVENT_PARALLELISM =
            Tunable.active(
                    "IpEventParallelism",
                    8,
                    Unit.COUNT,
                    1,
                    64,
                    "takeip, releaseip and updateip events of different addresses at one time on a"
                            + " node");

    public static final Tunable TICKLE_UPDATE_INTERVAL =
            Tunable.active(
                    "TickleUpdateInterval",
                    20,
                    Unit.SECONDS,
                    1,
                    DAY,
                    "Lists of connections are told to the other nodes at least so often; changes"
                            + " after 1 s");

    private static final String LAST_OF_CTDB = "allowmixedversions";

    private static final List<Tunable> ALL =
            List.of(
                    Tunable.database("SeqnumInterval", 1000, Unit.MILLISECONDS),
                    Tunable.idle(
                            "ControlTimeout", 60, Unit.SECONDS, "Every command has its own limit"),
                    Tunable.database("TraverseTimeout", 20, Unit.SECONDS),
                    Tunable.idle("KeepaliveInterval", 5, Unit.SECONDS, "See [lease] heartbeat"),
                    Tunable.idle("KeepaliveLimit", 5, Unit.COUNT, "See [lease] promise"),
                    Tunable.idle(
                            "RecoverTimeout", 30, Unit.SECONDS, "There is no database to recover"),
                    Tunable.idle(
                            "RecoverInterval",
                            1,
                            Unit.SECONDS,
                            "The leader acts as soon as it knows"),
                    Tunable.idle("ElectionTimeout", 3, Unit.SECONDS, "See [lease] promise"),
                    TAKEOVER_TIMEOUT,
                    MONITOR_INTERVAL,
                    TICKLE_UPDATE_INTERVAL,
                    EVENT_SCRIPT_TIMEOUT,
                    MONITOR_TIMEOUT_COUNT,
                    RECOVERY_GRACE_PERIOD,
                    RECOVERY_BAN_PERIOD,
                    Tunable.database("DatabaseHashSize", 100_001, Unit.COUNT),
                    Tunable.database("DatabaseMaxDead", 5, Unit.COUNT),
                    Tunable.idle(
                            "RerecoveryTimeout",
                            10,
                            Unit.SECONDS,
                            "There is no database to recover"),
                    ENABLE_BANS,
                    NO_IP_FAILBACK,
                    Tunable.database("VerboseMemoryNames", 0, Unit.SWITCH),
                    Tunable.idle(
                            "RecdPingTimeout",
                            60,
                            Unit.SECONDS,
                            "There is no second daemon to watch"),
                    Tunable.idle(
                            "RecdFailCount", 10, Unit.COUNT, "There is no second daemon to watch"),
                    Tunable.database("LogLatencyMs", 0, Unit.MILLISECONDS),
                    Tunable.idle(
                            "RecLockLatencyMs",
                            1000,
                            Unit.MILLISECONDS,
                            "There is no recovery lock"),
                    Tunable.idle(
                            "RecoveryDropAllIPs",
                            120,
                            Unit.SECONDS,
                            "Addresses end with their lease, see [lease] lifetime"),
                    Tunable.database("VacuumInterval", 10, Unit.SECONDS),
                    Tunable.database("VacuumMaxRunTime", 120, Unit.SECONDS),
                    Tunable.database("RepackLimit", 10_000, Unit.COUNT),
                    Tunable.database("VacuumFastPathCount", 60, Unit.COUNT),
                    Tunable.database("MaxQueueDropMsg", 1_000_000, Unit.COUNT),
                    Tunable.database("AllowUnhealthyDBRead", 0, Unit.SWITCH),
                    Tunable.idle("StatHistoryInterval", 1, Unit.SECONDS, "Meters have no history"),
                    Tunable.database("DeferredAttachTO", 120, Unit.SECONDS),
                    Tunable.database("AllowClientDBAttach", 1, Unit.SWITCH),
                    Tunable.database("FetchCollapse", 1, Unit.SWITCH),
                    Tunable.database("HopcountMakeSticky", 50, Unit.COUNT),
                    Tunable.database("StickyDuration", 600, Unit.SECONDS),
                    Tunable.database("StickyPindown", 200, Unit.MILLISECONDS),
                    NO_IP_TAKEOVER,
                    Tunable.database("DBRecordCountWarn", 100_000, Unit.COUNT),
                    Tunable.database("DBRecordSizeWarn", 10_000_000, Unit.BYTES),
                    Tunable.database("DBSizeWarn", 100_000_000, Unit.BYTES),
                    Tunable.database("PullDBPreallocation", 10_485_760, Unit.BYTES),
                    Tunable.database("LockProcessesPerDB", 200, Unit.COUNT),
                    Tunable.database("RecBufferSizeLimit", 1_000_000, Unit.BYTES),
                    Tunable.database("QueueBufferSize", 1024, Unit.BYTES),
                    IP_ALLOC_ALGORITHM,
                    Tunable.idle(
                            "AllowMixedVersions",
                            0,
                            Unit.SWITCH,
                            "The wire checks its own version"),
                    IP_EVENT_PARALLELISM);

    private static final SortedMap<String, Tunable> BY_NAME = byName();

    private static final SortedSet<String> OBSOLETE =
            lowerCase(
                    List.of(
                            "MaxRedirectCount",
                            "EventScriptUnhealthyOnTimeout",
                            "DeterministicIPs",
                            "LCP2PublicIPs",
                            "ReclockPingPeriod",
                            "DisableIPFailover",
                            "VerifyRecoveryLock",
                            "VacuumLimit",
                            "RecoverPDBBySeqNum",
                            "DeferredRebalanceOnNodeAdd",
                            "NoIPHostOnAllDisabled",
                            "Samba3AvoidDeadlocks",
                            "TDBMutexEnabled"));

    private TunableCatalog() {}

    /** Every tunable that is not obsolete, in the order lists show them. */
    public static List<Tunable> all() {
        return ALL;
    }

    /** The tunable of that name in any case; empty for unknown and obsolete names. */
    public static Optional<Tunable> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Whether CTDB knows the tunable too; those of Baton stand behind all of CTDB's. */
    public static boolean isOfCtdb(Tunable tunable) {
        return ALL.indexOf(tunable) <= ALL.indexOf(BY_NAME.get(LAST_OF_CTDB));
    }

    /** Whether CTDB knew the name once and refuses it today. */
    public static boolean isObsolete(String name) {
        return OBSOLETE.contains(name.toLowerCase(Locale.ROOT));
    }

    /** The name that was probably meant by an unknown one. */
    public static Optional<String> suggestion(String name) {
        return Spelling.closest(name, ALL.stream().map(Tunable::name).toList());
    }

    private static SortedMap<String, Tunable> byName() {
        SortedMap<String, Tunable> map = new TreeMap<>();
        ALL.forEach(tunable -> map.put(tunable.name().toLowerCase(Locale.ROOT), tunable));
        return Collections.unmodifiableSortedMap(map);
    }

    private static SortedSet<String> lowerCase(List<String> names) {
        SortedSet<String> set = new TreeSet<>();
        names.forEach(name -> set.add(name.toLowerCase(Locale.ROOT)));
        return Collections.unmodifiableSortedSet(set);
    }
}
