package dev.baton.config.migration;

import java.util.List;
import java.util.Optional;

/**
 * One file below a directory, as its reader found it.
 *
 * @param path below the directory, with {@code /} between its words
 * @param place the path it can be opened with
 * @param executable for its owner
 * @param link where a symbolic link that leaves the directory leads, or one that leads nowhere
 * @param lines its text; empty for what is no text, is too long, or is not there
 */
public record FoundFile(
        String path,
        String place,
        boolean executable,
        Optional<String> link,
        Optional<List<String>> lines) {

    public FoundFile {
        lines = lines.map(List::copyOf);
    }

    /** A symbolic link whose target is missing. */
    boolean leadsNowhere() {
        return link.isPresent() && lines.isEmpty() && !executable;
    }

    /** The last word of the path. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
