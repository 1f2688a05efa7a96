package dev.baton.events.callout;

/**
 * What a contract makes of an outcome: the end of the call, or what has to be looked at first.
 *
 * @param <C> calls of the contract
 * @param <R> what its calls yield
 */
public sealed interface Decoded<C extends Call, R> {

    /** Nothing more has to be known. */
    record Settled<C extends Call, R>(Truth<R> truth) implements Decoded<C, R> {}

    /** Whether it happened is seen by another call of the same contract. */
    record Ask<C extends Call, R>(C probe, String why) implements Decoded<C, R> {}

    /** Whether it happened is seen at a path of this node. */
    record Look<C extends Call, R>(String path, String why) implements Decoded<C, R> {}
}
