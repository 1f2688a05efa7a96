package dev.baton.agent.lsm;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many large frames are in memory at the same time: anybody on this machine may connect, and
 * every frame may have 64 MiB.
 *
 * <p>Bounds: {@value #MOST}; those up to {@value #LARGE} bytes are not counted. Thread: any.
 */
final class LargeFrames {

    static final int LARGE = 256 * 1024;

    private static final int MOST = 3;

    private final Semaphore room = new Semaphore(MOST, true);

    static boolean isLarge(int bytes) {
        return bytes > LARGE;
    }

    /** False when there was no room within that time. */
    boolean enter(Duration patience) {
        try {
            return room.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void leave() {
        room.release();
    }
}
