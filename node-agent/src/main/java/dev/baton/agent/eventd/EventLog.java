package dev.baton.agent.eventd;

import dev.baton.events.NamedEvent;
import dev.baton.events.ScriptResult;
import dev.baton.events.SequenceResult;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import java.util.Locale;
import java.util.function.BiConsumer;

/**
 * Writes what scripts printed line by line behind the script's name, and one line for each event.
 *
 * <p>Bounds: what the runner keeps of an output. Thread: any. Source: CTDB events contract, section
 * 3, number 5.
 */
public final class EventLog implements BiConsumer<NamedEvent, SequenceResult> {

    private static final Logger LOG = LoggerFactory.getLogger("baton.event");

    @Override
    public void accept(NamedEvent event, SequenceResult result) {
        result.scripts().forEach(EventLog::write);
        String culprit =
                result.culprit()
                        .map(script -> " script=" + script.script() + " code=" + script.code())
                        .orElse("");
        LOG.atLevel(result.ok() ? Level.DEBUG : Level.INFO)
                .log(
                        "event_ended component={} event={} status={} took_ms={}{}",
                        event.component(),
                        event.name(),
                        result.status().name().toLowerCase(Locale.ROOT),
                        result.took().toMillis(),
                        culprit);
    }

    private static void write(ScriptResult script) {
        script.output().lines().forEach(line -> LOG.error("{}: {}", script.script(), line));
        script.remark().lines().forEach(line -> LOG.error("{}: {}", script.script(), line));
    }
}
