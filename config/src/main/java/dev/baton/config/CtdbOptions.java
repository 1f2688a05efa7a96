package dev.baton.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The values of CTDB's options on one node, from the same files and in the same order as its
 * settings. Blocks on files. Failure: a problem, never an exception. Source: CTDB command contract,
 * section 6.4.
 */
public final class CtdbOptions {

    private final Layout layout;
    private final SettingsFiles files = new SettingsFiles();
    private final ConfigEntries entries = new ConfigEntries();
    private final List<Path> read = new ArrayList<>();
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final Map<String, IniEntry> set = new TreeMap<>();

    private CtdbOptions(Layout layout) {
        this.layout = layout;
    }

    /**
     * Reads the files.
     *
     * @param ctdbBase whether CTDB_BASE names them, so that {@code ctdb.conf} is read beside
     *     Baton's own
     */
    public static CtdbOptions read(Layout layout, boolean ctdbBase) {
        CtdbOptions options = new CtdbOptions(layout);
        if (ctdbBase || !options.files.exists(layout.batonConf())) {
            options.add(layout.ctdbConf(), true);
        }
        options.add(layout.batonConf(), false);
        options.files.matching(layout.dropIns(), ".conf").forEach(file -> options.add(file, false));
        return options;
    }

    private void add(Path file, boolean ofCtdb) {
        Optional<List<String>> lines = files.linesIfThere(file);
        if (lines.isEmpty()) {
            return;
        }
        read.add(file);
        Parsed<IniFile> parsed = IniFile.parse(file.toString(), lines.get());
        problems.addAll(parsed.problems());
        entries.add(parsed.value(), ofCtdb);
        parsed.value()
                .entries()
                .forEach(entry -> set.put(name(entry.section(), entry.key()), entry));
    }

    private static String name(String section, String key) {
        return "[" + section + "] " + key;
    }

    /** The files there are. */
    public List<Path> files() {
        return List.copyOf(read);
    }

    /** Where CTDB's tools look for the configuration. */
    public Path file() {
        return files.exists(layout.batonConf()) ? layout.batonConf() : layout.ctdbConf();
    }

    /** The value in force, as tools write it; empty when there is no such option. */
    public Optional<String> value(String section, String key) {
        return CtdbOption.find(section, key).map(this::value);
    }

    private String value(CtdbOption option) {
        return entry(option)
                .flatMap(entry -> option.kind().read(entry.value()))
                .orElseGet(() -> option.usual().apply(layout));
    }

    private Optional<IniEntry> entry(CtdbOption option) {
        return Optional.ofNullable(set.get(name(option.section(), option.key())));
    }

    /** Every option below its section; one that no file sets is a comment. */
    public String dump() {
        StringBuilder text = new StringBuilder();
        String section = "";
        for (CtdbOption option : CtdbOption.ALL) {
            if (!option.section().equals(section)) {
                section = option.section();
                text.append('[').append(section).append("]\n");
            }
            text.append(entry(option).isPresent() ? "\t" : "\t# ")
                    .append(option.key())
                    .append(" = ")
                    .append(value(option))
                    .append('\n');
        }
        return text.toString();
    }

    /** Options whose value cannot be what it should. */
    public List<ConfigProblem> wrongValues() {
        List<ConfigProblem> wrong = new ArrayList<>();
        for (CtdbOption option : CtdbOption.ALL) {
            entry(option)
                    .filter(entry -> option.kind().read(entry.value()).isEmpty())
                    .ifPresent(entry -> wrong.add(problem(option, entry)));
        }
        return wrong;
    }

    private ConfigProblem problem(CtdbOption option, IniEntry entry) {
        return ConfigProblem.error(
                entry.file(),
                entry.line(),
                name(option.section(), option.key()),
                "expected " + option.kind().expected() + ", got \"" + entry.value() + "\"",
                "remove the line for the default: " + option.usual().apply(layout));
    }

    /** Everything that is wrong with the files themselves: lines, names, values. */
    public List<ConfigProblem> errors() {
        List<ConfigProblem> all = new ArrayList<>(problems);
        all.addAll(files.problems());
        all.addAll(entries.problems());
        all.addAll(wrongValues());
        return all.stream().filter(ConfigProblem::isError).sorted().distinct().toList();
    }
}
