package dev.baton.config.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A directory written as one text: a line {@code == PATH} begins a file, {@code == PATH +x} one
 * that can be run, {@code == PATH -> TARGET} a link that leaves the directory. Files before 4.9 are
 * under {@code VARIABLES}, files elsewhere under their absolute path.
 */
final class TextDirectory {

    static final String NAME = "/etc/ctdb";

    private final SortedMap<String, FoundFile> files = new TreeMap<>();
    private final SortedMap<String, List<String>> elsewhere = new TreeMap<>();
    private Optional<FoundFile> variables = Optional.empty();

    private TextDirectory() {}

    static SettingsDirectory of(String text) {
        TextDirectory directory = new TextDirectory();
        for (String part : text.split("(?m)^== ", -1)) {
            if (!part.isBlank()) {
                directory.add(part);
            }
        }
        return new SettingsDirectory(
                NAME,
                directory.files,
                directory.variables,
                path -> Optional.ofNullable(directory.elsewhere.get(path)));
    }

    private void add(String part) {
        List<String> all = part.lines().toList();
        String[] words = all.getFirst().split(" ", -1);
        List<String> lines = new ArrayList<>(all.subList(1, all.size()));
        String path = words[0];
        boolean executable = all.getFirst().endsWith(" +x");
        Optional<String> link =
                words.length > 2 && words[1].equals("->")
                        ? Optional.of(words[2])
                        : Optional.empty();
        boolean dangling = all.getFirst().endsWith(" gone");
        if (path.startsWith("/")) {
            elsewhere.put(path, lines);
        } else if (path.equals("VARIABLES")) {
            variables = Optional.of(file("ctdb", "/etc/default/ctdb", false, link, lines));
        } else {
            files.put(
                    path,
                    new FoundFile(
                            path,
                            NAME + "/" + path,
                            executable,
                            link,
                            dangling ? Optional.empty() : Optional.of(lines)));
        }
    }

    private static FoundFile file(
            String path,
            String place,
            boolean executable,
            Optional<String> link,
            List<String> lines) {
        return new FoundFile(path, place, executable, link, Optional.of(lines));
    }

    /** A directory that holds what was to be written. */
    static SettingsDirectory written(String name, Migration migration) {
        SortedMap<String, FoundFile> files = new TreeMap<>();
        for (Target target : migration.targets()) {
            files.put(target.path(), written(name, target));
        }
        return new SettingsDirectory(name, files, Optional.empty(), _ -> Optional.empty());
    }

    private static FoundFile written(String name, Target target) {
        String place = name + "/" + target.path();
        return switch (target) {
            case Target.Written text ->
                    file(text.path(), place, false, Optional.empty(), text.lines());
            case Target.Copied copy ->
                    new FoundFile(
                            copy.path(),
                            place,
                            copy.from().executable(),
                            Optional.empty(),
                            copy.from().lines());
            case Target.Linked link ->
                    file(link.path(), place, true, Optional.of(link.to()), List.of());
        };
    }

    /** Findings, then files with their text where it is new. */
    static String print(Migration migration) {
        String findings =
                migration.findings().stream()
                        .map(
                                each ->
                                        "%s | %s | %s | %s | %s%n"
                                                .formatted(
                                                        each.verdict().text(),
                                                        each.place(),
                                                        each.setting(),
                                                        each.value(),
                                                        each.why()))
                        .collect(Collectors.joining());
        return findings
                + migration.targets().stream()
                        .map(TextDirectory::print)
                        .collect(Collectors.joining());
    }

    private static String print(Target target) {
        return switch (target) {
            case Target.Written text -> "\n== " + text.path() + "\n" + text.text();
            case Target.Copied copy -> "\n== " + copy.path() + " copied\n";
            case Target.Linked link -> "\n== " + link.path() + " -> " + link.to() + "\n";
        };
    }
}
