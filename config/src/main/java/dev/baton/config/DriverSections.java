package dev.baton.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code [opennebula]} and {@code [datastore ID]}. */
final class DriverSections {

    /** Datastores of one cluster; more would be a mistake. */
    private static final int MOST = 256;

    private static final Pattern ID = Pattern.compile("[0-9]{1,9}");
    private static final Pattern USER = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,252}");
    private static final Pattern DRIVER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,128}");
    private static final Pattern NODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern DIALECT =
            Pattern.compile("((?:datastore|tm)/" + DRIVER.pattern() + ")\\s*=\\s*(\\S+)");
    private static final Pattern ATTRIBUTE =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,63})\\s*=\\s*(.*)");
    private static final String DRIVER_NAME = "the name of a driver's directory, such as ";

    private final ConfigEntries entries;
    private final Path etc;

    private DriverSections(ConfigEntries entries, Path etc) {
        this.entries = entries;
        this.etc = etc;
    }

    /** All of both; a datastore that is wrong is a problem and missing. */
    static DriverOptions read(ConfigEntries entries, Path etc) {
        return new DriverSections(entries, etc).options();
    }

    private DriverOptions options() {
        DriverOptions usual = DriverOptions.DEFAULT;
        return new DriverOptions(
                entries.path(ConfigKey.ONE_LOCATION, "the path of a directory", etc),
                text(ConfigKey.DRIVER_USER, USER, "the name of a user").orElse(usual.user()),
                text(ConfigKey.DRIVER_HOST, HOST, "a host name of letters, digits, '.' and '-'"),
                limits(),
                entries.value(
                                ConfigKey.DRIVER_VARIABLES,
                                "variables such as ceph.CEPH_ARGS=--id x",
                                ProviderVariables::parse)
                        .orElse(usual.variables()),
                entries.value(ConfigKey.DRIVER_DIALECT, oneOf(), DriverSections::dialect),
                entries.value(
                                ConfigKey.DRIVER_DIALECTS,
                                "dialects such as datastore/files=6.8, tm/ssh=3.4, each " + oneOf(),
                                DriverSections::dialects)
                        .orElseGet(TreeMap::new),
                entries.path(ConfigKey.DRIVER_SSH, "the path of a program", etc)
                        .orElse(usual.ssh()),
                entries.path(ConfigKey.IMAGE_RECORDS, "the path of a directory", etc),
                datastores());
    }

    private static String oneOf() {
        return "one of " + String.join(", ", DriverOptions.DIALECTS);
    }

    private CallLimits limits() {
        Duration usual =
                entries.value(
                                ConfigKey.DRIVER_LIMIT,
                                "a time from 1s to 7d such as 15m",
                                CallLimits::time)
                        .orElse(DriverOptions.DEFAULT.limits().usual());
        return new CallLimits(
                usual,
                entries.value(
                                ConfigKey.DRIVER_LIMITS,
                                "limits such as files.cp=2h, ssh=1h, each from 1s to 7d",
                                CallLimits::parse)
                        .orElseGet(TreeMap::new));
    }

    private Optional<String> text(ConfigKey key, Pattern form, String expected) {
        return entries.value(key, expected, matching(form));
    }

    private static Function<String, Optional<String>> matching(Pattern form) {
        return text -> Optional.of(text).filter(it -> form.matcher(it).matches());
    }

    private static Optional<String> dialect(String text) {
        return Optional.of(text).filter(DriverOptions.DIALECTS::contains);
    }

    private static Optional<SortedMap<String, String>> dialects(String text) {
        SortedMap<String, String> found = new TreeMap<>();
        for (String word : TypedValue.list(text).orElseGet(List::of)) {
            Matcher each = DIALECT.matcher(word);
            if (!each.matches() || dialect(each.group(2)).isEmpty()) {
                return Optional.empty();
            }
            found.put(each.group(1), each.group(2));
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    private SortedMap<Long, DatastoreOptions> datastores() {
        SortedMap<Long, DatastoreOptions> all = new TreeMap<>();
        for (IniHeader header : entries.named(ConfigKey.DATASTORE_PREFIX)) {
            String id = header.name().substring(ConfigKey.DATASTORE_PREFIX.length());
            if (!ID.matcher(id).matches() || all.containsKey(Long.valueOf(id))) {
                entries.error(
                        header,
                        "expected [datastore ID], the id a number of at most 9 digits that no other"
                                + " datastore has",
                        "give it such a number, and a name by the key name");
            } else if (all.size() >= MOST) {
                entries.error(header, "is one datastore more than " + MOST, "remove some");
            } else {
                new DriverSections(entries.part(header), etc)
                        .datastore(header, Long.parseLong(id))
                        .ifPresent(each -> all.put(each.id(), each));
            }
        }
        return all;
    }

    private Optional<DatastoreOptions> datastore(IniHeader header, long id) {
        boolean ofMachines = entries.truth(ConfigKey.DATASTORE_MACHINES, false);
        Optional<String> driver = driver(header, ConfigKey.DATASTORE_DRIVER, "files", !ofMachines);
        Optional<String> transfer = driver(header, ConfigKey.DATASTORE_TRANSFER, "shared", true);
        String name =
                text(ConfigKey.DATASTORE_NAME, NAME, "1 to 128 characters")
                        .orElse(Long.toString(id));
        DatastoreOptions.Place place =
                entries.value(
                                ConfigKey.DATASTORE_PATH,
                                "none, or the path of a directory",
                                this::place)
                        .orElseGet(DatastoreOptions.Place.Usual::new);
        int atOnce =
                entries.value(
                                ConfigKey.DATASTORE_CALLS,
                                "a whole number from 1 to " + DatastoreOptions.MOST_AT_ONCE,
                                text -> TypedValue.number(text, 1, DatastoreOptions.MOST_AT_ONCE))
                        .orElse(1);
        List<String> nodes =
                entries.value(
                                ConfigKey.DATASTORE_NODES,
                                "all, or names or numbers of nodes, separated by commas",
                                DriverSections::nodes)
                        .orElseGet(List::of);
        SortedMap<String, String> attributes =
                entries.value(
                                ConfigKey.DATASTORE_ATTRIBUTES,
                                "attributes such as SAFE_DIRS=/srv/images, UMASK=0007",
                                DriverSections::attributes)
                        .orElseGet(TreeMap::new);
        boolean isWhole = transfer.isPresent() && (ofMachines || driver.isPresent());
        return isWhole
                ? Optional.of(
                        new DatastoreOptions(
                                id,
                                name,
                                driver.orElse(""),
                                transfer.get(),
                                ofMachines,
                                place,
                                atOnce,
                                nodes,
                                attributes))
                : Optional.empty();
    }

    private Optional<String> driver(
            IniHeader header, ConfigKey key, String example, boolean isNeeded) {
        if (isNeeded && entries.entry(key).isEmpty()) {
            entries.error(
                    header,
                    "says not which %s driver it has".formatted(key.key()),
                    "add a line such as %s = %s".formatted(key.key(), example));
        }
        return text(key, DRIVER, DRIVER_NAME + example);
    }

    private Optional<DatastoreOptions.Place> place(String text) {
        if (text.equals("none")) {
            return Optional.of(new DatastoreOptions.Place.NoDirectory());
        }
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new DatastoreOptions.Place.At(etc.resolve(text)));
        } catch (InvalidPathException notAPath) {
            return Optional.empty();
        }
    }

    private static Optional<List<String>> nodes(String text) {
        List<String> all = new ArrayList<>(TypedValue.list(text).orElseGet(List::of));
        if (text.equals("all")) {
            return Optional.of(List.of());
        }
        boolean fits = all.stream().allMatch(it -> NODE.matcher(it).matches());
        return fits && !all.isEmpty() ? Optional.of(all) : Optional.empty();
    }

    private static Optional<SortedMap<String, String>> attributes(String text) {
        SortedMap<String, String> found = new TreeMap<>();
        for (String word : TypedValue.list(text).orElseGet(List::of)) {
            Matcher each = ATTRIBUTE.matcher(word);
            if (!each.matches() || found.put(each.group(1), each.group(2)) != null) {
                return Optional.empty();
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }
}
