package dev.baton.events.callout;

/** What a contract makes of a call, before anything runs. */
public sealed interface Encoded {

    /** It is started like this. */
    record Ready(Invocation invocation) implements Encoded {}

    /** There is nothing to run, which is a success: the contract allows the script to be absent. */
    record Nothing(String why) implements Encoded {}

    /** It cannot be run; a sentence with the cure. */
    record Refused(String why) implements Encoded {}
}
