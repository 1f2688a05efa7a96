package dev.baton.events.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private final Map<Path, EventScope> kept = new TreeMap<>();
    private Stopwatch sinceSweep = Stopwatch.started();

    /** Takes over the file of an event that has ended. */
    synchronized void adopt(OutputFile output, EventScope scope) {
        if (scope.anyAlive()) {
            kept.put(output.path(), scope);
        } else {
            delete(output.path());
        }
        if (sinceSweep.elapsed().toSeconds() >= SWEEP_SECONDS) {
            sinceSweep = Stopwatch.started();
            kept.entrySet().removeIf(entry -> !stillUsed(entry.getKey(), entry.getValue()));
        }
    }

    private static boolean stillUsed(Path path, EventScope scope) {
        if (scope.anyAlive()) {
            new OutputFile(path).trim();
            return true;
        }
        scope.ended();
        delete(path);
        return false;
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException keptByTheSystem) {
            // an empty leftover in the run directory harms nobody and is overwritten by its name
            return;
        }
    }
}
