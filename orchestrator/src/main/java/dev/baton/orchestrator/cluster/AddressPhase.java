package dev.baton.orchestrator.cluster;

/** What one node is doing about one public address. */
public enum AddressPhase {
    /** Neither held nor in the kernel. */
    ABSENT,
    /** The right is asked for. */
    ASKING,
    /** The right is held; {@code takeip} is prepared or runs. */
    TAKING,
    /** The right is held and the kernel carries the address. */
    SERVING,
    /** {@code updateip} moves it between two interfaces. */
    UPDATING,
    /** Closed; {@code releaseip} runs or the kernel is being cleaned. */
    RELEASING
}
