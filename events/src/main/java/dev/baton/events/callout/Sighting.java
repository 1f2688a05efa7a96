package dev.baton.events.callout;

/** What was seen at a path of this node, links followed. */
public sealed interface Sighting {

    /** A block device of this size; 0 for one that nothing is behind. */
    record Device(long bytes) implements Sighting {}

    /** Something else, such as a file. */
    record Other(String what) implements Sighting {}

    /** Nothing. */
    record Missing() implements Sighting {}

    /** In the words of a sentence. */
    default String words() {
        return switch (this) {
            case Device(long bytes) -> "a block device of " + bytes + " bytes";
            case Other(String what) -> what + ", no block device";
            case Missing() -> "nothing";
        };
    }
}
