package dev.baton.orchestrator.lifecycle;

import java.util.OptionalLong;

/**
 * A disk of a virtual machine. Sizes are in MiB.
 *
 * <p>Source: storage call-outs contract, section 4.5.
 */
public sealed interface Disk {

    /**
     * An image of a datastore.
     *
     * @param driver that brings it to hosts
     * @param source where it is, in the words of its datastore
     * @param cloned whether the machine gets a copy; else it works on the image itself
     * @param saved whether the image becomes what the machine leaves
     * @param size where it is known
     */
    record OfImage(
            int number,
            String driver,
            String source,
            boolean cloned,
            boolean saved,
            OptionalLong size)
            implements Disk {}

    /** To swap on; made for the machine, and gone with it. */
    record Swap(int number, long size) implements Disk {}

    /** Empty at first; made for the machine, and gone with it. */
    record Volatile(int number, long size, String format) implements Disk {}

    /** By which drivers know it, {@code disk.NUMBER}. */
    int number();
}
