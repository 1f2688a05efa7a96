package dev.baton.config;

import java.util.List;

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

    /** Runs a command that lists the nodes, without a shell; within a limit of seconds. */
    ListedNodes nodes(List<String> words);
}
