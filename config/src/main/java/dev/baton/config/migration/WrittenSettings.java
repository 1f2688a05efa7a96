package dev.baton.config.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The entries of an INI file that is written, below their sections, the last of each key. */
final class WrittenSettings {

    private final Map<String, Map<String, String>> sections = new LinkedHashMap<>();

    void put(String section, String key, String value) {
        sections.computeIfAbsent(section, _ -> new LinkedHashMap<>()).put(key, value);
    }

    void remove(String section, String key) {
        Map<String, String> entries = sections.getOrDefault(section, new LinkedHashMap<>());
        entries.remove(key);
        if (entries.isEmpty()) {
            sections.remove(section);
        }
    }

    Optional<String> value(String section, String key) {
        return Optional.ofNullable(sections.getOrDefault(section, new LinkedHashMap<>()).get(key));
    }

    List<String> lines(String firstLine) {
        List<String> lines = new ArrayList<>(List.of(firstLine));
        sections.forEach(
                (section, entries) -> {
                    lines.add("");
                    lines.add("[" + section + "]");
                    entries.forEach((key, value) -> lines.add(key + " = " + value));
                });
        return lines;
    }
}
