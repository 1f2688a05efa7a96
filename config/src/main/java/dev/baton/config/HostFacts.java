package dev.baton.config;

import java.util.List;
import java.util.Optional;

/**
 * What only the running machine can say about a settings file.
 *
 * <p>Answers must not throw, and be quick but for {@link #nodes}; "cannot tell" is {@code false}.
 */
public interface HostFacts {

    /** Whether this host has an interface of that name, up or down. */
    boolean interfaceExists(InterfaceName name);

    /** Whether a socket of this host can be bound to the address. */
    boolean canBind(IpAddress address);

    /**
     * Why a text is no calendar of five fields as in a crontab; empty for one that is, and where
     * nobody can tell.
     */
    default Optional<String> wrongCalendar(String text) {
        return Optional.empty();
    }

    /** Runs a command that lists the nodes, without a shell; within a limit of seconds. */
    ListedNodes nodes(List<String> words);
}
