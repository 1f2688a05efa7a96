package dev.baton.agent.core;

/**
 * Ends the agent at once because it cannot trust itself any more; its kernel then drops its
 * addresses. Source: safety rule, "stopping is safe".
 */
@FunctionalInterface
public interface Broken {

    /** Says why and ends the process; in production it does not return. */
    void stop(Throwable why);
}
