package dev.baton.monitoring.metrics;

import static dev.baton.monitoring.metrics.Words.word;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** What the scripts of one event did: most events run seldom. Thread: any. */
final class EventScripts implements KeptSeries {

    private static final List<Column<Script, Script>> COLUMNS = columns();

    /** What one script did in this event. */
    private static final class Script {

        private final Map<ScriptOutcome, Labels> byOutcome = new EnumMap<>(ScriptOutcome.class);
        private final Labels labels;
        private final Map<ScriptOutcome, Long> runs = new EnumMap<>(ScriptOutcome.class);
        private double total;
        private double last;

        Script(Series series, String event, String script) {
            labels = series.labels(EventCatalog.SCRIPT_SECONDS.labels(), event, script);
            String[] names = EventCatalog.SCRIPT_RUNS.labels();
            for (ScriptOutcome outcome : ScriptOutcome.values()) {
                byOutcome.put(outcome, series.labels(names, event, word(outcome), script));
                runs.put(outcome, 0L);
            }
        }

        double runs(ScriptOutcome outcome) {
            return (double) runs.getOrDefault(outcome, 0L);
        }

        Labels labels(ScriptOutcome outcome) {
            return byOutcome.getOrDefault(outcome, Labels.EMPTY);
        }
    }

    private final Series series;
    private final String event;
    private final Map<String, Script> scripts = new TreeMap<>();
    private final AtomicLong edition = new AtomicLong();

    EventScripts(Series series, String event) {
        this.series = series;
        this.event = event;
    }

    private static List<Column<Script, Script>> columns() {
        List<Column<Script, Script>> all = new ArrayList<>();
        Arrays.stream(ScriptOutcome.values())
                .sorted(Comparator.comparing(Words::word))
                .forEach(
                        outcome ->
                                all.add(
                                        new Column<>(
                                                EventCatalog.SCRIPT_RUNS,
                                                script -> script.labels(outcome),
                                                script -> script.runs(outcome))));
        Function<Script, Labels> labels = script -> script.labels;
        all.add(new Column<>(EventCatalog.SCRIPT_SECONDS, labels, script -> script.total));
        all.add(new Column<>(EventCatalog.SCRIPT_LAST, labels, script -> script.last));
        return List.copyOf(all);
    }

    /** All series of a script, at 0. */
    synchronized void meet(String script) {
        find(script);
        edition.incrementAndGet();
    }

    synchronized void ended(String script, ScriptOutcome outcome, Duration took) {
        Script ended = find(script);
        ended.runs.merge(outcome, 1L, Long::sum);
        ended.last = took.toNanos() / 1e9;
        ended.total += ended.last;
        edition.incrementAndGet();
    }

    private Script find(String script) {
        return scripts.computeIfAbsent(script, name -> new Script(series, event, name));
    }

    @Override
    public long edition() {
        return edition.get();
    }

    @Override
    public synchronized List<MetricSnapshot> snapshots() {
        List<Script> all = new ArrayList<>(scripts.values());
        double[] values = Column.values(COLUMNS, all, Function.identity());
        return Column.snapshots(series, COLUMNS, all, values);
    }
}
