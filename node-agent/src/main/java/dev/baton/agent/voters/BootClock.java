package dev.baton.agent.voters;

import dev.baton.orchestrator.cluster.Moment;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Seconds since the machine was started, as a program without a better clock reads them. */
final class BootClock {

    private static final Path FILE = Path.of("/proc/uptime");
    private static final long NANOS = 1_000_000_000L;

    /** The file counts in hundredths; a moment read from it is never too late. */
    private static final long STEP = NANOS / 100;

    private BootClock() {}

    /** The moment at which the file said so; empty when the text is no time, or the future. */
    static Optional<Moment> momentOf(String seconds) {
        try {
            long then = nanos(seconds);
            long before = System.nanoTime();
            long now = nanos(Files.readString(FILE).split(" ", 2)[0]);
            long age = now - then;
            return age < 0 ? Optional.empty() : Optional.of(new Moment(before - age - STEP));
        } catch (NumberFormatException | ArithmeticException | IOException unreadable) {
            return Optional.empty();
        }
    }

    private static long nanos(String seconds) {
        return new BigDecimal(seconds).movePointRight(9).longValue();
    }
}
