package dev.baton.agent.event;

import dev.baton.config.ClusterSettings;
import dev.baton.config.Layout;
import dev.baton.config.LogOptions;
import dev.baton.events.EnvironmentOfEvents;
import dev.baton.events.Event;
import dev.baton.orchestrator.exchange.Effect;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The environment of this node's scripts. Source: CTDB events contract, section 6.
 *
 * @param settings of this node
 * @param variables what every script gets
 * @param addresses the file with the public addresses
 */
public record EventEnvironment(
        ClusterSettings settings, EnvironmentOfEvents variables, Path addresses) {

    private static final String SYSTEM_ETC = "/etc";

    /**
     * For scripts of this agent.
     *
     * @param home where the distribution is: {@code bin}, {@code libexec}
     * @param inherited the agent's own environment and what names its directories
     */
    public static EventEnvironment of(
            ClusterSettings settings, Path home, Map<String, String> inherited) {
        EnvironmentOfEvents variables =
                variables(settings.layout(), settings.logging(), home, inherited);
        return new EventEnvironment(
                settings,
                variables.withFirstOnPath(home.resolve("libexec").toString()),
                settings.events().publicAddresses());
    }

    /** What every script of a machine gets, with an agent or without. */
    public static EnvironmentOfEvents variables(
            Layout layout, LogOptions logging, Path home, Map<String, String> inherited) {
        Path compat = home.resolve("compat");
        return new EnvironmentOfEvents(
                inherited,
                layout.etc().toString(),
                logging.location(),
                logging.level().name(),
                new EnvironmentOfEvents.Places(
                        compat.resolve("ctdb").toString(),
                        compat.toString(),
                        layout.var().resolve("scripts").toString(),
                        SYSTEM_ETC,
                        home.resolve("share/events/lib/baton-events.sh").toString(),
                        home.resolve("bin/baton").toString()),
                compat.toString());
    }

    /** The same where another file has the public addresses. */
    public EventEnvironment withAddresses(Path file) {
        return new EventEnvironment(settings, variables, file);
    }

    /** For one event, under a lease or not. */
    public Map<String, String> of(Event event, Optional<Effect.EventLease> lease) {
        Map<String, String> all =
                new TreeMap<>(
                        lease.filter(held -> held.lifetimeSeconds() > 0)
                                .map(held -> under(event, held))
                                .orElseGet(() -> variables.of(event)));
        lease.ifPresent(held -> all.put("BATON_FENCE", Long.toString(held.number())));
        all.put("BATON_NODE_NAME", settings.name().value());
        all.put("BATON_PUBLIC_ADDRESSES", addresses.toString());
        all.remove("BATON_ADDRESS");
        event.address().ifPresent(ip -> all.put("BATON_ADDRESS", ip.toString()));
        return all;
    }

    private Map<String, String> under(Event event, Effect.EventLease held) {
        return variables.of(event, Duration.ofSeconds(held.lifetimeSeconds()), held.number());
    }
}
