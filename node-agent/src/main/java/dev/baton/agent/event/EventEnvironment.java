package dev.baton.agent.event;

import dev.baton.config.ClusterSettings;
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

    /**
     * For scripts of this agent.
     *
     * @param home where the distribution is: {@code bin}, {@code libexec}
     * @param inherited the agent's own environment and what names its directories
     */
    public static EventEnvironment of(
            ClusterSettings settings, Path home, Map<String, String> inherited) {
        Path libexec = home.resolve("libexec");
        Path compat = home.resolve("compat");
        return new EventEnvironment(
                settings,
                new EnvironmentOfEvents(
                        inherited,
                        settings.layout().etc().toString(),
                        settings.logging().location(),
                        settings.logging().level().name(),
                        compat.resolve("ctdb").toString(),
                        compat.toString(),
                        settings.layout().var().resolve("scripts").toString(),
                        libexec + ":" + compat),
                settings.events().publicAddresses());
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
