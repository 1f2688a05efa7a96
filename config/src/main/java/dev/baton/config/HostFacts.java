package dev.baton.config;

/**
 * What only the running kernel can say about a settings file.
 *
 * <p>Answers must be quick and must not throw; "cannot tell" is {@code false}.
 */
public interface HostFacts {

    /** Whether this host has an interface of that name, up or down. */
    boolean interfaceExists(InterfaceName name);

    /** Whether a socket of this host can be bound to the address. */
    boolean canBind(IpAddress address);
}
