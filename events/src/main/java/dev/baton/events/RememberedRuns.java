package dev.baton.events;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The latest run of each event of each component.
 *
 * <p>Bounds: the given number; the event that has not run for longest goes first. Thread: any.
 * Source: CTDB events contract, section 3.2.
 */
public final class RememberedRuns {

    private final int most;
    private final Map<List<String>, LastRun> runs = new LinkedHashMap<>();

    /** Remembers nothing yet. */
    public RememberedRuns(int most) {
        this.most = most;
    }

    /**
     * Replaces what was remembered of this event, if the run {@linkplain LastRun#counts counts}.
     */
    public synchronized void remember(String component, String event, LastRun run) {
        if (!LastRun.counts(run.result())) {
            return;
        }
        List<String> key = List.of(component, event);
        runs.remove(key);
        runs.put(key, run);
        Iterator<List<String>> oldest = runs.keySet().iterator();
        if (runs.size() > most && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
    }

    /** The latest run; empty when there was none. */
    public synchronized Optional<LastRun> last(String component, String event) {
        return Optional.ofNullable(runs.get(List.of(component, event)));
    }
}
