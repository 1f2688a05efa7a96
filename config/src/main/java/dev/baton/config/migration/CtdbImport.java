package dev.baton.config.migration;

import java.util.List;

/**
 * Translates a directory of CTDB's files into one of Baton's. Source: operator experience, section
 * 3, rule 1: everything that is found is told, nothing is dropped in silence.
 */
public final class CtdbImport {

    private final SettingsDirectory from;
    private final Ledger ledger = new Ledger();

    private CtdbImport(SettingsDirectory from) {
        this.from = from;
    }

    /** All that is found in a directory, and the files to write for it. */
    public static Migration of(SettingsDirectory from) {
        return new CtdbImport(from).read();
    }

    private Migration read() {
        ImportedSettings settings = new ImportedSettings(from, ledger);
        settings.readConf();
        OldVariables variables = new OldVariables(from, ledger, settings);
        variables.read();
        new ImportedTables(from, ledger)
                .read(
                        settings.path("nodes list", "nodes"),
                        settings.path("public addresses file", "public_addresses"));
        settings.write();
        ImportedTunables tunables = new ImportedTunables(ledger);
        from.files().values().stream()
                .filter(file -> ImportedTunables.isTunables(file.path()))
                .forEach(tunables::file);
        append(ImportedTunables.CTDB, variables.tunables());
        new ImportedScripts(from, ledger).read();
        append("script.options", variables.options());
        return ledger.result();
    }

    /** Lines that came from variables, behind what the file of that name has. */
    private void append(String path, List<String> lines) {
        if (!lines.isEmpty()) {
            ledger.append(path, lines, from.file(path).flatMap(FoundFile::lines).orElse(List.of()));
        }
    }
}
