package dev.baton.config.migration;

import dev.baton.config.EntryMeaning;
import dev.baton.config.IniEntry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The shell variables that configured CTDB before 4.9, as settings, tunables and options of
 * scripts. A newer CTDB does not read them, so that they count only without a {@code ctdb.conf}.
 */
final class OldVariables {

    private static final String TUNABLE = "CTDB_SET_";
    private static final String MANAGES = "CTDB_MANAGES_";
    private static final String SERVICE_MANAGER = "it is a matter of the service manager";

    private final SettingsDirectory from;
    private final Ledger ledger;
    private final ImportedSettings settings;
    private final List<String> tunables = new ArrayList<>();
    private final List<String> options = new ArrayList<>();

    OldVariables(SettingsDirectory from, Ledger ledger, ImportedSettings settings) {
        this.from = from;
        this.ledger = ledger;
        this.settings = settings;
    }

    void read() {
        Optional<FoundFile> file = from.variables();
        if (file.isEmpty()) {
            return;
        }
        List<String> lines = file.get().lines().orElse(List.of());
        for (int i = 0; i < lines.size(); i++) {
            ShellLine.read(i + 1, lines.get(i)).ifPresent(line -> read(file.get().place(), line));
        }
    }

    private void read(String place, ShellLine line) {
        String name = line.name().orElse("");
        if (from.file(ImportedSettings.CONF).isPresent()) {
            add(Verdict.IGNORED, place, line, "CTDB does not read it beside ctdb.conf");
        } else if (line.text().startsWith("ulimit ")) {
            add(Verdict.IGNORED, place, line, SERVICE_MANAGER);
        } else if (line.value().isEmpty()) {
            add(
                    Verdict.REFUSED,
                    place,
                    line,
                    "only a shell can tell what it says (write NAME=VALUE)");
        } else if (withoutEffect(name).isPresent()) {
            add(Verdict.IGNORED, place, line, withoutEffect(name).get());
        } else if (withoutPlace(name).isPresent()) {
            add(Verdict.REFUSED, place, line, withoutPlace(name).get());
        } else {
            translate(place, line, name, line.value().get());
        }
    }

    private static Optional<String> withoutEffect(String name) {
        return switch (name) {
            case "CTDB_SOCKET", "CTDB_PIDFILE" ->
                    Optional.of("Baton's files are where its base directory says");
            case "CTDB_STARTUP_TIMEOUT",
                    "CTDB_SHUTDOWN_TIMEOUT",
                    "CTDB_SUPPRESS_COREFILE",
                    "CTDB_MAX_OPEN_FILES" ->
                    Optional.of(SERVICE_MANAGER);
            case "CTDB_VALGRIND" -> Optional.of("it is for developers of CTDB");
            case "CTDB_MAX_PERSISTENT_CHECK_ERRORS" ->
                    Optional.of("it concerns databases, Baton has none");
            default -> Optional.empty();
        };
    }

    private static Optional<String> withoutPlace(String name) {
        return switch (name) {
            case "CTDB_PUBLIC_INTERFACE" ->
                    Optional.of(
                            "there is no interface for all addresses (name it on each line of"
                                    + " public_addresses, and remove this line)");
            case "CTDB_OPTIONS" ->
                    Optional.of(
                            "these are arguments of ctdbd (write each as a setting of ctdb.conf,"
                                    + " and remove this line)");
            case "CTDB_NOTIFY_SCRIPT" ->
                    Optional.of(
                            "notifications are run by notify.sh of this directory (give the"
                                    + " script that name, and remove this line)");
            default -> Optional.empty();
        };
    }

    /** Section and key of today. */
    private static Optional<String> renamed(String name) {
        return switch (name) {
            case "CTDB_RECOVERY_LOCK" -> Optional.of("cluster/cluster lock");
            case "CTDB_NODES" -> Optional.of("cluster/nodes list");
            case "CTDB_NODE_ADDRESS" -> Optional.of("cluster/node address");
            case "CTDB_TRANSPORT" -> Optional.of("cluster/transport");
            case "CTDB_PUBLIC_ADDRESSES" -> Optional.of("cluster/public addresses file");
            case "CTDB_CAPABILITY_RECMASTER" -> Optional.of("cluster/leader capability");
            case "CTDB_CAPABILITY_LMASTER" -> Optional.of("legacy/lmaster capability");
            case "CTDB_LOGGING", "CTDB_LOGFILE" -> Optional.of("logging/location");
            case "CTDB_DEBUGLEVEL" -> Optional.of("logging/log level");
            case "CTDB_SCRIPT_LOG_LEVEL" -> Optional.of("legacy/script log level");
            case "CTDB_START_AS_DISABLED" -> Optional.of("legacy/start as disabled");
            case "CTDB_START_AS_STOPPED" -> Optional.of("legacy/start as stopped");
            case "CTDB_NOSETSCHED" -> Optional.of("legacy/realtime scheduling");
            case "CTDB_EVENT_SCRIPT_DIR" -> Optional.of("event/directory");
            case "CTDB_DEBUG_HUNG_SCRIPT" -> Optional.of("event/debug script");
            case "CTDB_DEBUG_LOCKS" -> Optional.of("database/lock debug script");
            case "CTDB_DBDIR" -> Optional.of("database/volatile database directory");
            case "CTDB_DBDIR_PERSISTENT" -> Optional.of("database/persistent database directory");
            case "CTDB_DBDIR_STATE" -> Optional.of("database/state database directory");
            default -> Optional.empty();
        };
    }

