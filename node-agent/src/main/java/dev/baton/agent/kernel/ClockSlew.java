package dev.baton.agent.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * How much faster or slower than its oscillator the system clock is being run.
 *
 * <p>Units: parts per million; 0.4 % is 4000. A phase correction under way (up to 500 ppm) is not
 * part of it. Source: sys/timex.h, adjtimex(2); safety argument, section 2, "rho".
 */
public record ClockSlew(double partsPerMillion) {

    private static final int TIMEX_BYTES = 208; // struct timex on 64-bit machines
    private static final long FREQUENCY_OFFSET = 16; // 2^-16 ppm
    private static final long TICK_OFFSET = 88; // microseconds per tick
    private static final double FREQUENCY_UNIT = 65_536.0;
    private static final long NOMINAL_TICK = 10_000; // 1 s / USER_HZ
    private static final double PPM_PER_TICK = 100.0;

    /** Reads it; needs no permission. */
    public static ClockSlew read() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment timex = arena.allocate(TIMEX_BYTES, 8);
            KernelFailure.check("cannot read the clock's rate", ProcessCalls.adjustTime(timex));
            long frequency = timex.get(ValueLayout.JAVA_LONG, FREQUENCY_OFFSET);
            long tick = timex.get(ValueLayout.JAVA_LONG, TICK_OFFSET);
            double byTick = (tick - NOMINAL_TICK) * PPM_PER_TICK;
            return new ClockSlew(frequency / FREQUENCY_UNIT + byTick);
        }
    }

    /** Whether it runs off by more than this, either way. */
    public boolean exceeds(double limitPartsPerMillion) {
        return Math.abs(partsPerMillion) > limitPartsPerMillion;
    }
}
