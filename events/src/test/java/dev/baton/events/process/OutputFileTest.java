package dev.baton.events.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

@DisplayName("Head and tail of a script's output (contract, section 3, number 6)")
class OutputFileTest {

    @TempDir Path directory;
    private Path file;
    private OutputFile output;

    @BeforeEach
    void make() {
        file = directory.resolve("output");
        output = OutputFile.make(file);
    }

    @Test
    void theTailIsKeptWhenTheScriptEndsRightBehindTheEmptying() throws IOException {
        print("y".repeat((int) OutputFile.MAX_FILE) + "last words");
        output.trim();

        String kept = output.take();

        assertTrue(kept.endsWith("ylast words"), kept.substring(kept.length() - 20));
    }

    @Test
    void theNextScriptsTailIsNotTheOneBeforeIts() throws IOException {
        print("y".repeat((int) OutputFile.MAX_FILE) + "last words");
        output.trim();
        output.take();
        print("next");

        assertEquals("next", output.take());
    }

    @Test
    void nothingIsMarkedAsDroppedWhenAllOfItFitsAroundAnEmptying() throws IOException {
        print("x".repeat((int) OutputFile.MAX_FILE));
        output.take();
        print("begin ");
        output.trim();
        print("end");

        assertEquals("begin end", output.take());
    }

    @Test
    void headTailAndCountAreRightForAnyPlaceOfTheEmptying() throws IOException {
        String all = "a".repeat(700_000) + "b".repeat(700_000) + "c".repeat(10);
        print(all.substring(0, 1_100_000));
        output.trim();
        print(all.substring(1_100_000));

        int half = OutputFile.KEPT / 2;
        assertEquals(
                all.substring(0, half)
                        + "\n["
                        + (all.length() - OutputFile.KEPT)
                        + " bytes dropped]\n"
                        + all.substring(all.length() - half),
                output.take());
    }

    private void print(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }
}
