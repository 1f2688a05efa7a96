package dev.baton.config.migration;

import dev.baton.config.CtdbOption;
import dev.baton.config.IniEntry;
import dev.baton.config.IniFile;
import dev.baton.config.ListedNodes;
import dev.baton.config.TypedValue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Translates a directory of Baton's files into one of CTDB's: the way back. What CTDB has no words
 * for is told and left out. Source: operator experience, section 4.
 */
public final class CtdbExport {

    private static final String BATON_CONF = "baton.conf";
    private static final String NODES = "nodes list";
    private static final String ADDRESSES = "public addresses file";

    private final SettingsDirectory from;
    private final boolean newest;
    private final Ledger ledger = new Ledger();
    private final Map<String, IniEntry> entries = new LinkedHashMap<>();

    private CtdbExport(SettingsDirectory from, boolean newest) {
        this.from = from;
        this.newest = newest;
    }

    /**
     * All that is found in a directory of Baton's, and the files to write for it.
     *
     * @param newest whether settings are written that CTDB 4.17 refuses
     */
    public static Migration of(SettingsDirectory from, boolean newest) {
        return new CtdbExport(from, newest).read();
    }

    private Migration read() {
        iniFiles().forEach(this::read);
        ledger.write(new Target.Written(ImportedSettings.CONF, settings()));
        table(NODES, "nodes");
        table(ADDRESSES, "public_addresses");
        from.files().values().stream().filter(copied()).forEach(this::file);
        return ledger.result();
    }

    /** In the order an agent reads them. */
    private List<FoundFile> iniFiles() {
        List<FoundFile> files = new ArrayList<>();
        from.file(BATON_CONF).or(() -> from.file(ImportedSettings.CONF)).ifPresent(files::add);
        from.files().values().stream().filter(file -> isDropIn(file.path())).forEach(files::add);
        return files;
    }

    private static boolean isDropIn(String path) {
        return path.matches("conf\\.d/[^/.][^/]*\\.conf");
    }

    private void read(FoundFile file) {
        var parsed = IniFile.parse(file.place(), file.lines().orElse(List.of()));
        parsed.problems()
                .forEach(
                        each ->
                                ledger.add(
                                        Finding.judged(
                                                each.file(),
                                                each.line(),
                                                each.key(),
                                                "",
                                                List.of(each))));
        parsed.value().entries().forEach(entry -> entries.put(name(entry), entry));
    }

    private static String name(IniEntry entry) {
        return "[" + entry.section() + "] " + entry.key();
    }

    private List<String> settings() {
        WrittenSettings written = new WrittenSettings();
        entries.values().forEach(entry -> setting(entry, written));
        String firstLine = "# Written by baton config export from " + from.name() + ".";
        return written.lines(firstLine);
    }

    private void setting(IniEntry entry, WrittenSettings written) {
        if (isTable(entry)) {
            return;
        }
        Optional<CtdbOption> option = CtdbOption.find(entry.section(), entry.key());
        if (option.isEmpty()) {
            tell(Verdict.IGNORED, entry, "CTDB has no such setting");
        } else if (option.get().isAfter417() && !newest) {
            tell(Verdict.IGNORED, entry, "CTDB 4.17 refuses it (--newest writes it)");
        } else {
            keep(entry, option.get(), written);
        }
    }

    /** Whether it names a file that is written under the one name every CTDB knows. */
    private boolean isTable(IniEntry entry) {
        boolean names =
                entry.section().equals("cluster")
                        && List.of(NODES, ADDRESSES).contains(entry.key());
        return names && !staysOutside(entry);
    }

    /** A newer CTDB reads the nodes from anywhere. */
    private boolean staysOutside(IniEntry entry) {
        boolean elsewhere =
                ListedNodes.isCommand(entry.value()) || from.inside(entry.value()).isEmpty();
        return newest && entry.key().equals(NODES) && elsewhere;
    }

    private void keep(IniEntry entry, CtdbOption option, WrittenSettings written) {
        Optional<String> value = option.kind().read(entry.value());
        if (value.isEmpty()) {
            tell(Verdict.REFUSED, entry, "expected " + option.kind().expected());
            return;
        }
        String text =
                switch (option.kind()) {
                    case SECONDS -> roundedUp(entry.value()).orElse(value.get());
                    case TEXT ->
                            entry.key().equals("debug script") ? bare(value.get()) : value.get();
                    case TRUTH, LEVEL -> value.get();
                };
        boolean longer = option.kind() == CtdbOption.Kind.SECONDS && !text.equals(value.get());
        tell(Verdict.TAKEN, entry, longer ? "as " + text + ": CTDB counts whole seconds" : "");
        written.put(entry.section(), entry.key(), text);
    }

    private static Optional<String> roundedUp(String text) {
        return TypedValue.duration(text)
                .map(time -> time.plus(Duration.ofNanos(999_999_999)).toSeconds())
                .map(seconds -> Long.toString(seconds));
    }

    /** CTDB looks for this script in its own directory, whatever stands before the name. */
    private static String bare(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private void tell(Verdict verdict, IniEntry entry, String why) {
        ledger.add(verdict, entry.file(), entry.line(), name(entry), entry.value(), why);
    }

    /** A file a setting may name, which CTDB looks for under one name. */
    private void table(String key, String name) {
        Optional<IniEntry> entry = Optional.ofNullable(entries.get("[cluster] " + key));
        if (entry.filter(this::staysOutside).isPresent()) {
            return;
        }
        if (entry.filter(each -> ListedNodes.isCommand(each.value())).isPresent()) {
            String why = "CTDB 4.17 reads a file: write what the command prints to " + name;
            tell(Verdict.REFUSED, entry.get(), why);
            return;
        }
        String path = entry.map(IniEntry::value).orElse(name);
        Optional<String> inside = from.inside(path);
        Optional<List<String>> lines =
                inside.isPresent()
                        ? from.file(inside.get()).flatMap(FoundFile::lines)
                        : from.elsewhere().apply(path);
        entry.ifPresent(each -> tell(Verdict.TAKEN, each, "its content as " + name));
        lines.ifPresent(
                each -> {
                    String place = path.startsWith("/") ? path : from.place(path);
                    ledger.add(Verdict.TAKEN, place, 0, "file " + name, "", "");
                    ledger.write(new Target.Written(name, each));
                });
    }

    /** Everything that is not translated; private keys stay where they are. */
    private Predicate<FoundFile> copied() {
        List<String> secrets =
                entries.values().stream()
                        .filter(entry -> entry.section().equals("tls"))
                        .flatMap(entry -> from.inside(entry.value()).stream())
                        .toList();
        return file ->
                !ledger.writes(file.path())
                        && !file.path().equals(BATON_CONF)
                        && !isDropIn(file.path())
                        && !isNamed(ADDRESSES, file)
                        && !isNamed(NODES, file)
                        && !secrets.contains(file.path());
    }

    private boolean isNamed(String key, FoundFile file) {
        return Optional.ofNullable(entries.get("[cluster] " + key))
                .flatMap(entry -> from.inside(entry.value()))
                .filter(file.path()::equals)
                .isPresent();
    }

    private void file(FoundFile file) {
        if (ImportedTunables.isTunables(file.path())) {
            new ExportedTunables(ledger).file(file);
            return;
        }
        String why = file.link().map(to -> "a link to " + to + ", which has to stay").orElse("");
        ledger.add(Verdict.TAKEN, file.place(), 0, "file " + file.path(), "", why);
        ledger.write(
                file.link().isPresent()
                        ? new Target.Linked(file.path(), file.link().get())
                        : new Target.Copied(file.path(), file));
    }
}
