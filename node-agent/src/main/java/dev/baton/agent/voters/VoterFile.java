package dev.baton.agent.voters;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.baton.agent.wire.MessageCodec;
import dev.baton.orchestrator.cluster.Voters;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The voters a node goes by, in {@code var/voters}: written to a file beside it, brought to the
 * disk, and then renamed, so that a loss of power leaves the old or the new.
 *
 * <p>Thread: one at a time. Bounds: {@value #MOST_BYTES} bytes.
 */
public final class VoterFile {

    private static final int FORMAT = 3;
    private static final int MOST_BYTES = 1 << 20;

    private record Stored(int format, Voters voters) {}

    private final Path file;
    private final JsonMapper mapper = MessageCodec.mapper();

    public VoterFile(Path file) {
        this.file = file;
    }

    /**
     * What was written last; empty when nothing was.
     *
     * @throws IOException with a sentence for people when the file cannot be understood
     */
    public Optional<Voters> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        byte[] bytes;
        try (var in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES);
        }
        try {
            Stored stored = mapper.readValue(bytes, Stored.class);
            if (stored.format() != FORMAT) {
                throw new IOException(broken("format " + stored.format()));
            }
            return Optional.of(stored.voters());
        } catch (JsonProcessingException | IllegalArgumentException garbage) {
            throw new IOException(broken("no voters"), garbage);
        }
    }

    private String broken(String found) {
        return "%s: expected the voters this node has stored in format %d, found %s. %s"
                .formatted(
                        file,
                        FORMAT,
                        found,
                        "Remove it while the other nodes run: they tell this node who votes");
    }

    /** Writes so that it survives a loss of power. */
    void write(Voters voters) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        String text =
                mapper.writerWithDefaultPrettyPrinter()
                        .writeValueAsString(new Stored(FORMAT, voters));
        try (FileChannel out =
                FileChannel.open(
                        next,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory =
                FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
