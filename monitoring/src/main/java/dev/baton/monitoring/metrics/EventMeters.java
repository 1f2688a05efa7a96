package dev.baton.monitoring.metrics;

import static dev.baton.monitoring.metrics.Words.word;

import dev.baton.events.ScriptResult;
import dev.baton.events.ScriptStatus;
import dev.baton.events.SequenceResult;
import dev.baton.orchestrator.exchange.Fact;

import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;

/**
 * What events and their scripts did on this node.
 *
 * <p>Bounds: series for {@value #MOST_SCRIPTS} scripts; further ones have none. Thread: any.
 */
final class EventMeters {

    static final int MOST_SCRIPTS = 100;

    private static final Pattern GAP = Pattern.compile("\\n\\[\\d+ bytes dropped]\\n");

    private final InstantSource wall;
    private final Histogram seconds = Series.histogram(EventCatalog.EVENT_SECONDS);
    private final Gauge lastEnd = Series.gauge(EventCatalog.EVENT_LAST_END);
    private final Counter runs = Series.counter(EventCatalog.SCRIPT_RUNS);
    private final Counter total = Series.counter(EventCatalog.SCRIPT_SECONDS);
    private final Gauge last = Series.gauge(EventCatalog.SCRIPT_LAST);
    private final Gauge failures = Series.gauge(EventCatalog.SCRIPT_FAILURES);
    private final Gauge enabled = Series.gauge(EventCatalog.SCRIPT_ENABLED);
    private final Gauge refused = Series.gauge(EventCatalog.SCRIPT_REFUSED);
    private final Counter truncated = Series.counter(EventCatalog.TRUNCATED);
    private final Set<String> known = new ConcurrentSkipListSet<>();

    EventMeters(PrometheusRegistry registry, List<String> scripts, InstantSource wall) {
        this.wall = wall;
        EventNames.ALL.forEach(
                event -> {
                    seconds.labelValues(event);
                    lastEnd.labelValues(event);
                });
        scripts.forEach(this::meet);
        registry.register(seconds);
        List.of(lastEnd, last, failures, enabled, refused).forEach(registry::register);
        List.of(runs, total, truncated).forEach(registry::register);
    }

    /** All series of a script, at 0; whether it has any. */
    private boolean meet(String script) {
        if (known.contains(script)) {
            return true;
        }
        if (known.size() >= MOST_SCRIPTS) {
            return false;
        }
        known.add(script);
        for (String event : EventNames.ALL) {
            for (ScriptOutcome outcome : ScriptOutcome.values()) {
                runs.labelValues(event, word(outcome), script);
            }
            total.labelValues(event, script);
            last.labelValues(event, script);
        }
        failures.labelValues(script);
        enabled.labelValues(script).set(1);
        refused.labelValues(script);
        truncated.labelValues(script);
        return true;
    }

    void ended(Fact.EventEnded fact) {
        String event = EventNames.label(fact.event());
        SequenceResult result = fact.result();
        seconds.labelValues(event).observe(result.took().toNanos() / 1e9);
        lastEnd.labelValues(event).set(wall.millis() / 1000.0);
        for (ScriptResult script : result.scripts()) {
            if (meet(script.script())) {
                ended(event, script);
            }
        }
    }

    private void ended(String event, ScriptResult result) {
        String script = result.script();
        boolean ran = result.status() != ScriptStatus.DISABLED;
        enabled.labelValues(script).set(ran ? 1 : 0);
        refused.labelValues(script).set(ran && !result.remark().isEmpty() ? 1 : 0);
        Optional<ScriptOutcome> outcome = ScriptOutcome.of(result.status());
        if (outcome.isPresent()) {
            double took = result.took().toNanos() / 1e9;
            runs.labelValues(event, word(outcome.get()), script).inc();
            total.labelValues(event, script).inc(took);
            last.labelValues(event, script).set(took);
            if (event.equals("monitor")) {
                count(failures.labelValues(script), outcome.get());
            }
        }
        if (GAP.matcher(result.output()).find()) {
            truncated.labelValues(script).inc();
        }
    }

    private static void count(GaugeDataPoint failures, ScriptOutcome outcome) {
        failures.set(outcome == ScriptOutcome.OK ? 0 : failures.get() + 1);
    }
}
