package dev.baton.orchestrator.snapshot;

import java.time.Duration;

/** What a node is to do for a round, in this order; each names the round it is for. */
public sealed interface FreezeEffect {

    /** Writes, so that it outlives the agent, that this node may be frozen from now on. */
    record StoreFreeze(RoundId round, String schedule) implements FreezeEffect {}

    /** Writes that this node is thawed, or that nobody can thaw it. */
    record StoreThaw(RoundId round, String schedule) implements FreezeEffect {}

    /** Starts what thaws the node when the agent dies, or when that time is over. */
    record OpenGuard(RoundId round, String schedule, Duration limit) implements FreezeEffect {}

    /**
     * The agent thaws: for that time the guard leaves it to it, unless the agent dies. Two thaws at
     * once would be harmless, but are never needed.
     */
    record HoldGuard(RoundId round, Duration limit) implements FreezeEffect {}

    /** The node is thawed: what guards it ends without doing anything. */
    record CloseGuard(RoundId round) implements FreezeEffect {}

    /**
     * Runs a hook; its end is told once.
     *
     * @param reason what a postsnap is told
     */
    record RunHook(
            RoundId round, String schedule, RoundHook hook, ThawReason reason, Duration limit)
            implements FreezeEffect {}

    /** Ends the hook that runs; its end is told as of any other. */
    record KillHook(RoundId round) implements FreezeEffect {}

    /** Lets the hook that holds the node frozen go; its end is told as of any other. */
    record ReleaseHook(RoundId round) implements FreezeEffect {}

    /** Answers the coordinator. */
    record Report(RoundId round, RoundReport report) implements FreezeEffect {}

    /** Nobody could thaw the node: an alarm. */
    record Alarm(RoundId round, String schedule, String why) implements FreezeEffect {}
}
