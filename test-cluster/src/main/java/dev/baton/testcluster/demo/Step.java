package dev.baton.testcluster.demo;

/**
 * One rehearsed failure: done to a victim, watched, undone, watched again.
 *
 * @param name as in {@code --steps}
 * @param role which node is the victim
 * @param expectation what the cluster is waited for while the fault lasts
 * @param fault does it and returns its undoing
 */
record Step(String name, Role role, Expectation expectation, Fault fault) {
    /** Which node is chosen as victim. */
    enum Role {
        FOLLOWER,
        LEADER
    }

    /** What should come of the fault. */
    enum Expectation {
        /** Every address of the victim is served by another node. */
        ADDRESSES_LEAVE,
        /** Nobody can notice from inside: addresses stay and are dark until it is undone. */
        NOTHING_MOVES
    }

    /** Does the fault to a node; what it returns undoes it, verified. */
    interface Fault {
        Runnable strike(DemoCluster cluster, int victim);
    }
}
