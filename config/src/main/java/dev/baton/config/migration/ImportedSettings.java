package dev.baton.config.migration;

import dev.baton.config.ConfigProblem;
import dev.baton.config.EntryMeaning;
import dev.baton.config.IniEntry;
import dev.baton.config.IniFile;
import dev.baton.config.ListedNodes;
import dev.baton.config.Parsed;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code ctdb.conf} sets, as {@code baton.conf} says it. Source: CTDB events contract, section
 * 15, "ctdb.conf".
 */
final class ImportedSettings {

    static final String CONF = "ctdb.conf";
    private static final String LOCATION = "location";
    private static final String OTHER_LOG =
            "CTDB writes to its own log file, Baton to standard error, which the service manager"
                    + " keeps";

    private final SettingsDirectory from;
    private final Ledger ledger;
    private final WrittenSettings settings = new WrittenSettings();

    ImportedSettings(SettingsDirectory from, Ledger ledger) {
        this.from = from;
        this.ledger = ledger;
    }

    /** Reads the file, if it is there. */
    void readConf() {
        Optional<FoundFile> conf = from.file(CONF);
        if (conf.isEmpty()) {
            return;
        }
        String place = conf.get().place();
        if (conf.get().lines().isEmpty()) {
            ledger.add(Verdict.REFUSED, place, 0, "", "", "is not UTF-8 text");
            return;
        }
        Parsed<IniFile> parsed = IniFile.parse(place, conf.get().lines().get());
        parsed.problems().forEach(this::malformed);
        Map<String, IniEntry> last = new TreeMap<>();
        parsed.value().entries().forEach(entry -> last.put(name(entry), entry));
        for (IniEntry entry : parsed.value().entries()) {
            IniEntry rules = last.getOrDefault(name(entry), entry);
            if (rules.line() == entry.line()) {
                take(entry, name(entry), EntryMeaning.inCtdbConf(entry));
            } else {
                String why = "line " + rules.line() + " replaces it";
                ledger.add(Verdict.IGNORED, place, entry.line(), name(entry), entry.value(), why);
            }
        }
    }

    private void malformed(ConfigProblem problem) {
        ledger.add(
                Finding.judged(
                        problem.file(), problem.line(), problem.key(), "", List.of(problem)));
    }

    private static String name(IniEntry entry) {
        return "[" + entry.section() + "] " + entry.key();
    }

    /**
     * Judges one entry and keeps it if it counts.
     *
     * @param shownAs how the file named it
     */
    void take(IniEntry entry, String shownAs, EntryMeaning meaning) {
        if (meaning.isRefused()) {
            ledger.add(found(entry, shownAs, Verdict.REFUSED, problems(meaning)));
        } else if (meaning.noEffect().isPresent()) {
            ledger.add(found(entry, shownAs, Verdict.IGNORED, meaning.noEffect().get()));
        } else if (entry.key().equals("recovery lock")) {
            takeOldLock(entry, shownAs);
        } else {
            keep(entry, shownAs, problems(meaning));
        }
    }

    private static String problems(EntryMeaning meaning) {
        return Finding.sentences(meaning.problems());
    }

    private static Finding found(IniEntry entry, String shownAs, Verdict verdict, String why) {
        return new Finding(verdict, entry.file(), entry.line(), shownAs, entry.value(), why);
    }

    /** Scripts ask for either name, so that only one is written. */
    private void takeOldLock(IniEntry entry, String shownAs) {
        if (settings.value("cluster", "cluster lock").isPresent()) {
            ledger.add(found(entry, shownAs, Verdict.IGNORED, "cluster lock replaces it"));
            return;
        }
        IniEntry renamed =
                new IniEntry(entry.file(), entry.line(), "cluster", "cluster lock", entry.value());
        String why = problems(EntryMeaning.inCtdbConf(renamed));
        String now = "as [cluster] cluster lock";
        ledger.add(found(entry, shownAs, Verdict.TAKEN, why.isEmpty() ? now : now + "; " + why));
        settings.put("cluster", "cluster lock", entry.value());
    }

    private void keep(IniEntry entry, String shownAs, String why) {
        switch (entry.key()) {
            case LOCATION -> {
                ledger.add(found(entry, shownAs, Verdict.OTHER_DEFAULT, OTHER_LOG));
                settings.put(entry.section(), entry.key(), entry.value());
            }
            case "debug script" -> keepDebugScript(entry, shownAs);
            case "nodes list", "public addresses file" -> keepPath(entry, shownAs);
            default -> {
                ledger.add(found(entry, shownAs, Verdict.TAKEN, why));
                settings.put(entry.section(), entry.key(), entry.value());
            }
        }
    }

    /** The manual of CTDB: a bare name in its directory, any directory before it is ignored. */
    private void keepDebugScript(IniEntry entry, String shownAs) {
        String name = entry.value().substring(entry.value().lastIndexOf('/') + 1);
        String path =
                from.inside(entry.value())
                        .filter(each -> from.file(each).isPresent())
                        .orElse(from.file(name).isPresent() ? name : entry.value());
        String why = path.equals(entry.value()) ? "" : "as " + path + ", the file of that name";
        ledger.add(found(entry, shownAs, Verdict.TAKEN, why));
        settings.put(entry.section(), entry.key(), path);
    }

    /** A file of this directory comes along; one outside is read where it is. */
    private void keepPath(IniEntry entry, String shownAs) {
        if (ListedNodes.isCommand(entry.value())) {
            ledger.add(found(entry, shownAs, Verdict.TAKEN, "run at each start and reload"));
            settings.put(entry.section(), entry.key(), entry.value());
            return;
        }
        Optional<String> inside = from.inside(entry.value());
        String path = inside.orElse(entry.value());
        String why = inside.isPresent() ? "" : "stays where it is";
        ledger.add(found(entry, shownAs, Verdict.TAKEN, why));
        settings.put(entry.section(), entry.key(), path);
    }

    /** What a file is called that a setting may name. */
    String path(String key, String usual) {
        return settings.value("cluster", key).orElse(usual);
    }

    /** Defaults that differ, and the file itself. */
    void write() {
        if (settings.value("logging", LOCATION).isEmpty()) {
            String why = "not set: " + OTHER_LOG;
            ledger.add(Verdict.OTHER_DEFAULT, from.place(CONF), 0, "[logging] location", "", why);
        }
        dropUsual("nodes list", "nodes");
        dropUsual("public addresses file", "public_addresses");
        String firstLine = "# Written by baton config import from " + from.name() + ".";
        ledger.write(new Target.Written("baton.conf", settings.lines(firstLine)));
    }

    private void dropUsual(String key, String usual) {
        settings.value("cluster", key)
                .filter(usual::equals)
                .ifPresent(_ -> settings.remove("cluster", key));
    }
}