    private void add(Verdict verdict, String place, ShellLine line, String why) {
        String name = line.name().orElse(line.text());
        ledger.add(verdict, place, line.number(), name, line.value().orElse(""), why);
    }

    private void translate(String place, ShellLine line, String name, String value) {
        Optional<String> today = renamed(name);
        if (today.isPresent()) {
            String[] key = today.get().split("/", -1);
            setting(place, line, key[0], key[1], translated(name, value));
        } else if (name.equals("CTDB_SYSLOG")) {
            syslog(place, line, value);
        } else if (name.startsWith(TUNABLE)) {
            String tunable = name.substring(TUNABLE.length()) + "=" + value;
            new ImportedTunables(ledger)
                    .line(place, line.number(), tunable)
                    .ifPresent(tunables::add);
        } else if (name.startsWith(MANAGES)) {
            manages(place, line, script(name.substring(MANAGES.length())), value);
        } else {
            add(Verdict.TAKEN, place, line, "as an option of scripts");
            options.add(line.text());
        }
    }

    private static String translated(String name, String value) {
        return switch (name) {
            case "CTDB_DEBUGLEVEL", "CTDB_SCRIPT_LOG_LEVEL" -> level(value);
            case "CTDB_LOGFILE" -> "file:" + value;
            default -> value;
        };
    }

    private static String level(String value) {
        return switch (value.toUpperCase(Locale.ROOT)) {
            case "0", "ERR" -> "ERROR";
            case "1" -> "WARNING";
            case "2" -> "NOTICE";
            case "3" -> "INFO";
            case "4" -> "DEBUG";
            default -> value;
        };
    }

    /** The script that manages a service today; empty for one that no script is known for. */
    private static String script(String service) {
        return switch (service) {
            case "SAMBA" -> "50.samba";
            case "WINBIND" -> "49.winbind";
            case "NFS" -> "60.nfs";
            case "HTTPD" -> "41.httpd";
            case "VSFTPD" -> "40.vsftpd";
            case "ISCSI" -> "70.iscsi";
            case "CLAMD" -> "31.clamd";
            default -> "";
        };
    }

    private void setting(String place, ShellLine line, String section, String key, String value) {
        IniEntry entry = new IniEntry(place, line.number(), section, key, value);
        settings.take(entry, line.name().orElse(key), EntryMeaning.inBatonConf(entry));
    }

    private void syslog(String place, ShellLine line, String value) {
        if (isYes(value)) {
            setting(place, line, "logging", "location", "syslog");
        } else {
            add(Verdict.IGNORED, place, line, "it is the default");
        }
    }

    private void manages(String place, ShellLine line, String script, String value) {
        boolean enabled =
                from.file("events/legacy/" + script + ".script")
                        .filter(FoundFile::executable)
                        .isPresent();
        if (!isYes(value)) {
            add(Verdict.IGNORED, place, line, "only enabled scripts manage services");
        } else if (enabled) {
            add(Verdict.TAKEN, place, line, "its script " + script + " is enabled");
        } else {
            String which = script.isEmpty() ? "the script of this service" : script;
            add(
                    Verdict.REFUSED,
                    place,
                    line,
                    "an enabled script says so today (remove this line, and enable "
                            + which
                            + " after the import)");
        }
    }

    private static boolean isYes(String value) {
        return List.of("yes", "true", "on", "1").contains(value.toLowerCase(Locale.ROOT));
    }

    /** Lines for a file of tunables. */
    List<String> tunables() {
        return List.copyOf(tunables);
    }

    /** Lines for {@code script.options}. */
    List<String> options() {
        return List.copyOf(options);
    }
}
