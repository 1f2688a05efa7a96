package dev.baton.testcluster.simulation;

import java.util.Optional;

/** One rule of the cluster, looked at after every step. */
interface Checker {

    /** The rule's short name. */
    String rule();

    /** What breaks it after something changed on one node; empty when it holds. */
    Optional<String> broken(Simulator world, SimulatedNode changed);
}
