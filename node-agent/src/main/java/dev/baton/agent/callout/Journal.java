package dev.baton.agent.callout;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The file of entries, one JSON object a line: appended and brought to the disk before anything is
 * done that an entry announces, and before anybody is told what it says of a job. Entries that come
 * at the same time share one way to the disk.
 *
 * <p>Bounds: rewritten from what the ledger remembers when it exceeds {@value #MOST_BYTES} bytes. A
 * last line without its end was never brought to the disk and is dropped. Thread: any.
 */
final class Journal implements AutoCloseable {

    static final long MOST_BYTES = 4L << 20;
    private static final String NAME = "journal";

    private final Path file;
    private final Ledger ledger;
    private final ObjectWriter writer = StoredText.mapper().writerFor(Entry.class);
    private final ObjectReader reader = StoredText.mapper().readerFor(Entry.class);
    private final Object disk = new Object();
    private FileChannel channel;

    /** Bytes ever written, and how many of them are on the disk. */
    private long written;

    private long forced;
    private final long mostBytes;
    private long rewriteAbove;

    private Journal(Path file, Ledger ledger, long mostBytes) throws IOException {
        this.file = file;
        this.ledger = ledger;
        this.mostBytes = mostBytes;
        this.rewriteAbove = mostBytes;
        channel = open(file);
    }

    /**
     * Reads what there is into a ledger.
     *
     * @throws IOException with a sentence for people when a line cannot be understood
     */
    static Journal open(Path folder, Ledger ledger) throws IOException {
        return open(folder, ledger, MOST_BYTES);
    }

    /** The same with another bound. */
    static Journal open(Path folder, Ledger ledger, long mostBytes) throws IOException {
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Journal journal = new Journal(folder.resolve(NAME), ledger, mostBytes);
        journal.replay();
        return journal;
    }

    private static FileChannel open(Path file) throws IOException {
        FileChannel opened =
                FileChannel.open(
                        file,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        opened.position(opened.size());
        return opened;
    }

    private void replay() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int begin = 0;
        int line = 0;
        for (int end = 0; end < bytes.length; end++) {
            if (bytes[end] == '\n') {
                line++;
                ledger.apply(read(bytes, begin, end, line));
                begin = end + 1;
            }
        }
        if (begin < bytes.length) {
            channel.truncate(begin);
            channel.position(begin);
        }
    }

    private Entry read(byte[] bytes, int begin, int end, int line) throws IOException {
        try {
            return reader.readValue(bytes, begin, end - begin);
        } catch (IOException | IllegalArgumentException garbage) {
            throw new IOException(
                    ("%s line %d: expected an entry of the journal of storage calls, got \"%s\"."
                                    + " Storage commands are refused until it is moved away, with"
                                    + " the agent stopped")
                            .formatted(
                                    file,
                                    line,
                                    new String(bytes, begin, Math.min(60, end - begin), UTF_8)
                                            .replaceAll("\\p{Cntrl}", "?")),
                    garbage);
        }
    }

    /**
     * Returns when the entry is in the file, where it outlives this process, and in the ledger. It
     * is on the disk with the next one that is appended; what is lost of it until then, with the
     * power of the machine, is asked about.
     */
    synchronized void note(Entry entry) throws IOException {
        written += write(channel, entry);
        ledger.apply(entry);
    }

    /** Returns when the entry, and all before it, are on the disk, and in the ledger. */
    void append(Entry entry) throws IOException {
        long end;
        synchronized (this) {
            note(entry);
            end = written;
        }
        synchronized (disk) {
            if (forced < end) {
                force();
            }
            synchronized (this) {
                if (channel.position() > rewriteAbove) {
                    rewrite();
                    forced = written;
                }
            }
        }
    }

    /** Under the lock of the disk. */
    private void force() throws IOException {
        FileChannel toForce;
        long upTo;
        synchronized (this) {
            toForce = channel;
            upTo = written;
        }
        toForce.force(false);
        forced = upTo;
    }

    private int write(FileChannel to, Entry entry) throws IOException {
        ByteBuffer bytes;
        try {
            bytes = ByteBuffer.wrap((writer.writeValueAsString(entry) + "\n").getBytes(UTF_8));
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("an entry cannot be written: " + entry, broken);
        }
        long before = to.position();
        try {
            while (bytes.hasRemaining()) {
                to.write(bytes);
            }
        } catch (IOException full) {
            to.truncate(before);
            throw full;
        }
        return bytes.limit();
    }

    /** All there is to remember is on the disk with the new file. Under both locks. */
    private void rewrite() throws IOException {
        Path next = file.resolveSibling(NAME + ".new");
        Files.deleteIfExists(next);
        FileChannel fresh = open(next);
        for (Entry entry : ledger.entries()) {
            write(fresh, entry);
        }
        fresh.force(true);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        channel.close();
        channel = fresh;
        rewriteAbove = fresh.position() + mostBytes;
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }
}
