package dev.baton.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The entries of all INI files of a node, the last of each key, and what is wrong with them. */
final class ConfigEntries {

    private final Map<ConfigKey, IniEntry> entries = new EnumMap<>(ConfigKey.class);
    private final SortedMap<String, ConfigEntries> parts = new TreeMap<>();
    private final SortedMap<String, IniHeader> headers = new TreeMap<>();
    private final List<ConfigProblem> problems;

    ConfigEntries() {
        this(new ArrayList<>());
    }

    private ConfigEntries(List<ConfigProblem> problems) {
        this.problems = problems;
    }

    /** Adds a file whose entries replace those of files before it. */
    void add(IniFile file, boolean ofCtdb) {
        for (IniHeader header : file.headers()) {
            if (ConfigKey.isNamed(header.name())) {
                headers.putIfAbsent(header.name(), header);
            } else if (!ConfigKey.sections().contains(header.name())) {
                String cure = Spelling.advice(header.name(), ConfigKey.sections(), "remove it");
                String name = "[" + header.name() + "]";
                problems.add(
                        ConfigProblem.error(
                                header.file(),
                                header.line(),
                                name,
                                "there is no such section",
                                cure));
            }
        }
        SortedMap<String, Map<ConfigKey, IniEntry>> inThisFile = new TreeMap<>();
        for (IniEntry entry : file.entries()) {
            String part = ConfigKey.isNamed(entry.section()) ? entry.section() : "";
            add(
                    entry,
                    ofCtdb,
                    inThisFile.computeIfAbsent(part, _ -> new EnumMap<>(ConfigKey.class)));
        }
        inThisFile.forEach((part, found) -> part(part).entries.putAll(found));
    }

    private ConfigEntries part(String section) {
        return section.isEmpty()
                ? this
                : parts.computeIfAbsent(section, _ -> new ConfigEntries(problems));
    }

    /** The first header of each section whose name begins so. */
    List<IniHeader> named(String prefix) {
        return headers.values().stream()
                .filter(header -> header.name().startsWith(prefix))
                .toList();
    }

    /** The entries of one such section; its problems are among these. */
    ConfigEntries part(IniHeader header) {
        return part(header.name());
    }

    private void add(IniEntry entry, boolean ofCtdb, Map<ConfigKey, IniEntry> inThisFile) {
        Optional<ConfigKey> key = ConfigKey.find(entry.section(), entry.key());
        if (key.isEmpty()) {
            unknown(entry);
        } else if (ofCtdb && key.get().isBatonsOwn()) {
            error(entry, "CTDB does not know this key", "move it to a file in conf.d");
        } else if (key.get().isIgnored()) {
            warning(entry, "has no effect", key.get().purpose());
        } else {
            IniEntry before = inThisFile.put(key.get(), entry);
            if (before != null) {
                warning(entry, "replaces line " + before.line(), "remove one of the two");
            }
        }
    }

    private void unknown(IniEntry entry) {
        List<String> elsewhere = ConfigKey.sectionsWith(entry.key());
        boolean isKnown =
                ConfigKey.isNamed(entry.section())
                        || ConfigKey.sections().contains(entry.section());
        if (!isKnown) {
            return;
        }
        String cure =
                elsewhere.isEmpty()
                        ? Spelling.advice(
                                entry.key(), ConfigKey.keysOf(entry.section()), "remove it")
                        : "it belongs below [" + elsewhere.getFirst() + "]";
        error(entry, "there is no such key", cure);
    }

    /**
     * Every setting that counts, in the order of the reference page; of named sections those set.
     */
    List<Setting> survey() {
        List<Setting> all = new ArrayList<>();
        for (ConfigKey key : ConfigKey.values()) {
            if (!key.isIgnored() && !ConfigKey.isNamedKind(key.section())) {
                all.add(
                        entry(key)
                                .map(entry -> Setting.of(key.section(), key, entry))
                                .orElseGet(() -> Setting.byDefault(key)));
            }
        }
        parts.forEach(
                (section, part) ->
                        part.entries.forEach(
                                (key, entry) -> all.add(Setting.of(section, key, entry))));
        return all;
    }

    /** The entry of a key, if it was set. */
    Optional<IniEntry> entry(ConfigKey key) {
        return Optional.ofNullable(entries.get(key));
    }

    /**
     * The value of a key; empty when it was not set, or not to what was expected, which is a
     * problem.
     */
    <T> Optional<T> value(ConfigKey key, String expected, Function<String, Optional<T>> form) {
        Optional<IniEntry> entry = entry(key);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        Optional<T> value = form.apply(entry.get().value());
        if (value.isEmpty()) {
            String seen =
                    entry.get().value().isEmpty() ? "nothing" : "\"" + entry.get().value() + "\"";
            error(
                    entry.get(),
                    "expected " + expected + ", got " + seen,
                    "remove the line for the default: " + key.defaultText());
        }
        return value;
    }

    boolean truth(ConfigKey key, boolean otherwise) {
        return value(key, "yes or no", TypedValue::truth).orElse(otherwise);
    }

    /** A path, a relative one below a directory. */
    Optional<Path> path(ConfigKey key, String expected, Path below) {
        return value(key, expected, text -> resolve(below, text));
    }

    /**
     * Empty for no text, and for text that cannot name a file: a NUL, or a letter the locale has
     * not.
     */
    private static Optional<Path> resolve(Path below, String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(below.resolve(text));
        } catch (InvalidPathException notAPath) {
            return Optional.empty();
        }
    }

    void error(IniEntry entry, String why, String cure) {
        problems.add(ConfigProblem.error(entry.file(), entry.line(), name(entry), why, cure));
    }

    /** About a section as a whole. */
    void error(IniHeader header, String why, String cure) {
        problems.add(
                ConfigProblem.error(
                        header.file(), header.line(), "[" + header.name() + "]", why, cure));
    }

    void warning(IniEntry entry, String why, String cure) {
        problems.add(ConfigProblem.warning(entry.file(), entry.line(), name(entry), why, cure));
    }

    private static String name(IniEntry entry) {
        return "[" + entry.section() + "] " + entry.key();
    }

    List<ConfigProblem> problems() {
        return List.copyOf(problems);
    }
}
