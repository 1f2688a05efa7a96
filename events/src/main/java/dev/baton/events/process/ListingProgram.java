package dev.baton.events.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a program for what it prints, and ends it when it takes too long, with what it waits for;
 * what it left in the background lives on, as behind any command.
 *
 * <p>Bounds: {@value #MOST_BYTES} bytes. Its errors go where the agent's do. Thread: any; blocks.
 */
public final class ListingProgram {

    private static final int MOST_BYTES = 1 << 20;
    private static final File NOTHING = new File("/dev/null");

    /** What it printed, and its exit status. */
    public record Printed(List<String> lines, int exitStatus) {}

    /** It could not be run to its end; the message is a sentence without its subject. */
    public static final class Failed extends Exception {
        private static final long serialVersionUID = 1;

        Failed(String why) {
            super(why);
        }
    }

    private ListingProgram() {}

    /**
     * Runs it to its end.
     *
     * @param words the program and its arguments, not split by a shell
     */
    public static Printed run(List<String> words, Duration limit) throws Failed {
        Process process = start(words);
        try {
            CompletableFuture<byte[]> printed = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> read(process.getInputStream(), printed));
            long end = System.nanoTime() + limit.toNanos();
            byte[] bytes = printed.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new TimeoutException();
            }
            return new Printed(lines(bytes), process.exitValue());
        } catch (TimeoutException late) {
            throw new Failed("does not end within " + limit.toMillis() + " ms");
        } catch (ExecutionException broken) {
            throw new Failed("cannot be read: " + broken.getMessage());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new Failed("was interrupted");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static Process start(List<String> words) throws Failed {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.redirectInput(NOTHING);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            return builder.start();
        } catch (IOException missing) {
            throw new Failed("cannot be run: " + missing.getMessage());
        }
    }

    private static void read(InputStream out, CompletableFuture<byte[]> printed) {
        try (out) {
            printed.complete(out.readNBytes(MOST_BYTES + 1));
        } catch (IOException broken) {
            printed.completeExceptionally(broken);
        }
    }

    private static List<String> lines(byte[] bytes) throws Failed {
        if (bytes.length > MOST_BYTES) {
            throw new Failed("prints more than " + MOST_BYTES + " bytes");
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().lines().toList();
        } catch (CharacterCodingException notText) {
            throw new Failed("prints what is not UTF-8 text");
        }
    }
}
