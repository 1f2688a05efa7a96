package dev.baton.agent;

import dev.baton.config.Layout;
import dev.baton.config.LogOptions;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code baton agent} was told.
 *
 * @param base one directory for everything; empty for an installed node
 * @param interactive whether a person watches: logs go to standard error, and scripts are told
 * @param lockInherited whether the launcher holds the identity for this process already
 * @param view a saved view to serve instead of running a node
 */
record AgentOptions(
        Optional<Path> base, boolean interactive, boolean lockInherited, Optional<Path> view) {

    /** Reads the words after {@code agent}. Failure: {@link IllegalArgumentException}. */
    static AgentOptions parse(List<String> words) {
        Optional<Path> base = Optional.empty();
        boolean inherited = false;
        Optional<Path> view = Optional.empty();
        boolean interactive = false;
        ArrayDeque<String> left = new ArrayDeque<>(words);
        while (!left.isEmpty()) {
            String word = left.remove();
            switch (word) {
                case "--base" -> base = Optional.of(Path.of(value(word, left)).toAbsolutePath());
                case "--view" -> view = Optional.of(Path.of(value(word, left)));
                case "--interactive" -> interactive = true;
                case "--lock-descriptor" -> inherited = !value(word, left).isEmpty();
                default ->
                        throw new IllegalArgumentException(
                                "agent: unknown option \""
                                        + word
                                        + "\"; known: --base DIR, --interactive, --view FILE");
            }
        }
        return new AgentOptions(base.map(Path::normalize), interactive, inherited, view);
    }

    /** The environment of scripts, out of the process's own. */
    Map<String, String> scriptEnvironment(Map<String, String> own) {
        Map<String, String> all = new TreeMap<>(own);
        base.ifPresent(named -> all.put("BATON_BASE", named.toString()));
        String programs = own.getOrDefault("CTDB_TEST_HELPER_BINDIR", "");
        if (Layout.isTestMode(own) && !programs.isEmpty()) {
            all.put("CTDB_HELPER_BINDIR", programs);
        }
        if (interactive) {
            all.put("CTDB_INTERACTIVE", "true");
        }
        return all;
    }

    /** Where the log goes. */
    LogOptions logging(LogOptions configured) {
        return interactive
                ? new LogOptions(
                        LogOptions.DEFAULT.location(), configured.level(), configured.format())
                : configured;
    }

    /** The command that starts this agent once more, through its launcher. */
    List<String> again(Path home) {
        List<String> words = new ArrayList<>();
        words.add(home.resolve("bin/baton").toString());
        words.add("agent");
        base.ifPresent(named -> words.addAll(List.of("--base", named.toString())));
        if (interactive) {
            words.add("--interactive");
        }
        return words;
    }

    Layout layout() {
        return base.map(Layout::under).orElseGet(Layout::system);
    }

    private static String value(String option, ArrayDeque<String> left) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException("agent: " + option + " needs a value");
        }
        return left.remove();
    }
}
