package dev.baton.testcluster.netns;

/** How a cable is cut; the two give opposite results for systems that watch the carrier. */
public enum CutKind {
    /** The switch port goes down: the node's interface loses its carrier. */
    PORT_DOWN,
    /** The switch port leaves the bridge: the carrier stays, no frame passes. */
    OUT_OF_BRIDGE
}
