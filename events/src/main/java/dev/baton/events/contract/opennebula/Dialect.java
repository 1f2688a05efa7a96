package dev.baton.events.contract.opennebula;

import java.util.Arrays;
import java.util.Optional;

/**
 * How drivers of one age are called; what changed between them are parameters of one codec.
 *
 * <p>Order: older ones first. Source: storage call-outs contract, section 4.9.
 */
public enum Dialect {
    /** The first published document. */
    V3_4("3.4"),
    V3_6("3.6"),
    V3_8("3.8"),
    V4_0("4.0"),
    V5_0("5.0"),
    V6_0("6.0"),
    /** Today's. */
    V6_8("6.8");

    private final String version;

    Dialect(String version) {
        this.version = version;
    }

    /** As it is written in settings. */
    public String word() {
        return version;
    }

    /** By its word. */
    public static Optional<Dialect> of(String word) {
        return Arrays.stream(values()).filter(each -> each.version.equals(word)).findFirst();
    }

    /** Whether the description comes on standard input, else it is the first argument. */
    public boolean readsInput() {
        return isFrom(V6_8);
    }

    /** Whether cp and mkfs print a size behind the source. */
    boolean printsSize() {
        return this == V3_4;
    }

    /** Whether cp may print a format behind the source. */
    boolean printsFormat() {
        return isFrom(V6_0);
    }

    /** Whether transfer actions are told the machine and its datastore at the end. */
    boolean tellsMachine() {
        return isFrom(V3_6);
    }

    /** Whether an image has FORMAT and FS, else FSTYPE. */
    boolean splitsFormat() {
        return isFrom(V6_8);
    }

    /** Whether this one knows what that one introduced. */
    boolean isFrom(Dialect other) {
        return compareTo(other) >= 0;
    }
}
