package dev.baton.orchestrator.allocation;

import dev.baton.config.LogLevel;
import dev.baton.config.Pnn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the arguments and the environment of the allocation program say. Source: CTDB ipalloc
 * contract, section 7.
 *
 * @param fit per node, whether it may host
 */
record TableSettings(List<Boolean> fit, Allocator allocator, boolean noTakeover, LogLevel level) {

    private static final long UNFIT_FLAGS = 0x3f;
    private static final long RUNNING = 5;
    private static final String ALGORITHM = "CTDB_IP_ALGORITHM";
    private static final String RUNSTATE = "CTDB_TEST_RUNSTATE";
    private static final String NO_TAKEOVER = "CTDB_SET_NoIPTakeover";
    private static final String LOG_LEVEL = "CTDB_TEST_LOGLEVEL";

    TableSettings {
        fit = List.copyOf(fit);
    }

    static TableSettings parse(String states, Map<String, String> environment) {
        List<Long> flags =
                TableNumber.list("STATES", "comma-separated node flags such as 0,2,0x10", states);
        if (flags.size() > Pnn.MAX + 1) {
            throw new BadTable("STATES", "at most 4096 nodes", flags.size() + " nodes");
        }
        List<Long> runstates = runstates(environment, flags.size());
        List<Boolean> fit = new ArrayList<>();
        for (int node = 0; node < flags.size(); node++) {
            fit.add((flags.get(node) & UNFIT_FLAGS) == 0 && runstates.get(node) == RUNNING);
        }
        return new TableSettings(
                fit,
                allocator(environment.getOrDefault(ALGORITHM, "lcp2")),
                noTakeover(environment.getOrDefault(NO_TAKEOVER, "0")),
                level(environment.getOrDefault(LOG_LEVEL, "DEBUG")));
    }

    boolean says(LogLevel line) {
        return line.compareTo(level) <= 0;
    }

    /** A lone 1 is the runstate of every node (init: none may host). */
    private static List<Long> runstates(Map<String, String> environment, int nodes) {
        String text = environment.getOrDefault(RUNSTATE, "");
        if (text.isEmpty() || text.equals("1")) {
            return Collections.nCopies(nodes, text.isEmpty() ? RUNNING : 1L);
        }
        String expected = "1 or one number for each of " + nodes + " nodes, 5 for running";
        List<Long> runstates = TableNumber.list(RUNSTATE, expected, text);
        if (runstates.size() != nodes) {
            throw new BadTable(RUNSTATE, expected, text);
        }
        return runstates;
    }

    private static Allocator allocator(String text) {
        return switch (text) {
            case "lcp2" -> new Lcp2();
            case "nondet" -> new Nondeterministic();
            case "det" -> new Deterministic();
            default -> throw new BadTable(ALGORITHM, "lcp2, nondet or det", text);
        };
    }

    private static boolean noTakeover(String text) {
        return TableNumber.parse(NO_TAKEOVER, "a number, 0 for off", text) != 0;
    }

    private static LogLevel level(String text) {
        String name = text.toUpperCase(Locale.ROOT).equals("ERR") ? "ERROR" : text;
        return LogLevel.parse(name)
                .orElseThrow(
                        () -> new BadTable(LOG_LEVEL, "ERR, WARNING, NOTICE, INFO or DEBUG", text));
    }
}
