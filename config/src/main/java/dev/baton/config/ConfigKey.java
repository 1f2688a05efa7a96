// Longer than 500 lines because it is the list of all settings, each with its sentence.
package dev.baton.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Every key of {@code baton.conf} and {@code ctdb.conf}, in the order of the reference page.
 *
 * <p>Source: CTDB events contract, section 15, "ctdb.conf", and section 12.2 (1) for the cluster
 * lock; the others are Baton's own and are not taken from a {@code ctdb.conf}.
 */
enum ConfigKey {
    NODE_NAME("node", "name", Known.BATON, "host name", "Name of this node, unique in the cluster"),
    CLUSTER_NAME(
            "cluster",
            "name",
            Known.BATON,
            "baton",
            "Name of the cluster, the same on all nodes: the label cluster of all meters"),
    NODE_ADDRESS(
            "cluster",
            "node address",
            Known.BOTH,
            "the one of nodes that binds",
            "Private address of this node"),
    NODES_LIST(
            "cluster",
            "nodes list",
            Known.BOTH,
            "nodes",
            "File with the nodes, or !COMMAND that prints them"),
    PUBLIC_ADDRESSES(
            "cluster",
            "public addresses file",
            Known.BATON,
            "public_addresses",
            "File with the public addresses of this node"),
    LEADER_CAPABILITY(
            "cluster", "leader capability", Known.BOTH, "true", "Whether this node may lead"),
    CLUSTER_LOCK(
            "cluster",
            "cluster lock",
            Known.BOTH,
            "none",
            "Lock file, or !COMMAND of a lock helper"),
    VOTERS(
            "cluster",
            "voters",
            Known.BATON,
            "majority",
            "Whose votes protect an address: majority (of nodes; of two nodes and the lock), lock,"
                    + " or both"),
    LOCK_PROOF(
            "cluster",
            "lock proof",
            Known.BATON,
            "3s",
            "R: how long the vote of the lock counts after it was last seen to be held"),
    GIVE_VOTE_BACK(
            "cluster",
            "give vote back",
            Known.BATON,
            "true",
            "Whether a node that ends in order leaves the voters until it is back"),
    RECOVERY_LOCK("cluster", "recovery lock", Known.BOTH, "none", "Old name of cluster lock"),
    WIRE_PORT("cluster", "wire port", Known.BATON, "4480", "TCP port between agents"),
    HAZELCAST(
            "cluster",
            "hazelcast",
            Known.BATON,
            "yes",
            "Whether Hazelcast shares records and hints; nothing depends on it"),
    HAZELCAST_PORT("cluster", "hazelcast port", Known.BATON, "4481", "TCP port of Hazelcast"),
    HTTP_PORT("cluster", "http port", Known.BATON, "4482", "TCP port of metrics and health"),
    HTTP_ADDRESS(
            "cluster",
            "http address",
            Known.BATON,
            "127.0.0.1",
            "Addresses HTTP listens on; private stands for the node address"),
    TRANSPORT("cluster", "transport", Known.BOTH, "tcp", "Always tcp"),
    LEADER_TIMEOUT("cluster", "leader timeout", "see [lease] promise"),

    HEARTBEAT("lease", "heartbeat", Known.BATON, "500ms", "h: how often a lease is renewed"),
    LATEST(
            "lease",
            "latest",
            Known.BATON,
            "150ms",
            "W: a renewal that would begin later than this after asking is skipped"),
    LIFETIME("lease", "lifetime", Known.BATON, "3s", "L: lifetime of an address, whole seconds"),
    KERNEL_LATENESS(
            "lease",
            "kernel lateness",
            Known.BATON,
            "1100ms",
            "K: how late the kernel may remove an expired address"),
    PROMISE("lease", "promise", Known.BATON, "4300ms", "T: how long a voter stays bound"),
    CLOCK_RATE(
            "lease",
            "clock rate",
            Known.BATON,
            "10",
            "rho: per mille two clocks may differ in rate"),

    TLS_CERTIFICATE("tls", "certificate", Known.BATON, "none", "PEM file; all three or none"),
    TLS_KEY("tls", "key", Known.BATON, "none", "PEM file; all three or none"),
    TLS_AUTHORITY("tls", "authority", Known.BATON, "none", "PEM file; all three or none"),

