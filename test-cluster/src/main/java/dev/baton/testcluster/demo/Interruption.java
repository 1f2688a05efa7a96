package dev.baton.testcluster.demo;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Whether somebody ends the program: what fails from then on fails for that reason and is not worth
 * a word. A signal may end what the program started before the program itself hears of it, so a
 * failure waits a little for the news. Thread: any.
 */
final class Interruption {

    private static final long NEWS_MILLIS = 500;

    private final PrintStream out;
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile boolean finished;

    Interruption(PrintStream out) {
        this.out = out;
    }

    /** Hears of signals from now on. */
    static Interruption watch() {
        Interruption watched = new Interruption(System.out);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("interrupted").unstarted(watched::begin));
        return watched;
    }

    /** The program is being ended. */
    void begin() {
        if (!finished) {
            begun.countDown();
            out.println("interrupted");
        }
    }

    /** The program ends by itself from now on. */
    void finish() {
        finished = true;
    }

    /** Whether a failure just now is for want of a program that goes on. */
    boolean isUnderWay() {
        try {
            return begun.await(NEWS_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Lets a program that is being ended say nothing more. */
    void holdIfUnderWay() {
        if (isUnderWay()) {
            hold();
        }
    }

    private static void hold() {
        try {
            Thread.currentThread().join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
