package dev.baton.orchestrator.snapshot;

/** What the coordinator of a round tells one node to do. */
public sealed interface RoundOrder {

    /** Run the hook before all preparation. */
    record Prestart() implements RoundOrder {}

    /** Freeze what writes, and thaw it by yourself when the limit is over. */
    record Freeze() implements RoundOrder {}

    /**
     * Take a snapshot.
     *
     * @param index of the plan's snapshots
     */
    record Snap(int index) implements RoundOrder {}

    /** Thaw, and from now on never freeze for this round. */
    record Thaw(ThawReason reason) implements RoundOrder {}
}