    EVENTS_DIRECTORY(
            "event", "directory", Known.BATON, "events/legacy", "Directory of the event scripts"),
    DEBUG_SCRIPT("event", "debug script", Known.BOTH, "none", "Run when an event timed out"),

    FAILOVER_DISABLED(
            "failover", "disabled", Known.BOTH, "false", "No address ever moves by itself"),
    SHUTDOWN_EXTRA(
            "failover",
            "shutdown extra timeout",
            Known.BOTH,
            "0",
            "Added wait of a shutdown after its addresses left"),
    SHUTDOWN_FAILOVER(
            "failover",
            "shutdown failover timeout",
            Known.BOTH,
            "10",
            "Limit for giving addresses away on shutdown"),
    FOREIGN_ADDRESS(
            "failover",
            "foreign address",
            Known.BATON,
            "warn",
            "Before the first take of an address the network is asked for machines that use it:"
                    + " warn says so, refuse does not take it"),
    FAILBACK(
            "failover",
            "failback",
            Known.BATON,
            "always",
            "When an address may leave a healthy node: always, by hand, or a window such as"
                    + " Sat,Sun 22:00-04:00; the file failback says it for single addresses"),

    PROVIDER_DIRECTORIES(
            "storage",
            "provider directories",
            Known.BATON,
            "/srv/ganeti/extstorage, /usr/local/lib/ganeti/extstorage,"
                    + " /usr/lib/ganeti/extstorage, /usr/share/ganeti/extstorage",
            "Where Ganeti ExtStorage providers are; the first directory that has one decides"),
    CALL_LIMIT(
            "storage",
            "call limit",
            Known.BATON,
            "15m",
            "How long one call of a provider may take before it is ended"),
    CALL_LIMITS(
            "storage",
            "call limits",
            Known.BATON,
            "none",
            "Other limits, by provider or action: lvm.remove=2h, slow=1h"),
    EXTRA_VARIABLES(
            "storage",
            "extra variables",
            Known.BATON,
            "none",
            "More environment variables for scripts of a provider: lvm.LVM_SYSTEM_DIR=/etc/lvm"),
    CALL_LOG_DIRECTORY(
            "storage",
            "call log directory",
            Known.BATON,
            "storage/log of the agent",
            "Where what scripts of providers print is kept, one file for each call"),
    CALLS_AT_ONCE(
            "storage",
            "calls at once",
            Known.BATON,
            "8",
            "Jobs of one provider that run at the same time"),
    STRICT_PARAMETERS(
            "storage",
            "strict parameters",
            Known.BATON,
            "no",
            "Whether a parameter that a provider does not list is refused instead of warned of"),
    SECRET_PARAMETERS(
            "storage",
            "secret parameters",
            Known.BATON,
            "none",
            "Parameters whose values are never shown, beside those named like a password or key"),

    HOOK_DIRECTORY(
            "storage",
            "hook directory",
            Known.BATON,
            "/var/opt/osnexus/custom",
            "Where QuantaStor's custom scripts are"),
    BOOT_MARKER(
            "storage",
            "boot marker",
            Known.BATON,
            "/var/opt/osnexus/quantastor/qs_lastreboot",
            "File that remembers the boot for which system-poststart was called"),
    HOOK_LIMIT(
            "storage",
            "hook limit",
            Known.BATON,
            "5m",
            "How long one custom script may take before it is ended"),
    REQUIRED_HOOKS(
            "storage",
            "required hooks",
            Known.BATON,
            "none",
            "system-poststart: its failure makes the node unhealthy until the agent starts anew;"
                    + " pool-poststart: until that pool is started or stopped with success"),
    VETO_HOOKS(
            "storage",
            "veto hooks",
            Known.BATON,
            "none",
            "system-prestop: its failure refuses a shutdown by command; SIGTERM ends the agent"
                    + " still; pool-prestop: it refuses baton pool stop"),
    POOL_START(
            "storage",
            "pool start command",
            Known.BATON,
            "none",
            "Program that starts a pool itself, called with --pool=UUID before the hook"),
    POOL_STOP(
            "storage",
            "pool stop command",
            Known.BATON,
            "none",
            "Program that stops it, called with --pool=UUID behind the hook"),

