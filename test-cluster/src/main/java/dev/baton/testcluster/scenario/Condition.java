package dev.baton.testcluster.scenario;

/** What must hold at the end of a scenario. */
public sealed interface Condition {

    /**
     * Everything that was broken is mended, every agent started, every flag taken back: then all is
     * served by nodes that are well.
     */
    @Words("recovery")
    record Recovery() implements Condition {}

    @Words("all-served")
    record AllServed() implements Condition {}

    @Words("served <address> by <node>")
    record Served(int address, int node) implements Condition {}

    @Words("unserved <address>")
    record Unserved(int address) implements Condition {}

    @Words("no-address on <node>")
    record NoAddress(int node) implements Condition {}

    @Words("some-address on <node>")
    record SomeAddress(int node) implements Condition {}

    /** It was never missing where it was when the scenario began. */
    @Words("undisturbed <address>")
    record Undisturbed(int address) implements Condition {}

    @Words("leader <node>")
    record Leader(int node) implements Condition {}

    /** Somebody leads, and not that node. */
    @Words("leader other than <node>")
    record OtherLeader(int node) implements Condition {}

    /** In the picture of a node that runs. */
    @Words("node <node> is <flag>")
    record Flagged(int node, Flag flag) implements Condition {}

    /** What a node can be. */
    enum Flag {
        WELL,
        UNHEALTHY,
        DISABLED,
        BANNED,
        STOPPED
    }

    @Words("agent <node> ended")
    record Ended(int node) implements Condition {}
}
