package dev.baton.agent.opennebula;

import dev.baton.agent.callout.Refusal;
import dev.baton.agent.opennebula.DriverAccess.Orphans;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is in a datastore's directory beside what is written down. Bounds: {@value #MOST} files.
 *
 * <p>Source: storage operations, section 4.
 */
final class StoreListing {

    private static final int MOST = 100_000;

    /** Behind an image's name: the directory with its snapshots, as our drivers name it. */
    private static final String SNAPSHOTS = ".snap";

    private StoreListing() {}

    static Orphans compare(Path directory, List<ImageRecord> images, String warning)
            throws Refusal, IOException {
        SortedMap<String, Long> sizes = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (sizes.size() >= MOST) {
                    throw new Refusal(
                            Refusal.Kind.REFUSED,
                            "%s has more than %d files".formatted(directory, MOST));
                }
                if (!String.valueOf(file.getFileName()).startsWith(".")) {
                    sizes.put(file.toString(), Files.isRegularFile(file) ? Files.size(file) : 0L);
                }
            }
        } catch (NoSuchFileException missing) {
            throw new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    "there is no directory %s; make it, or set path in the datastore's section"
                            .formatted(directory));
        }
        List<ImageRecord> missing =
                images.stream()
                        .filter(each -> each.state() != ImageState.CREATING)
                        .filter(each -> each.source().startsWith("/"))
                        .filter(each -> !Files.exists(Path.of(each.source())))
                        .toList();
        for (ImageRecord each : images) {
            sizes.remove(each.source());
            sizes.remove(each.source() + SNAPSHOTS);
        }
        return new Orphans(sizes, missing, warning);
    }
}
