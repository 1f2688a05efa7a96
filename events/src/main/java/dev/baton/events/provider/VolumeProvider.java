package dev.baton.events.provider;

import java.io.IOException;
import java.util.List;

/**
 * A storage provider: one method for each script of the interface. Return only when it has
 * happened; throw, with a sentence, when it has not.
 *
 * <p>Sizes are in MiB. One process makes one call; standard output belongs to the framework, what
 * is printed goes to its log. Source: storage call-outs contract, section 3.4.
 */
public interface VolumeProvider {

    /** Makes a volume of at least this size; one that exists already is a failure. */
    void create(VolumeInfo volume, long size) throws IOException;

    /** Makes it reachable on this node; says the same again when it is so already. */
    Attached attach(VolumeInfo volume) throws IOException;

    /** Undoes attach on this node; not being attached is a success. */
    void detach(VolumeInfo volume) throws IOException;

    /** Deletes it with its data. */
    void remove(VolumeInfo volume) throws IOException;

    /** Makes it larger, also where it is attached. */
    void grow(VolumeInfo volume, long size, long newSize) throws IOException;

    /** Stores a text with it; may do nothing. */
    void setInfo(VolumeInfo volume, String metadata) throws IOException;

    /** Judges the parameters; the checks are words of the provider's own. */
    void verify(VolumeInfo volume, List<String> checks) throws IOException;

    /** Takes a snapshot, a volume of its own from then on. To be left out with its script. */
    default void snapshot(VolumeInfo volume, String name, long size) throws IOException {
        throw new IOException("this provider takes no snapshots");
    }

    /** Allows this node to read and write it, alone or beside others. */
    default void open(VolumeInfo volume, boolean exclusive) throws IOException {}

    /** Ends what open allowed. */
    default void close(VolumeInfo volume) throws IOException {}
}
