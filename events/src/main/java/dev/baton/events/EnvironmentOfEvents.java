package dev.baton.events;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The environment in which the scripts of a node run: what the agent was started with, and what
 * scripts expect.
 *
 * <p>Paths are absolute texts. Source: CTDB events contract, section 6.
 *
 * @param inherited the agent's own environment; nothing of it is withheld
 * @param configuration {@code CTDB_BASE}, the directory with {@code events/}
 * @param logging {@code CTDB_LOGGING}, such as {@code file:} for stderr
 * @param debugLevel {@code CTDB_DEBUGLEVEL}: ERROR, WARNING, NOTICE, INFO or DEBUG
 * @param places of programs and directories
 * @param first comes first on {@code PATH}
 */
public record EnvironmentOfEvents(
        Map<String, String> inherited,
        String configuration,
        String logging,
        String debugLevel,
        Places places,
        String first) {

    /**
     * Where scripts find what they need, unless the inherited environment says otherwise.
     *
     * @param command {@code CTDB}, the command scripts call
     * @param helpers {@code CTDB_HELPER_BINDIR}
     * @param scriptState {@code CTDB_SCRIPT_VARDIR}
     * @param systemEtc {@code CTDB_SYS_ETCDIR}
     * @param library {@code BATON_EVENTS_LIB}, the shell library for authors of scripts
     * @param baton {@code BATON}, our own command
     */
    public record Places(
            String command,
            String helpers,
            String scriptState,
            String systemEtc,
            String library,
            String baton) {}

    private static final String USUAL_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    public EnvironmentOfEvents {
        inherited = Collections.unmodifiableMap(new TreeMap<>(inherited));
    }

    /** The same with one more directory in front of {@code PATH}. */
    public EnvironmentOfEvents withFirstOnPath(String directory) {
        return new EnvironmentOfEvents(
                inherited, configuration, logging, debugLevel, places, directory + ":" + first);
    }

    /** For an event without a right. */
    public Map<String, String> of(Event event) {
        Map<String, String> all = new TreeMap<>(inherited);
        all.remove("BATON_LIFETIME");
        all.remove("BATON_FENCE");
        all.put("CTDB_BASE", configuration);
        all.put("CTDB_LOGGING", logging);
        all.put("CTDB_DEBUGLEVEL", debugLevel);
        all.putIfAbsent("CTDB", places.command());
        all.putIfAbsent("CTDB_HELPER_BINDIR", places.helpers());
        all.putIfAbsent("CTDB_SCRIPT_VARDIR", places.scriptState());
        all.putIfAbsent("CTDB_SYS_ETCDIR", places.systemEtc());
        all.put("BATON_EVENTS_LIB", places.library());
        all.put("BATON", places.baton());
        all.put("BATON_EVENT", event.name());
        all.put("PATH", first + ":" + inherited.getOrDefault("PATH", USUAL_PATH));
        return all;
    }

    /**
     * For an event of an address that is held by a right.
     *
     * @param lifetime what scripts give as {@code valid_lft}; whole seconds, at least one
     * @param fence the number of the right
     */
    public Map<String, String> of(Event event, Duration lifetime, long fence) {
        if (lifetime.toSeconds() < 1) {
            throw new IllegalArgumentException(
                    "expected a lifetime of at least 1 s, got " + lifetime);
        }
        Map<String, String> all = of(event);
        all.put("BATON_LIFETIME", Long.toString(lifetime.toSeconds()));
        all.put("BATON_FENCE", Long.toString(fence));
        return all;
    }
}
