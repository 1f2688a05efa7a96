package dev.baton.testcluster.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table of accepted differences, {@code differences.txt}; its form stands at its top. */
final class Differences {

    static final Path FILE = Path.of("src/test/resources/operator/differences.txt");
    private static final Pattern FIELD =
            Pattern.compile("(command|CTDB|Baton|reason|unseen): (.+)");
    private static final Pattern LINE = Pattern.compile("  (.+) \\[([a-z ]+)]");
    private static final List<String> NEEDED = List.of("command", "CTDB", "Baton", "reason");

    /**
     * One accepted difference.
     *
     * @param fields its texts by name
     * @param lines what differs on which lines of the script, "exit", "stdout" or "stderr"
     */
    record Entry(Map<String, String> fields, SortedMap<String, String> lines) {

        String field(String name) {
            return fields.getOrDefault(name, "");
        }
    }

    private final List<Entry> entries = new ArrayList<>();

    static Differences read() throws IOException {
        Differences table = new Differences();
        for (String line : Files.readAllLines(FILE)) {
            table.add(line);
        }
        table.entries.forEach(Differences::check);
        return table;
    }

    private void add(String line) {
        Matcher field = FIELD.matcher(line);
        Matcher typed = LINE.matcher(line);
        if (field.matches()) {
            if (field.group(1).equals("command")) {
                entries.add(new Entry(new TreeMap<>(), new TreeMap<>()));
            }
            entries.getLast().fields().put(field.group(1), field.group(2));
        } else if (typed.matches()) {
            entries.getLast().lines().put(typed.group(1), typed.group(2));
        } else if (!line.isBlank() && !line.startsWith("#")) {
            throw new IllegalStateException(FILE + ": no part of an entry: \"" + line + "\"");
        }
    }

    private static void check(Entry entry) {
        if (!entry.fields().keySet().containsAll(NEEDED)) {
            throw new IllegalStateException(
                    FILE + ": expected " + NEEDED + ", got " + entry.fields());
        }
        if (entry.lines().isEmpty() != entry.fields().containsKey("unseen")) {
            throw new IllegalStateException(
                    FILE
                            + ": an entry has lines of the script, or says with \"unseen:\" why the"
                            + " script cannot show it: "
                            + entry.field("command"));
        }
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** What is accepted to differ, by line of the script. */
    SortedMap<String, String> accepted() {
        SortedMap<String, String> all = new TreeMap<>();
        for (Entry entry : entries) {
            entry.lines()
                    .forEach(
                            (line, what) -> {
                                if (all.put(line, what) != null) {
                                    throw new IllegalStateException(FILE + ": twice: " + line);
                                }
                            });
        }
        return all;
    }
}
