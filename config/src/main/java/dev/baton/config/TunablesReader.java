package dev.baton.config;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads {@code Name=Value} lines. Source: CTDB events contract, section 15, "ctdb.tunables":
 * unknown, obsolete, empty and malformed entries are all errors.
 */
final class TunablesReader {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final String FORM = "write NAME=NUMBER";

    private final FileProblems problems;
    private final SortedMap<String, Integer> firstLine = new TreeMap<>();
    private Tunables tunables;

    TunablesReader(String fileName, Tunables before) {
        problems = new FileProblems(fileName);
        tunables = before;
    }

    Parsed<Tunables> read(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i).strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                readLine(i + 1, text);
            }
        }
        return problems.with(tunables);
    }

    private void readLine(int line, String text) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals).strip();
        String value = equals < 0 ? "" : text.substring(equals + 1).strip();
        if (name.isEmpty()) {
            problems.error(line, "", "the name of the tunable is missing", FORM);
            return;
        }
        Optional<Tunable> tunable = TunableCatalog.find(name);
        if (tunable.isEmpty()) {
            unknown(line, name);
        } else if (value.isEmpty()) {
            problems.error(line, name, "the value is missing", FORM);
        } else {
            set(line, tunable.get(), value);
        }
    }

    private void unknown(int line, String name) {
        if (TunableCatalog.isObsolete(name)) {
            problems.error(line, name, "this tunable is obsolete", "remove the line");
        } else {
            String cure =
                    TunableCatalog.suggestion(name)
                            .map(word -> "did you mean " + word + "?")
                            .orElse("remove the line");
            problems.error(line, name, "there is no such tunable", cure);
        }
    }

    private void set(int line, Tunable tunable, String value) {
        String name = tunable.name();
        if (!NUMBER.matcher(value).matches() || !tunable.allows(Long.parseLong(value))) {
            String why =
                    "expected a whole number from %d to %d, got \"%s\""
                            .formatted(tunable.min(), tunable.max(), value);
            problems.error(line, name, why, "the default is " + tunable.defaultValue());
            return;
        }
        warn(line, tunable);
        tunables = tunables.with(name, Integer.parseInt(value));
    }

    private void warn(int line, Tunable tunable) {
        String name = tunable.name();
        Integer before = firstLine.putIfAbsent(name, line);
        if (before != null) {
            problems.warning(line, name, "replaces line " + before, "remove one of the two");
        }
        switch (tunable.effect()) {
            case ACTIVE -> {}
            case NO_MECHANISM -> problems.warning(line, name, "has no effect", tunable.purpose());
            case DATABASE_ONLY ->
                    problems.warning(
                            line, name, "has no effect", "it concerns databases, Baton has none");
        }
    }
}
