package dev.baton.testcluster.client;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * Reads one file through one address again and again and keeps the longest silence.
 *
 * <p>Silence is the time between two good reads that follow one another, as far as it lies in the
 * window: what went before a fault was undone is not the healing's. Each read has its own virtual
 * thread, at most 200 at a time; one that would be too many is counted as skipped. A failure counts
 * only in the window in which its read began.
 */
final class AddressReader {
    private static final int OUTSTANDING = 200;

    private final String address;
    private final Reading reading;
    private final String expected;
    private final Semaphore places = new Semaphore(OUTSTANDING);
    private long lastGood = System.nanoTime();
    private long marked = lastGood;
    private long longest;
    private long good;
    private long failed;
    private long wrong;
    private long skipped;
    private long window;
    private String lastFailure = "";

    AddressReader(String address, Reading reading, String expected) {
        this.address = address;
        this.reading = reading;
        this.expected = expected;
    }

    /** Begins one read without waiting for it. */
    void begin() {
        if (!places.tryAcquire()) {
            skip();
            return;
        }
        long begunIn = window();
        Thread.ofVirtual().start(() -> read(begunIn));
    }

    private synchronized long window() {
        return window;
    }

    private void read(long begunIn) {
        try {
            String digest = reading.digest();
            finished(digest.equals(expected));
        } catch (IOException e) {
            failed(begunIn, String.valueOf(e.getMessage()));
        } finally {
            places.release();
        }
    }

    private synchronized void finished(boolean right) {
        if (!right) {
            wrong++;
            return;
        }
        long now = System.nanoTime();
        good++;
        longest = silence(now);
        lastGood = now;
    }

    /** The longest of this window, if the present one ended now. */
    private long silence(long now) {
        return Math.max(longest, Math.min(now - lastGood, now - marked));
    }

    private synchronized void failed(long begunIn, String why) {
        if (begunIn == window) {
            failed++;
            lastFailure = why;
        }
    }

    private synchronized void skip() {
        skipped++;
    }

    synchronized void mark() {
        window++;
        marked = System.nanoTime();
        longest = 0;
        good = 0;
        failed = 0;
        wrong = 0;
        skipped = 0;
        lastFailure = "";
    }

    synchronized void report(ObjectNode into) {
        long now = System.nanoTime();
        into.putObject(address)
                .put("longest_silence_s", silence(now) / 1e9)
                .put("since_last_good_s", (now - lastGood) / 1e9)
                .put("good", good)
                .put("failed", failed)
                .put("wrong", wrong)
                .put("skipped", skipped)
                .put("last_failure", lastFailure);
    }
}
