package dev.baton.events.contract.opennebula;

import java.util.Optional;
import java.util.OptionalLong;

/** What a driver's action yields. Source: storage call-outs contract, sections 4.3 and 4.9. */
public sealed interface DriverResult {

    /** Nothing beside that it is done. */
    record Nothing() implements DriverResult {}

    /**
     * An image that was made.
     *
     * @param source where it is, in the driver's words
     * @param size in MiB, where the dialect prints it
     * @param format where the dialect prints it
     */
    record Stored(String source, OptionalLong size, Optional<String> format)
            implements DriverResult {}

    /** A size in MiB. */
    record Size(long size) implements DriverResult {}

    /** How much room there is; in MiB. */
    record Room(long used, long free, long total) implements DriverResult {}

    /** Whether something is there. */
    record Presence(boolean there) implements DriverResult {}

    /**
     * What another datastore imports an exported image by.
     *
     * @param size in MiB, where it is told
     */
    record Offer(String source, String md5, OptionalLong size, String format)
            implements DriverResult {}
}
