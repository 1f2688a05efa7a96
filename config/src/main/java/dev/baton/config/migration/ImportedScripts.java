package dev.baton.config.migration;

import java.util.List;
import java.util.Optional;

/**
 * Scripts, their options and every other file of the directory, which scripts may read. Source:
 * CTDB events contract, sections 2 and 6.
 */
final class ImportedScripts {

    private static final String OPTIONS = "script.options";
    private static final String SCRIPT = ".script";

    private final SettingsDirectory from;
    private final Ledger ledger;

    ImportedScripts(SettingsDirectory from, Ledger ledger) {
        this.from = from;
        this.ledger = ledger;
    }

    /** Takes every file that was not taken yet. */
    void read() {
        for (FoundFile file : from.files().values()) {
            if (!ledger.writes(file.path()) && !isRead(file.path())) {
                file(file);
            }
        }
    }

    private static boolean isRead(String path) {
        return List.of(ImportedSettings.CONF, "ctdbd.conf", "home_nodes").contains(path)
                || ImportedTunables.isTunables(path);
    }

    private void file(FoundFile file) {
        String name = file.name();
        if (name.startsWith("README")) {
            return;
        }
        if (name.matches(".*(~|\\.rpm(new|save|orig)|\\.dpkg-[a-z]+|\\.bak|\\.orig)")) {
            add(Verdict.IGNORED, file, "left behind by an editor or a package");
        } else if (useless(file.path()).isPresent()) {
            add(Verdict.IGNORED, file, useless(file.path()).get());
        } else if (file.path().startsWith("events.d/")) {
            add(
                    Verdict.REFUSED,
                    file,
                    "a script of a CTDB before 4.9 (write it for today, as events/legacy/"
                            + name
                            + SCRIPT
                            + ", or take the delivered one)");
        } else if (file.path().matches("events/[^/]+/.*\\.script")) {
            script(file);
        } else {
            other(file);
        }
    }

    /** Why a file is about something Baton has not. */
    private static Optional<String> useless(String path) {
        return switch (path) {
            case "debug_locks.sh" -> Optional.of("it concerns databases, Baton has none");
            case "ctdb-crash-cleanup.sh" -> Optional.of("addresses end with their lease");
            default -> Optional.empty();
        };
    }

    private void add(Verdict verdict, FoundFile file, String why) {
        ledger.add(verdict, file.place(), 0, "file " + file.path(), "", why);
    }

    private void script(FoundFile file) {
        String[] words = file.path().split("/", -1);
        String name = words[words.length - 1];
        String setting = words[1] + " script " + name.substring(0, name.length() - SCRIPT.length());
        String value = file.executable() ? "enabled" : "disabled";
        String why = file.leadsNowhere() ? "its link leads nowhere" : "";
        if (file.link().isPresent() && !file.leadsNowhere()) {
            why = "a link to " + file.link().get() + ", which has to stay";
        }
        ledger.add(Verdict.TAKEN, file.place(), 0, setting, value, why);
        copy(file);
    }

    private void other(FoundFile file) {
        boolean options = file.path().equals(OPTIONS) || file.path().endsWith(".options");
        if (options && file.lines().isPresent()) {
            options(file);
        } else {
            add(Verdict.TAKEN, file, file.leadsNowhere() ? "its link leads nowhere" : "");
        }
        copy(file);
    }

    private void copy(FoundFile file) {
        Optional<String> link = file.link();
        ledger.write(
                link.isPresent()
                        ? new Target.Linked(file.path(), link.get())
                        : new Target.Copied(file.path(), file));
    }

    private void options(FoundFile file) {
        List<String> lines = file.lines().orElse(List.of());
        for (int i = 0; i < lines.size(); i++) {
            int number = i + 1;
            ShellLine.read(number, lines.get(i))
                    .filter(line -> line.name().isPresent())
                    .ifPresent(line -> option(file, number, line));
        }
    }

    private void option(FoundFile file, int number, ShellLine line) {
        String old = from.name() + "/";
        ledger.add(
                Verdict.TAKEN,
                file.place(),
                number,
                line.name().orElse(""),
                line.value().orElse(""),
                line.text().contains(old) ? "names " + from.name() + ", which has to stay" : "");
    }
}
