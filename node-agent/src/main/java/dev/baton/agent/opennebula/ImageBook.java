package dev.baton.agent.opennebula;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.baton.agent.callout.DurableFile;
import dev.baton.agent.callout.Refusal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which images there are: a file for each, readable by root only, because attributes may be
 * secrets. Nothing is remembered: where several nodes share the directory each sees what the others
 * wrote.
 *
 * <p>Bounds: {@value #MOST} images. Thread: any.
 */
final class ImageBook {

    static final int MOST = 10_000;

    private static final String SUFFIX = ".json";
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
                    .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final Path folder;
    private final String writer;

    /**
     * The images of a directory, which is made when the first is written down.
     *
     * @param writer by which this node's unfinished files are told from those of others
     */
    ImageBook(Path folder, String writer) {
        this.folder = folder;
        this.writer = writer;
    }

    /** By id. */
    List<ImageRecord> all() throws IOException {
        List<ImageRecord> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                read(file).ifPresent(all::add);
            }
        } catch (NoSuchFileException none) {
            return List.of();
        }
        all.sort(Comparator.comparingLong(each -> each.image().id()));
        return all;
    }

    /** Empty for one that another node has just removed. */
    private static Optional<ImageRecord> read(Path file) throws IOException {
        try {
            return Optional.of(MAPPER.readValue(Files.readAllBytes(file), ImageRecord.class));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException garbage) {
            throw new IOException(
                    file
                            + ": expected the record of an image, got something else. Image"
                            + " commands are refused until it is moved away",
                    garbage);
        }
    }

    Optional<ImageRecord> find(long id) throws IOException {
        return read(file(id));
    }

    /** By its name, or by its id. */
    ImageRecord known(String word) throws Refusal, IOException {
        List<ImageRecord> fitting =
                all().stream()
                        .filter(each -> each.title().equals(word) || isId(each, word))
                        .toList();
        if (fitting.size() > 1) {
            throw new Refusal(
                    Refusal.Kind.USAGE,
                    "there are several images %s; name it by its id: %s"
                            .formatted(
                                    word,
                                    fitting.stream().map(each -> each.image().id()).toList()));
        }
        return fitting.stream()
                .findFirst()
                .orElseThrow(
                        () ->
                                new Refusal(
                                        Refusal.Kind.NOT_FOUND,
                                        "no image \"%s\" is known here; see: baton image list"
                                                .formatted(word.replaceAll("\\p{Cntrl}", "?"))));
    }

    private static boolean isId(ImageRecord each, String word) {
        return Long.toString(each.image().id()).equals(word);
    }

    /** An id that is free; nothing is taken by asking. */
    long free() throws IOException {
        return all().stream().mapToLong(each -> each.image().id()).max().orElse(0) + 1;
    }

    /** Writes one down whose id is nobody's yet; false when it is another's by now. */
    synchronized boolean add(ImageRecord record) throws IOException, Refusal {
        if (all().size() >= MOST) {
            throw new Refusal(
                    Refusal.Kind.REFUSED, "there are " + MOST + " images already; delete some");
        }
        DurableFile.directory(folder);
        try {
            DurableFile.add(file(record.image().id()), next(record), text(record));
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        }
    }

    synchronized void put(ImageRecord record) throws IOException {
        DurableFile.directory(folder);
        DurableFile.write(file(record.image().id()), next(record), text(record));
    }

    void remove(long id) throws IOException {
        Files.deleteIfExists(file(id));
    }

    private Path file(long id) {
        return folder.resolve(id + SUFFIX);
    }

    private Path next(ImageRecord record) {
        return folder.resolve("%d.new-%s".formatted(record.image().id(), writer));
    }

    private static String text(ImageRecord record) throws IOException {
        return MAPPER.writeValueAsString(record) + "\n";
    }
}
