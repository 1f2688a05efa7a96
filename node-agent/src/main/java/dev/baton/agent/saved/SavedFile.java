package dev.baton.agent.saved;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The JSON of one saved file, as a whole. */
public final class SavedFile {

    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private SavedFile() {}

    /** Reads a file of so many bytes at most. Failure: {@link BadFile}; nothing else. */
    public static Field read(Path file, int mostBytes) throws BadFile {
        String name = file.toString();
        try (var input = Files.newInputStream(file)) {
            byte[] bytes = input.readNBytes(mostBytes + 1);
            if (bytes.length > mostBytes) {
                throw new BadFile(name, "", "expected at most " + mostBytes + " bytes");
            }
            return parse(name, new String(bytes, UTF_8));
        } catch (NoSuchFileException missing) {
            throw new BadFile(name, "", "expected a file that can be read, there is none");
        } catch (IOException unreadable) {
            throw new BadFile(name, "", "expected a file that can be read, got " + unreadable);
        }
    }

    /** The same of a text. */
    public static Field parse(String name, String text) throws BadFile {
        try {
            return new Field(name, "", JSON.readTree(text));
        } catch (JsonProcessingException malformed) {
            var at = malformed.getLocation();
            String place = at == null ? "" : "line " + at.getLineNr();
            throw new BadFile(name, place, "expected JSON: " + malformed.getOriginalMessage());
        }
    }
}
