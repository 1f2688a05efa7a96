package dev.baton.testcluster.scenario;

import java.time.Duration;

/**
 * A cluster on which one scenario is played. It judges for itself that no address is ever answered
 * for by two nodes.
 */
public interface Stage {

    /** Brings the cluster to where the scenario begins; its time starts to count then. */
    void begin();

    /** Lets the scenario's time pass until that long after the beginning. */
    void waitUntil(Duration instant);

    void act(Action action);

    /** Waits until it holds; throws an {@link AssertionError} that says what is there instead. */
    void expect(Expectation expectation);
}