    SCHEDULE_NAME(
            ConfigKey.SCHEDULE,
            "name",
            Known.BATON,
            "the id",
            "What custom scripts are told as the schedule's name; any text"),
    SCHEDULE_TARGETS(
            ConfigKey.SCHEDULE,
            "targets",
            Known.BATON,
            "none; needed",
            "What snapshots are taken of, as NODE:TARGET: a volume of that node, or a word for the"
                    + " command, which runs there"),
    SCHEDULE_NODES(
            ConfigKey.SCHEDULE,
            "nodes",
            Known.BATON,
            "all",
            "Names or numbers of the nodes that are frozen by schedule-presnap"),
    SCHEDULE_CALL(
            ConfigKey.SCHEDULE,
            "snapshot call",
            Known.BATON,
            "provider",
            "provider: the snapshot script of each volume's provider; or the path of a command"),
    SCHEDULE_WHEN(
            ConfigKey.SCHEDULE,
            "when",
            Known.BATON,
            "by command only",
            "Minute, hour, day of month, month, day of week, as in a crontab"),
    SCHEDULE_ZONE(
            ConfigKey.SCHEDULE, "time zone", Known.BATON, "UTC", "Where these times are those of"),
    SCHEDULE_MISSED(
            ConfigKey.SCHEDULE,
            "missed rounds",
            Known.BATON,
            "skip",
            "What becomes of rounds that were due while no node led: skip, or run once"),
    SCHEDULE_KEEP(
            ConfigKey.SCHEDULE,
            "keep",
            Known.BATON,
            "all",
            "Of how many consistent rounds snapshots are kept; older ones are removed"),
    SCHEDULE_FREEZE(
            ConfigKey.SCHEDULE,
            "freeze limit",
            Known.BATON,
            "15s",
            "How long a node stays frozen at most; then it thaws without being asked"),
    SCHEDULE_HOLD(
            ConfigKey.SCHEDULE,
            "hold hook",
            Known.BATON,
            "no",
            "Whether schedule-presnap stays alive, prints frozen, and thaws when its input ends"),
    SCHEDULE_CRASH(
            ConfigKey.SCHEDULE,
            "crash consistent",
            Known.BATON,
            "no",
            "Whether snapshots are taken although a node could not be frozen or is away"),

    ONE_LOCATION(
            "opennebula",
            "one location",
            Known.BATON,
            "none",
            "Directory that ONE_LOCATION names: drivers are in var/remotes below it; without it in"
                    + " /var/lib/one/remotes"),
    DRIVER_USER(
            "opennebula",
            "driver user",
            Known.BATON,
            "oneadmin",
            "User as whom drivers run; root only when it is named here"),
    DRIVER_HOST(
            "opennebula",
            "host name",
            Known.BATON,
            "the node's name",
            "Name by which hosts reach this node when it is the front-end"),
    DRIVER_DIALECT(
            "opennebula",
            "dialect",
            Known.BATON,
            "as the scripts show",
            "In which version drivers are called: 3.4, 3.6, 3.8, 4.0, 5.0, 6.0 or 6.8"),
    DRIVER_DIALECTS(
            "opennebula",
            "dialects",
            Known.BATON,
            "none",
            "The same for single drivers: datastore/files=6.8, tm/ssh=3.4"),
    DRIVER_LIMIT(
            "opennebula",
            "call limit",
            Known.BATON,
            "1h",
            "How long one call of a driver may take before it is ended; cp and mv: 7 days"),
    DRIVER_LIMITS(
            "opennebula",
            "call limits",
            Known.BATON,
            "none",
            "Other limits, by driver or action: files.cp=2h, ssh=1h"),
    DRIVER_VARIABLES(
            "opennebula",
            "extra variables",
            Known.BATON,
            "none",
            "More environment variables for scripts of a driver: ceph.CEPH_ARGS=--id x"),
    DRIVER_SSH(
            "opennebula",
            "ssh program",
            Known.BATON,
            "/usr/bin/ssh",
            "Program that looks at hosts; drivers have their own, by the variable SSH for ours"),
    IMAGE_RECORDS(
            "opennebula",
            "image records",
            Known.BATON,
            "storage/images of the agent",
            "Where it is written which images there are; a directory that all front-ends share"
                    + " where there are several"),

