package dev.baton.orchestrator.exchange;

/**
 * A plan for people. Its text is made where it is written: with thousands of addresses it takes
 * longer than the core has.
 */
public interface PlanText {

    /** One line per node and stage, in order. */
    String text();

    /** How many addresses are taken. */
    int moves();
}
