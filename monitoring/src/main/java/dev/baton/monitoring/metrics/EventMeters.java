package dev.baton.monitoring.metrics;

import dev.baton.events.ScriptResult;
import dev.baton.events.ScriptStatus;
import dev.baton.events.SequenceResult;
import dev.baton.orchestrator.exchange.Fact;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What events and their scripts did on this node.
 *
 * <p>Bounds: series for {@value #MOST_SCRIPTS} scripts; further ones have none. Thread: any.
 */
final class EventMeters {

    static final int MOST_SCRIPTS = 100;

    private static final String MONITOR = "monitor";
    private static final Pattern GAP = Pattern.compile("\\n\\[\\d+ bytes dropped]\\n");

    private final InstantSource wall;
    private final Histogram seconds;
    private final Histogram queue;
    private final Gauge lastEnd;
    private final ScriptStates states;
    private final Map<String, EventScripts> events = new LinkedHashMap<>();

    EventMeters(
            Series series, PrometheusRegistry registry, List<String> scripts, InstantSource wall) {
        this.wall = wall;
        seconds = series.histogram(EventCatalog.EVENT_SECONDS);
        queue = series.histogram(EventCatalog.EVENT_QUEUE);
        lastEnd = series.gauge(EventCatalog.EVENT_LAST_END);
        states = new ScriptStates(series);
        EventNames.ALL.forEach(
                event -> {
                    seconds.labelValues(event);
                    queue.labelValues(event);
                    lastEnd.labelValues(event);
                });
        Stream.concat(EventNames.ALL.stream().sorted(), Stream.of(EventNames.OTHER))
                .forEach(event -> events.put(event, new EventScripts(series, event)));
        scripts.forEach(this::meet);
        registry.register(seconds);
        registry.register(queue);
        registry.register(lastEnd);
    }

    /** All series of a script for events of nodes, at 0; whether it has any. */
    private synchronized boolean meet(String script) {
        if (states.knows(script)) {
            return true;
        }
        if (states.count() >= MOST_SCRIPTS) {
            return false;
        }
        EventNames.ALL.forEach(event -> scripts(event).meet(script));
        states.meet(script);
        return true;
    }

    /** What most scrapes find as the last one did. */
    List<KeptSeries> kept() {
        List<KeptSeries> all = new ArrayList<>(events.values());
        all.add(states);
        return all;
    }

    void ended(Fact.EventEnded fact) {
        String event = EventNames.label(fact.event());
        SequenceResult result = fact.result();
        seconds.labelValues(event).observe(result.took().toNanos() / 1e9);
        lastEnd.labelValues(event).set(wall.millis() / 1000.0);
        if (!result.scripts().isEmpty()) {
            queue.labelValues(event).observe(fact.waited().toNanos() / 1e9);
        }
        for (ScriptResult script : result.scripts()) {
            if (meet(script.script())) {
                ended(event, script);
            }
        }
    }

    private void ended(String event, ScriptResult result) {
        boolean ran = result.status() != ScriptStatus.DISABLED;
        Optional<ScriptOutcome> outcome = ScriptOutcome.of(result.status());
        outcome.ifPresent(how -> scripts(event).ended(result.script(), how, result.took()));
        states.change(
                result.script(),
                state -> {
                    state.enabled(ran);
                    state.refused(ran && !result.remark().isEmpty());
                    if (event.equals(MONITOR)) {
                        outcome.ifPresent(how -> state.monitored(how == ScriptOutcome.OK));
                    }
                    if (GAP.matcher(result.output()).find()) {
                        state.truncated();
                    }
                });
    }

    private EventScripts scripts(String event) {
        return Objects.requireNonNull(events.get(event));
    }
}