    DATASTORE_NAME(
            ConfigKey.DATASTORE,
            "name",
            Known.BATON,
            "the id",
            "What drivers are told as the datastore's name"),
    DATASTORE_DRIVER(
            ConfigKey.DATASTORE,
            "driver",
            Known.BATON,
            "none; needed, but for one of machines",
            "DS_MAD: the directory of the driver that keeps its images"),
    DATASTORE_TRANSFER(
            ConfigKey.DATASTORE,
            "transfer",
            Known.BATON,
            "none; needed",
            "TM_MAD: the directory of the driver that brings disks to hosts"),
    DATASTORE_MACHINES(
            ConfigKey.DATASTORE,
            "of machines",
            Known.BATON,
            "no",
            "Whether it holds the directories of machines (a system datastore) instead of images"),
    DATASTORE_PATH(
            ConfigKey.DATASTORE,
            "path",
            Known.BATON,
            "its id in the directory of datastores",
            "BASE_PATH: its directory; none for one that is no directory"),
    DATASTORE_CALLS(
            ConfigKey.DATASTORE,
            "calls at once",
            Known.BATON,
            "1",
            "Jobs of it that run at the same time"),
    DATASTORE_NODES(
            ConfigKey.DATASTORE,
            "nodes",
            Known.BATON,
            "all",
            "Names or numbers of the nodes that may be its front-end"),
    DATASTORE_ATTRIBUTES(
            ConfigKey.DATASTORE,
            "attributes",
            Known.BATON,
            "none",
            "What its driver is told beside: SAFE_DIRS=/srv/images, UMASK=0007"),

    SERVE_PLUGINS(
            "lsm",
            "serve plugins",
            Known.BATON,
            "false",
            "Whether lsmcli and other clients of libStorageMgmt on this node are served, in place"
                    + " of lsmd"),
    PLUGIN_DIRECTORY(
            "lsm",
            "plugin directory",
            Known.BATON,
            "/usr/bin",
            "Directory below which plugins are, files named SCHEME_lsmplugin"),
    PLUGIN_SOCKETS(
            "lsm",
            "socket directory",
            Known.BATON,
            "/var/run/lsm/ipc",
            "Where clients look for the sockets of plugins"),
    PLUGIN_CONFIGURATION(
            "lsm",
            "daemon configuration",
            Known.BATON,
            "/etc/lsm",
            "Directory of lsmd.conf and pluginconf.d, which may let a plugin keep root's rights"),
    PLUGINS_AT_ONCE(
            "lsm",
            "plugins at once",
            Known.BATON,
            "16",
            "Plugins that run at the same time; sessions beyond wait"),

    START_AS_DISABLED(
            "legacy", "start as disabled", Known.BOTH, "false", "Start without taking addresses"),
    START_AS_STOPPED("legacy", "start as stopped", Known.BOTH, "false", "Start stopped"),
    SCRIPT_LOG_LEVEL(
            "legacy",
            "script log level",
            Known.BOTH,
            "ERROR",
            "Level of the event scripts' own log"),
    REALTIME("legacy", "realtime scheduling", "leases do not depend on it"),
    LMASTER("legacy", "lmaster capability", ConfigKey.NO_DATABASE),

    BESIDE(
            "compat",
            "beside",
            Known.BATON,
            "none",
            "ctdbd: a ctdbd with failover disabled keeps Samba's databases; commands about them are"
                    + " handed to CTDB's own, and smbd hears of released addresses"),
    CTDBD_DIRECTORY(
            "compat",
            "ctdbd directory",
            Known.BATON,
            "/etc/ctdb",
            "Directory of that ctdbd's settings"),
    CTDBD_SOCKET(
            "compat",
            "ctdbd socket",
            Known.BATON,
            "/run/ctdb/ctdbd.socket",
            "Where that ctdbd listens"),
    CTDB_TOOL("compat", "ctdb tool", Known.BATON, "/usr/bin/ctdb", "CTDB's own ctdb command"),

