package dev.baton.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks whether the files of a ctdbd leave the addresses to Baton: two that move one address would
 * break the promise that one node has it.
 *
 * <p>Each finding is a problem of the line that asks for the ctdbd. Blocks on files.
 */
final class DatabaseDaemonFiles {

    /** They look after the daemon and its databases, so each of both needs its own. */
    private static final List<String> OF_EACH =
            List.of(
                    "00.ctdb.script",
                    "01.reclock.script",
                    "05.system.script",
                    "95.database.script");

    private final DatabaseDaemon daemon;
    private final SettingsFiles files;
    private final ConfigEntries entries;
    private final IniEntry asked;

    /**
     * A look at the files of this daemon.
     *
     * @param asked the line that says that there is one
     */
    DatabaseDaemonFiles(
            DatabaseDaemon daemon, SettingsFiles files, ConfigEntries entries, IniEntry asked) {
        this.daemon = daemon;
        this.files = files;
        this.entries = entries;
        this.asked = asked;
    }

    /**
     * Reports everything.
     *
     * @param etc of Baton
     * @param scripts of Baton
     */
    void check(
            Path etc, Path scripts, Optional<NodesFile> nodes, Optional<ClusterLock> clusterLock) {
        checkTool();
        if (files.real(etc).equals(files.real(daemon.directory()))) {
            error(
                    "Baton's own settings are in " + etc + ", which is ctdbd's directory",
                    "leave that to ctdbd: unset CTDB_BASE for Baton, and baton config import "
                            + etc);
            return;
        }
        checkFailover(clusterLock);
        checkAddresses();
        nodes.ifPresent(this::checkNodes);
        checkScripts(scripts);
    }

    private void checkTool() {
        Path tool = daemon.tool();
        if (!files.isProgram(tool)) {
            error(
                    "CTDB's own command is not at " + tool,
                    "install CTDB's package, or name it with ctdb tool");
        } else if (files.exists(files.real(tool).resolveSibling("../libexec/daemon-client.pl"))) {
            error(
                    tool + " is Baton's own command, which would ask itself",
                    "name the one of CTDB's package with ctdb tool");
        }
    }

    private void checkFailover(Optional<ClusterLock> own) {
        Layout layout = daemon.layout();
        if (!files.exists(layout.ctdbConf())) {
            error(
                    "there is no " + layout.ctdbConf(),
                    "write it with [failover] disabled = true, or name its directory with ctdbd"
                            + " directory");
            return;
        }
        CtdbOptions options = CtdbOptions.read(layout, true);
        if (!options.value("failover", "disabled").equals(Optional.of("true"))) {
            error(
                    "ctdbd moves addresses too, by " + layout.ctdbConf(),
                    "write [failover] disabled = true there and start ctdbd again");
        }
        String old = options.value("cluster", "recovery lock").orElse("");
        String lock =
                options.value("cluster", "cluster lock")
                        .filter(text -> !text.isEmpty())
                        .orElse(old);
        if (!lock.isEmpty() && ClusterLock.parse(lock).equals(own)) {
            error(
                    "ctdbd takes the same cluster lock, by " + layout.ctdbConf(),
                    "give each a lock of its own; only one can hold it");
        }
    }

    private void checkAddresses() {
        Path file = daemon.publicAddresses();
        List<String> left =
                files.linesIfThere(file).orElse(List.of()).stream()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .toList();
        if (!left.isEmpty()) {
            error(
                    "ctdbd's scripts would take public addresses off the interfaces, by " + file,
                    "remove that file; Baton's own has them");
        }
    }

    /** A warning: both lists are edited one after the other while nodes come and go. */
    private void checkNodes(NodesFile own) {
        String file = daemon.nodes().toString();
        Optional<NodesFile> theirs =
                files.linesIfThere(daemon.nodes())
                        .map(lines -> NodesFile.parse(file, lines).value());
        if (!theirs.equals(Optional.of(own))) {
            entries.warning(
                    asked,
                    "ctdbd has other nodes, by " + file,
                    "make both lists equal, so that a number means the same node to both");
        }
    }

    private void checkScripts(Path scripts) {
        List<String> twice = new ArrayList<>(enabled(daemon.eventScripts()));
        twice.retainAll(enabled(scripts));
        twice.removeAll(OF_EACH);
        twice.remove("10.interface.script"); // without public addresses it ends at once
        if (!twice.isEmpty()) {
            entries.warning(
                    asked,
                    "ctdbd runs scripts that Baton runs: " + String.join(", ", twice),
                    "remove them from " + daemon.eventScripts());
        }
    }

    private List<String> enabled(Path directory) {
        return files.matching(directory, ".script").stream()
                .filter(files::isProgram)
                .map(file -> String.valueOf(file.getFileName()))
                .toList();
    }

    private void error(String why, String cure) {
        entries.error(asked, why, cure);
    }
}
