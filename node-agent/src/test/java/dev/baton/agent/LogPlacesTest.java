package dev.baton.agent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

@DisplayName("Where the log goes: CTDB events contract, section 15, [logging] location")
class LogPlacesTest {

    private static final Formatter MESSAGE =
            new Formatter() {
                @Override
                public String format(LogRecord line) {
                    return line.getMessage() + "\n";
                }
            };

    @Test
    void aFileIsAppendedToAndOpenedAnewWhenItWasMovedAway(@TempDir Path directory)
            throws IOException {
        Path path = directory.resolve("log");
        Files.writeString(path, "before\n");
        LogFile log = new LogFile(path, MESSAGE);

        log.publish(new LogRecord(Level.INFO, "one"));
        assertEquals("before\none\n", Files.readString(path));

        Files.move(path, directory.resolve("log.1"));
        await().until(
                        () -> {
                            log.publish(new LogRecord(Level.INFO, "two"));
                            return Files.exists(path);
                        });
        log.close();
        assertTrue(Files.readString(path).startsWith("two\n"));
    }

    @Test
    void theSystemsLogGetsOneDatagramPerLineWithSeverityAndName() {
        List<String> sent = new ArrayList<>();
        LogToSystem log =
                new LogToSystem(
                        "ctdb-eventd", sent::add, () -> {}, new Kept(sent), new SimpleFormatter());
        LogRecord line = new LogRecord(Level.SEVERE, "01.test: a\nb");
        line.setInstant(Instant.parse("2026-11-05T08:09:10Z"));

        log.publish(line);
        log.publish(new LogRecord(Level.INFO, "x".repeat(5000)));

        String pid = Long.toString(ProcessHandle.current().pid());
        assertTrue(
                sent.getFirst()
                        .matches(
                                "<27>Nov  [45] \\d\\d:\\d\\d:10 ctdb-eventd\\["
                                        + pid
                                        + "\\]: 01.test: a b"),
                sent.getFirst());
        assertTrue(sent.get(1).startsWith("<30>"));
        assertEquals(1024, sent.get(1).length());
    }

    @Test
    void whereThereIsNoSystemsLogNothingIsLost() {
        List<String> kept = new ArrayList<>();
        LogToSystem log =
                new LogToSystem(
                        "baton", _ -> false, () -> {}, new Kept(kept), new SimpleFormatter());

        log.publish(new LogRecord(Level.INFO, "one"));

        assertEquals(List.of("one"), kept);
    }

    private static final class Kept extends Handler {

        private final List<String> lines;

        Kept(List<String> lines) {
            this.lines = lines;
        }

        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage());
        }

        @Override
        public void flush() {
            // kept already
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
