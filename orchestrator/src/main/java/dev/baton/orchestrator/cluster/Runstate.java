package dev.baton.orchestrator.cluster;

/** Where a node is in its life. Source: CTDB events contract, section 7. */
public enum Runstate {
    /** {@code init} runs; nobody outside is served yet. */
    INIT,
    /** {@code setup} runs; commands are answered. */
    SETUP,
    /** Waits for a leader that knows this node. */
    FIRST_RECOVERY,
    /** {@code startup} runs until it succeeds. */
    STARTUP,
    /** May hold addresses. */
    RUNNING,
    /** Gives everything away and ends. */
    SHUTDOWN
}
