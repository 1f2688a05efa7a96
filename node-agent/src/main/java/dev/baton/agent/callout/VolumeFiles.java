package dev.baton.agent.callout;

import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The volumes of this node, one file each, readable by root only: a provider needs its parameters
 * for every call, secret ones too.
 *
 * <p>Thread: any.
 */
final class VolumeFiles {

    private static final String SUFFIX = ".json";

    private final Path folder;
    private final JsonMapper mapper = StoredText.mapper();
    private final Map<String, VolumeRecord> volumes = new TreeMap<>();

    private VolumeFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads what there is.
     *
     * @throws IOException with a sentence for people when a file cannot be understood
     */
    static VolumeFiles open(Path folder) throws IOException {
        DurableFile.directory(folder);
        VolumeFiles files = new VolumeFiles(folder);
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            found.forEach(all::add);
        }
        for (Path file : all) {
            VolumeRecord volume = files.read(file);
            files.volumes.put(volume.volume().title(), volume);
        }
        return files;
    }

    private VolumeRecord read(Path file) throws IOException {
        try {
            return mapper.readValue(Files.readAllBytes(file), VolumeRecord.class);
        } catch (IOException | IllegalArgumentException garbage) {
            throw new IOException(
                    "%s: expected a volume of this node, got something else. Storage commands are"
                                    .formatted(file)
                            + " refused until it is moved away, with the agent stopped",
                    garbage);
        }
    }

    synchronized Optional<VolumeRecord> find(String title) {
        return Optional.ofNullable(volumes.get(title));
    }

    synchronized List<VolumeRecord> all() {
        return List.copyOf(volumes.values());
    }

    synchronized void put(VolumeRecord volume) throws IOException {
        write(volume);
        volumes.put(volume.volume().title(), volume);
    }

    synchronized void remove(String title) throws IOException {
        Files.deleteIfExists(file(title));
        volumes.remove(title);
    }

    private Path file(String title) {
        return folder.resolve(title + SUFFIX);
    }

    private void write(VolumeRecord volume) throws IOException {
        DurableFile.write(
                file(volume.volume().title()),
                folder.resolve("volume.new"),
                mapper.writeValueAsString(volume) + "\n");
    }
}
