package dev.baton.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the files that are not INI: nodes, public addresses, homes and tunables. */
final class FlatFiles {

    private final Layout layout;
    private final SettingsFiles files;
    private final ConfigEntries entries;
    private final List<ConfigProblem> problems = new ArrayList<>();

    FlatFiles(Layout layout, SettingsFiles files, ConfigEntries entries) {
        this.layout = layout;
        this.files = files;
        this.entries = entries;
    }

    /** How messages name what lists the nodes: a file, or a command behind an exclamation mark. */
    String nodesPlace() {
        return command(entries)
                .map(IniEntry::value)
                .orElseGet(() -> path(ConfigKey.NODES_LIST, layout.nodes()).toString());
    }

    /** Empty when there is an error: a part of the nodes is worse than none. */
    Optional<NodesFile> nodes(HostFacts host) {
        Optional<IniEntry> command = command(entries);
        if (command.isPresent()) {
            return words(entries).flatMap(words -> listed(command.get(), host.nodes(words)));
        }
        Path file = path(ConfigKey.NODES_LIST, layout.nodes());
        return files.lines(file).flatMap(lines -> sound(NodesFile.parse(file.toString(), lines)));
    }

    private static Optional<IniEntry> command(ConfigEntries entries) {
        return entries.entry(ConfigKey.NODES_LIST)
                .filter(entry -> ListedNodes.isCommand(entry.value()));
    }

    /** The command that lists the nodes; empty for a file, and with an error. */
    static Optional<List<String>> words(ConfigEntries entries) {
        return command(entries).isEmpty()
                ? Optional.empty()
                : entries.value(ConfigKey.NODES_LIST, ListedNodes.EXPECTED, ListedNodes::words);
    }

    private Optional<NodesFile> listed(IniEntry command, ListedNodes printed) {
        if (!printed.problem().isEmpty()) {
            entries.error(
                    command,
                    printed.problem(),
                    "mend the command, or write the addresses to a file and name the file");
            return Optional.empty();
        }
        if (printed.exitStatus() != 0) {
            entries.warning(
                    command,
                    "the command ended with "
                            + printed.exitStatus()
                            + ", but what it printed counts",
                    "make it end with 0");
        }
        return sound(NodesFile.parse(command.value(), printed.lines()));
    }

    /** Reads the value, whatever it names. */
    static void checkNodesList(ConfigEntries entries, Path below) {
        if (command(entries).isPresent()) {
            words(entries);
        } else {
            entries.path(ConfigKey.NODES_LIST, "the path of a file", below);
        }
    }

    Path publicAddressesPath() {
        return path(ConfigKey.PUBLIC_ADDRESSES, layout.publicAddresses());
    }

    PublicAddressesFile publicAddresses(Path file, Optional<NodesFile> nodes, HostFacts host) {
        NodesFile known = nodes.orElse(new NodesFile(new TreeMap<>(), 0));
        Optional<List<String>> lines =
                entries.entry(ConfigKey.PUBLIC_ADDRESSES).isPresent()
                        ? files.lines(file)
                        : files.linesIfThere(file);
        return lines.map(
                        each ->
                                PublicAddressesFile.parse(
                                        file.toString(),
                                        each,
                                        host::interfaceExists,
                                        ip -> known.pnnOf(ip).isPresent()))
                .map(this::keep)
                .orElse(PublicAddressesFile.NONE);
    }

    HomeNodes homes(Optional<NodesFile> nodes) {
        String name = layout.homeNodes().toString();
        int count = nodes.map(NodesFile::count).orElse(NodesFile.MOST);
        return files.linesIfThere(layout.homeNodes())
                .map(lines -> keep(HomeNodes.parse(name, lines, count)))
                .orElse(HomeNodes.NONE);
    }

    FailbackRules failback(FailbackPolicy otherwise) {
        String name = layout.failback().toString();
        List<String> lines = files.linesIfThere(layout.failback()).orElse(List.of());
        return keep(FailbackRules.parse(name, lines, otherwise));
    }

    Tunables tunables() {
        List<Path> all = new ArrayList<>(List.of(layout.ctdbTunables()));
        all.addAll(files.matching(layout.tunablesDirectory(), ".tunables"));
        Tunables tunables = Tunables.DEFAULT;
        for (Path file : all) {
            List<String> lines = files.linesIfThere(file).orElse(List.of());
            tunables = keep(tunables.parse(file.toString(), lines));
        }
        return tunables;
    }

    List<ConfigProblem> problems() {
        return List.copyOf(problems);
    }

    private Path path(ConfigKey key, Path otherwise) {
        return entries.path(key, "the path of a file", layout.etc()).orElse(otherwise);
    }

    private <T> Optional<T> sound(Parsed<T> parsed) {
        T value = keep(parsed);
        return parsed.hasErrors() ? Optional.empty() : Optional.of(value);
    }

    private <T> T keep(Parsed<T> parsed) {
        problems.addAll(parsed.problems());
        return parsed.value();
    }
}
