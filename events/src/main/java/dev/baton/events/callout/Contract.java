package dev.baton.events.callout;

/**
 * Translates between calls and executables, both ways. A codec: it starts nothing, looks at nothing
 * and remembers nothing.
 *
 * @param <C> its calls
 * @param <R> what they yield
 */
public interface Contract<C extends Call, R> {

    /** How the call is started. */
    Encoded encode(C call);

    /** What an outcome means, as far as it can be known from the outcome alone. */
    Decoded<C, R> decode(C call, Outcome outcome);

    /** What it means, now that the path it asked for was looked at. */
    Decoded<C, R> decode(C call, Outcome outcome, Sighting seen);

    /** What it means, now that the call it asked for was answered. */
    Decoded<C, R> decode(C call, Outcome outcome, Truth<R> told);

    /** The same call with what an earlier one of the same operation has yielded. */
    C informed(C call, R earlier);

    /** What a call without a script to run yields. */
    R nothing();
}
