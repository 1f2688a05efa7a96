package dev.baton.orchestrator.lifecycle;

/**
 * What happens to a virtual machine that concerns its disks.
 *
 * <p>Source: storage call-outs contract, section 4.5.
 */
public sealed interface Change {

    /** It begins on this host. */
    record Create(String host) implements Change {}

    /** It is put aside: its disks come to the front-end. */
    record Stop(String host) implements Change {}

    /** It goes on, on this host. */
    record Resume(String host) implements Change {}

    /** It moves, not running. */
    record Migrate(String from, String to) implements Change {}

    /** It has ended: what is to be saved is saved. */
    record Shutdown(String host) implements Change {}

    /** All it had on this host goes; after a failure, and on the host before a failed move. */
    record Delete(String host) implements Change {}
}
