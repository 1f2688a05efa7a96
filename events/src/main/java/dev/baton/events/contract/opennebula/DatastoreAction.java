package dev.baton.events.contract.opennebula;

import java.util.Locale;

/** What can be asked of a datastore's driver. Source: storage call-outs contract, 4.3 and 4.9. */
public enum DatastoreAction {
    /** Brings a file or a download into the datastore. */
    CP(Dialect.V3_4),
    /** Makes an empty image. */
    MKFS(Dialect.V3_4),
    /** Deletes an image. */
    RM(Dialect.V3_4),
    /** Tells the size of what cp would bring. */
    STAT(Dialect.V3_6),
    /** Copies an image within the datastore. */
    CLONE(Dialect.V3_6),
    /** Tells how much room there is. */
    MONITOR(Dialect.V5_0),
    /** Describes an image for another datastore to import. */
    EXPORT(Dialect.V5_0),
    /** Deletes a snapshot of an image. */
    SNAP_DELETE(Dialect.V5_0),
    /** Makes the snapshot the image, and deletes all snapshots. */
    SNAP_FLATTEN(Dialect.V5_0),
    /** Brings an image back to a snapshot. */
    SNAP_REVERT(Dialect.V5_0);

    private final Dialect since;

    DatastoreAction(Dialect since) {
        this.since = since;
    }

    /** The first dialect that has it. */
    public Dialect since() {
        return since;
    }

    /** Its file name. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it changes nothing, so that it may be asked again. */
    boolean onlyAsks() {
        return this == STAT || this == MONITOR || this == EXPORT;
    }

    /** Whether it makes an image, and prints which. */
    boolean makes() {
        return this == CP || this == MKFS || this == CLONE;
    }

    /** Whether it is about a snapshot of the image. */
    boolean needsSnapshot() {
        return this == SNAP_DELETE || this == SNAP_FLATTEN || this == SNAP_REVERT;
    }
}
