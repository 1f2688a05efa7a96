package dev.baton.events.scripts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One case file: a sentence, then sections that begin with {@code --- name}.
 *
 * <p>Sections: {@code run} (script and arguments), {@code env} (NAME=VALUE lines), {@code file
 * PATH}, {@code stub COMMAND} (what the stub does, in shell), {@code exit}, {@code output}, {@code
 * calls} (every call of a stub in order, its standard input indented). {@code @DIR@} is the
 * directory of the run.
 */
record ScriptCase(String sentence, SortedMap<String, String> sections) {

    private static final String HEAD = "--- ";

    ScriptCase {
        if (!sections.containsKey("run") || !sections.containsKey("exit")) {
            throw new IllegalArgumentException(sentence + ": expected sections run and exit");
        }
    }

    static ScriptCase read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        SortedMap<String, String> sections = new TreeMap<>();
        String name = "";
        for (String line : lines.subList(1, lines.size())) {
            if (line.startsWith(HEAD)) {
                name = line.substring(HEAD.length());
                sections.put(name, "");
            } else {
                sections.merge(name, line + "\n", String::concat);
            }
        }
        return new ScriptCase(lines.getFirst(), sections);
    }

    String section(String name) {
        return sections.getOrDefault(name, "");
    }

    List<String> words() {
        return List.of(section("run").strip().split(" +"));
    }

    /** The sections whose name begins with a word, by what follows it. */
    SortedMap<String, String> named(String kind) {
        SortedMap<String, String> found = new TreeMap<>();
        sections.forEach(
                (name, text) -> {
                    if (name.startsWith(kind + " ")) {
                        found.put(name.substring(kind.length() + 1), text);
                    }
                });
        return found;
    }
}