    LOG_LOCATION("logging", "location", Known.BOTH, "file:", "file:, file:PATH or syslog"),
    LOG_LEVEL(
            "logging", "log level", Known.BOTH, "NOTICE", "ERROR, WARNING, NOTICE, INFO or DEBUG"),
    LOG_FORMAT(
            "logging",
            "format",
            Known.BATON,
            "text",
            "How the agent writes its log: text (a name and key=value) or json (an object in each"
                    + " line)"),

    TRACING_ENDPOINT(
            "tracing",
            "endpoint",
            Known.BATON,
            "none",
            "Receiver of traces, OTLP over HTTP: http://127.0.0.1:4318; none: no traces are made"),
    TRACING_RATIO(
            "tracing",
            "ratio",
            Known.BATON,
            "1",
            "Share of traces that is sent, from 0 to 1; the same on all nodes"),
    TRACING_SERVICE(
            "tracing", "service name", Known.BATON, "baton", "What the agent is called in traces"),

    VOLATILE_DATABASES("database", "volatile database directory", ConfigKey.NO_DATABASE),
    PERSISTENT_DATABASES("database", "persistent database directory", ConfigKey.NO_DATABASE),
    STATE_DATABASES("database", "state database directory", ConfigKey.NO_DATABASE),
    LOCK_DEBUG_SCRIPT("database", "lock debug script", ConfigKey.NO_DATABASE),
    TDB_MUTEXES("database", "tdb mutexes", ConfigKey.NO_DATABASE);

    /** How the sections of schedules begin; one key stands for those of all of them. */
    static final String SCHEDULE_PREFIX = "schedule ";

    /** The same for datastores. */
    static final String DATASTORE_PREFIX = "datastore ";

    private static final String SCHEDULE = "schedule ID";
    private static final String DATASTORE = "datastore ID";
    private static final String NO_DATABASE = "it concerns databases, Baton has none";

    /** Whose files may have the key. */
    enum Known {
        BATON,
        BOTH
    }

    private final String section;
    private final String key;
    private final Known known;
    private final String defaultText;
    private final String purpose;
    private final boolean ignored;

    ConfigKey(String section, String key, Known known, String defaultText, String purpose) {
        this.section = section;
        this.key = key;
        this.known = known;
        this.defaultText = defaultText;
        this.purpose = purpose;
        this.ignored = false;
    }

    /** A key CTDB knows that changes nothing here, and why. */
    ConfigKey(String section, String key, String reason) {
        this.section = section;
        this.key = key;
        this.known = Known.BOTH;
        this.defaultText = "";
        this.purpose = reason;
        this.ignored = true;
    }

    /** What a section is called in the list of keys. */
    private static String listed(String section) {
        return section.startsWith(SCHEDULE_PREFIX)
                ? SCHEDULE
                : section.startsWith(DATASTORE_PREFIX) ? DATASTORE : section;
    }

    /** Whether a section is one of several of its kind, each with a name of its own. */
    static boolean isNamed(String section) {
        return !listed(section).equals(section);
    }

    /** Whether a section of the list stands for several of its kind. */
    static boolean isNamedKind(String listed) {
        return listed.equals(SCHEDULE) || listed.equals(DATASTORE);
    }

    static Optional<ConfigKey> find(String section, String key) {
        String listed = listed(section);
        return Arrays.stream(values())
                .filter(each -> each.section.equals(listed) && each.key.equals(key))
                .findFirst();
    }

    /** The sections that have this key. */
    static List<String> sectionsWith(String key) {
        return Arrays.stream(values())
                .filter(each -> each.key.equals(key))
                .map(ConfigKey::section)
                .toList();
    }

    static List<String> sections() {
        return Arrays.stream(values()).map(ConfigKey::section).distinct().toList();
    }

    static List<String> keysOf(String section) {
        String listed = listed(section);
        return Arrays.stream(values())
                .filter(each -> each.section.equals(listed))
                .map(ConfigKey::key)
                .toList();
    }

    String section() {
        return section;
    }

    String key() {
        return key;
    }

    boolean isBatonsOwn() {
        return known == Known.BATON;
    }

    String defaultText() {
        return defaultText;
    }

    /** What it sets, or why it sets nothing. */
    String purpose() {
        return purpose;
    }

    /** Whether it changes nothing here. */
    boolean isIgnored() {
        return ignored;
    }

    @Override
    public String toString() {
        return "[" + section + "] " + key;
    }
}
