package dev.baton.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/**
 * Appends the log to a file. One that was moved away, as a rotation does, is opened anew within
 * {@link #LOOK}. Thread: any.
 */
final class LogFile extends Handler {

    /** How often it is looked whether the file is still the one that is written to. */
    static final Duration LOOK = Duration.ofSeconds(1);

    private final Path path;
    private FileChannel channel;
    private Optional<Object> key;
    private long looked;

    /** Opens the file, or makes it. */
    LogFile(Path path, Formatter lines) throws IOException {
        this.path = path;
        setFormatter(lines);
        channel = opened(path);
        key = key(path);
        looked = System.nanoTime();
    }

    private static FileChannel opened(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static Optional<Object> key(Path path) throws IOException {
        try {
            return Optional.of(Files.getAttribute(path, "unix:ino"));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    @Override
    public synchronized void publish(LogRecord line) {
        if (!isLoggable(line)) {
            return;
        }
        try {
            look();
            ByteBuffer text =
                    ByteBuffer.wrap(getFormatter().format(line).getBytes(StandardCharsets.UTF_8));
            while (text.hasRemaining()) {
                channel.write(text);
            }
        } catch (IOException full) {
            reportError("cannot write to " + path, full, ErrorManager.WRITE_FAILURE);
        }
    }

    private void look() throws IOException {
        if (System.nanoTime() - looked < LOOK.toNanos()) {
            return;
        }
        looked = System.nanoTime();
        if (!key(path).equals(key)) {
            FileChannel old = channel;
            channel = opened(path);
            key = key(path);
            old.close();
        }
    }

    @Override
    public void flush() {
        // each line is written when it is published
    }

    @Override
    public synchronized void close() {
        try {
            channel.close();
        } catch (IOException broken) {
            reportError("cannot close " + path, broken, ErrorManager.CLOSE_FAILURE);
        }
    }
}
