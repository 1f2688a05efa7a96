package dev.baton.config.migration;

import java.util.List;

/** One file to be written below the directory that is made. */
public sealed interface Target {

    /** Below the directory, with {@code /} between its words. */
    String path();

    /** New text. */
    record Written(String path, List<String> lines) implements Target {
        public Written {
            lines = List.copyOf(lines);
        }

        /** What the file holds. */
        public String text() {
            return String.join("\n", lines) + "\n";
        }
    }

    /** The same content, executable or not as before. */
    record Copied(String path, FoundFile from) implements Target {}

    /** A symbolic link. */
    record Linked(String path, String to) implements Target {}
}
