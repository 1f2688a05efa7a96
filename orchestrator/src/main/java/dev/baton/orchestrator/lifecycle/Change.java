package dev.baton.orchestrator.lifecycle;

import dev.baton.events.contract.opennebula.TransferCall;
import dev.baton.events.contract.opennebula.TransferCall.Migration;

/**
 * What happens to a virtual machine that concerns its disks.
 *
 * <p>Source: storage call-outs contract, sections 4.5 and 4.9.
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

    /**
     * A step of its move while it runs: the move itself is the hypervisor's, between the first step
     * and the second. Source: storage call-outs contract, section 4.9.
     */
    record Live(String from, String to, Migration.Moment moment) implements Change {}

    /**
     * Something is done with a snapshot of one of its disks.
     *
     * @param number of the snapshot
     */
    record Snapshot(String host, int disk, TransferCall.Snapshot.Deed deed, int number)
            implements Change {}

    /** One of its disks becomes larger; in MiB. */
    record Resize(String host, int disk, long size) implements Change {}

    /**
     * What one of its disks holds, or held at a snapshot, becomes what an image holds; the disk
     * stays as it is.
     *
     * @param snapshot of the disk; -1 for the disk as it is
     * @param image that is written, by its number
     * @param source of that image, in the words of its datastore
     */
    record Save(String host, int disk, int snapshot, long image, String source) implements Change {}

    /** All it had on this host goes; after a failure, and on the host before a failed move. */
    record Delete(String host) implements Change {}
}
