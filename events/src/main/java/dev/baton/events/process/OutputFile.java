package dev.baton.events.process;

import dev.baton.events.callout.Account;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * What the scripts of one event print, both streams, in a file: a child that keeps it open holds
 * nobody up and is not hit by a closed pipe.
 *
 * <p>Where it cannot be written, for a full disk or a missing directory, what scripts print is lost
 * and {@link #trouble} says so; no event fails for that.
 *
 * <p>Bounds: {@value #KEPT} bytes of each script are kept, half from its head and half from its
 * tail; the file is emptied when it grows over {@value #MAX_FILE} bytes. Writers must append.
 */
final class OutputFile {

    /** Bytes kept of one script's output. */
    static final int KEPT = 64 * 1024;

    static final long MAX_FILE = 1024 * 1024;

    private static final int HALF = KEPT / 2;
    private static final Path NOWHERE = Path.of("/dev/null");

    /** A whole block, because a file without content is made on a full disk, too. */
    private static final byte[] PROBE = new byte[4096];

    private final Path path;
    private final String trouble;
    private long from;
    private byte[] head = {};

    /** The end of what was behind the head in emptied parts; at most {@link #HALF}. */
    private byte[] tail = {};

    private long dropped;

    private OutputFile(Path path, String trouble) {
        this.path = path;
        this.trouble = trouble;
    }

    /** An empty file, replacing what is there. */
    static OutputFile make(Path path) {
        try (FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(PROBE));
            file.truncate(0);
            return new OutputFile(path, "");
        } catch (IOException full) {
            remove(path);
            return new OutputFile(
                    NOWHERE,
                    "what scripts print is lost: cannot write to %s: %s; free space there"
                            .formatted(path.getParent(), reason(full)));
        }
    }

    private static String reason(IOException failure) {
        return failure instanceof FileSystemException named && named.getReason() != null
                ? named.getReason()
                : String.valueOf(failure.getMessage());
    }

    /** It becomes this user's, whose scripts may open their own output anew. */
    void giveTo(Account writer) throws IOException {
        if (trouble.isEmpty()) {
            Files.setAttribute(path, "unix:uid", (int) writer.uid());
        }
    }

    /** Why output is lost; empty while it is kept. */
    String trouble() {
        return trouble;
    }

    void delete() {
        if (trouble.isEmpty()) {
            remove(path);
        }
    }

    private static void remove(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException keptByTheSystem) {
            // an empty leftover in the run directory harms nobody and is overwritten by its name
            return;
        }
    }

    Path path() {
        return path;
    }

    /**
     * Empties a file that has grown too large; keeps head and tail of the present script's output.
     */
    void trim() {
        try {
            if (Files.size(path) > MAX_FILE) {
                empty();
            }
        } catch (IOException unreadable) {
            // the output is for reading by people; an event does not fail for want of it
            dropped++;
        }
    }

    /** Whether a line was printed since the last {@link #take}; looks at the head only. */
    boolean hasLine(String line) {
        try (FileChannel file = open()) {
            String present = text(read(file, from, HALF));
            return present.startsWith(line + "\n") || present.contains("\n" + line + "\n");
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** What was printed since the last call. */
    String take() {
        try (FileChannel file = open()) {
            long size = file.size();
            long present = Math.max(0, size - from);
            if (head.length == 0 && present <= KEPT) {
                byte[] all = read(file, from, (int) present);
                return finish(size, text(all));
            }
            keep(file, size);
            String gap = dropped > 0 ? "\n[" + dropped + " bytes dropped]\n" : "";
            return finish(size, text(head) + gap + text(tail));
        } catch (IOException unreadable) {
            return "[output lost: " + unreadable + "]";
        }
    }

    private String finish(long size, String text) {
        from = size;
        head = new byte[0];
        tail = new byte[0];
        dropped = 0;
        return text;
    }

    private void empty() throws IOException {
        try (FileChannel file = open()) {
            keep(file, file.size());
            file.truncate(0);
            from = 0;
        }
    }

    /** Takes what was printed up to a size into head and tail, and counts what neither holds. */
    private void keep(FileChannel file, long size) throws IOException {
        long start = from;
        if (head.length == 0) {
            head = read(file, from, HALF);
            start += head.length;
        }
        byte[] last = read(file, Math.max(start, size - HALF), HALF);
        byte[] before = tail;
        int spared = Math.min(before.length, HALF - last.length);
        tail =
                Arrays.copyOf(
                        Arrays.copyOfRange(before, before.length - spared, before.length),
                        spared + last.length);
        System.arraycopy(last, 0, tail, spared, last.length);
        dropped += before.length - spared + Math.max(0, size - start - last.length);
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static byte[] read(FileChannel file, long at, int count) throws IOException {
        ByteBuffer buffer =
                ByteBuffer.allocate((int) Math.min(count, Math.max(0, file.size() - at)));
        long position = at;
        while (buffer.hasRemaining()) {
            int got = file.read(buffer, position);
            if (got < 0) {
                break;
            }
            position += got;
        }
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return bytes;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
