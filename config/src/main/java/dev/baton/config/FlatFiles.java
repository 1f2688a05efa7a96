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

    Path nodesPath() {
        return path(ConfigKey.NODES_LIST, layout.nodes());
    }

    /** Empty when there is an error: a part of the nodes is worse than none. */
    Optional<NodesFile> nodes() {
        if (namesCommand(entries)) {
            return Optional.empty();
        }
        Path file = nodesPath();
        return files.lines(file).flatMap(lines -> sound(NodesFile.parse(file.toString(), lines)));
    }

    /** Whether a command lists the nodes, which is an error. */
    static boolean namesCommand(ConfigEntries entries) {
        Optional<IniEntry> command =
                entries.entry(ConfigKey.NODES_LIST).filter(entry -> entry.value().startsWith("!"));
        command.ifPresent(
                entry ->
                        entries.error(
                                entry,
                                "a command is not supported in this version",
                                "write the addresses to a file and name the file"));
        return command.isPresent();
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
