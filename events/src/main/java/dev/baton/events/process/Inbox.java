package dev.baton.events.process;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What happens to a running event, in order. Bounds: a launcher says at most three words per
 * script, each of which is read before the next script begins; what would exceed the room is
 * dropped, and a launcher's silence ends the event.
 */
final class Inbox {

    private static final int ROOM = 64;

    private final BlockingQueue<LauncherWord> words = new LinkedBlockingQueue<>(ROOM);
    private volatile boolean cancelled;

    boolean put(LauncherWord word) {
        return words.offer(word);
    }

    void cancel() {
        if (!cancelled) {
            cancelled = true;
            put(new LauncherWord.Cancel());
        }
    }

    boolean cancelled() {
        return cancelled;
    }

    /** The next word, or nothing after this long. */
    Optional<LauncherWord> next(Duration patience) {
        try {
            return Optional.ofNullable(
                    words.poll(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.of(new LauncherWord.Cancel());
        }
    }
}
