package dev.baton.events.process;

import java.util.Map;
import java.util.TreeMap;

/**
 * Output files that something an event left running still writes to: kept small while it lives,
 * deleted after.
 *
 * <p>Bounds: looked after at the end of any event, at most every {@value #SWEEP_SECONDS} s.
 */
final class LeftoverOutput {

    private static final long SWEEP_SECONDS = 5;

    private record Kept(OutputFile output, EventScope scope) {}

    private final Map<String, Kept> kept = new TreeMap<>();
    private Stopwatch sinceSweep = Stopwatch.started();

    /** Takes over the file of an event that has ended. */
    synchronized void adopt(OutputFile output, EventScope scope) {
        if (scope.anyAlive()) {
            kept.put(scope.tag(), new Kept(output, scope));
        } else {
            output.delete();
        }
        if (sinceSweep.elapsed().toSeconds() >= SWEEP_SECONDS) {
            sinceSweep = Stopwatch.started();
            kept.values().removeIf(entry -> !stillUsed(entry.output(), entry.scope()));
        }
    }

    private static boolean stillUsed(OutputFile output, EventScope scope) {
        if (scope.anyAlive()) {
            output.trim();
            return true;
        }
        scope.ended();
        output.delete();
        return false;
    }
}
