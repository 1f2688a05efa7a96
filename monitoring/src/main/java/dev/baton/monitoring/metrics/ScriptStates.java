package dev.baton.monitoring.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/** How the event scripts are, whatever they are run for. Thread: any. */
final class ScriptStates implements KeptSeries {

    private static final List<Column<State, State>> COLUMNS =
            List.of(
                    new Column<>(
                            EventCatalog.SCRIPT_FAILURES, State::labels, state -> state.failures),
                    new Column<>(
                            EventCatalog.SCRIPT_ENABLED, State::labels, state -> state.enabled),
                    new Column<>(
                            EventCatalog.SCRIPT_REFUSED, State::labels, state -> state.refused),
                    new Column<>(EventCatalog.TRUNCATED, State::labels, state -> state.truncated));

    /** One script. */
    static final class State {

        private final Labels labels;
        private long failures;
        private int enabled = 1;
        private int refused;
        private long truncated;

        private State(Labels labels) {
            this.labels = labels;
        }

        Labels labels() {
            return labels;
        }

        void enabled(boolean is) {
            enabled = is ? 1 : 0;
        }

        void refused(boolean is) {
            refused = is ? 1 : 0;
        }

        /** Of {@code monitor}: it failed once more, or not. */
        void monitored(boolean ok) {
            failures = ok ? 0 : failures + 1;
        }

        void truncated() {
            truncated++;
        }
    }

    private final Series series;
    private final SortedMap<String, State> states = new TreeMap<>();
    private final AtomicLong edition = new AtomicLong();

    ScriptStates(Series series) {
        this.series = series;
    }

    /** How many scripts there are. */
    synchronized int count() {
        return states.size();
    }

    synchronized boolean knows(String script) {
        return states.containsKey(script);
    }

    /** A script that is enabled; nothing happens when it is known. */
    synchronized void meet(String script) {
        Labels labels = series.labels(EventCatalog.SCRIPT_ENABLED.labels(), script);
        states.putIfAbsent(script, new State(labels));
        edition.incrementAndGet();
    }

    /** Changes what is known of a script, if it is. */
    synchronized void change(String script, Consumer<State> how) {
        State state = states.get(script);
        if (state != null) {
            how.accept(state);
            edition.incrementAndGet();
        }
    }

    @Override
    public long edition() {
        return edition.get();
    }

    @Override
    public synchronized List<MetricSnapshot> snapshots() {
        List<State> all = new ArrayList<>(states.values());
        return Column.snapshots(
                series, COLUMNS, all, Column.values(COLUMNS, all, Function.identity()));
    }
}
