package dev.baton.agent;

import dev.baton.config.Layout;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The line of a command that needs no agent, without {@code --base}, which every command takes.
 *
 * @param words of the command, its name first
 * @param environment in which CTDB_BASE names the settings that {@code --base} means
 */
record OfflineLine(List<String> words, Map<String, String> environment) {

    private static final String CTDB_BASE = "CTDB_BASE";

    OfflineLine {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    /** CTDB_BASE stays what it was if it is set, as for an agent. */
    static OfflineLine read(List<String> line, Map<String, String> environment) {
        BaseOption option = BaseOption.read(line);
        Map<String, String> all = new TreeMap<>(environment);
        option.base().ifPresent(base -> name(all, base));
        return new OfflineLine(option.words(), all);
    }

    private static void name(Map<String, String> environment, Path base) {
        if (environment.getOrDefault(CTDB_BASE, "").isEmpty()) {
            environment.put(CTDB_BASE, Layout.under(base).etc().toString());
        }
    }
}
