package dev.baton.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What one entry of an INI file means to Baton, judged by the code an agent reads its settings
 * with.
 *
 * @param noEffect why it changes nothing here; empty for a setting that counts
 * @param problems what an agent would say of it
 */
public record EntryMeaning(Optional<String> noEffect, List<ConfigProblem> problems) {

    public EntryMeaning {
        problems = List.copyOf(problems);
    }

    /** Of an entry of a {@code ctdb.conf}, where keys of Baton's own are a mistake. */
    public static EntryMeaning inCtdbConf(IniEntry entry) {
        return of(entry, true);
    }

    /** Of an entry of {@code baton.conf}. */
    public static EntryMeaning inBatonConf(IniEntry entry) {
        return of(entry, false);
    }

    private static EntryMeaning of(IniEntry entry, boolean ofCtdb) {
        IniHeader header = new IniHeader(entry.file(), entry.line(), entry.section());
        ConfigEntries entries = new ConfigEntries();
        entries.add(new IniFile(entry.file(), List.of(header), List.of(entry)), ofCtdb);
        readAll(entries);
        return new EntryMeaning(
                ConfigKey.find(entry.section(), entry.key())
                        .filter(ConfigKey::isIgnored)
                        .map(ConfigKey::purpose),
                entries.problems());
    }

    /** Every form of a value; what is not set asks for nothing. */
    private static void readAll(ConfigEntries entries) {
        Layout layout = Layout.system();
        Path file = layout.publicAddresses();
        entries.value(ConfigKey.NODE_ADDRESS, "an address", IpAddress::parse);
        FlatFiles.checkNodesList(entries, layout.etc());
        entries.path(ConfigKey.PUBLIC_ADDRESSES, "the path of a file", layout.etc());
        OptionSections.transport(entries);
        OptionSections.lock(entries);
        OptionSections.events(entries, layout, file);
        OptionSections.failover(entries, FailbackRules.ALWAYS);
        OptionSections.start(entries);
        OptionSections.logging(entries);
        CompatSection.read(entries, layout.etc());
        StorageSection.read(entries, layout.etc());
        TelemetrySection.read(entries);
    }

    /** Whether an agent would not start with it. */
    public boolean isRefused() {
        return problems.stream().anyMatch(ConfigProblem::isError);
    }
}
