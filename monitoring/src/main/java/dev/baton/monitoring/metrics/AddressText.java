package dev.baton.monitoring.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The text of the series of addresses, which are most of all series and seldom change: it is kept
 * and written anew, by the client library, only when a value is another one.
 *
 * <p>Bounds: one text for each format. Thread: any. Source: ADR 0152.
 */
final class AddressText {

    private static final byte[] END = "# EOF\n".getBytes(StandardCharsets.UTF_8);

    private static final class Written {
        final AddressSeries.Picture picture;
        final byte[] text;

        Written(AddressSeries.Picture picture, byte[] text) {
            this.picture = picture;
            this.text = text;
        }
    }

    private final AddressSeries series;
    private final Map<String, Written> written = new ConcurrentHashMap<>();

    AddressText(AddressSeries series) {
        this.series = series;
    }

    /** Without the line that ends an exposition: other series follow. */
    byte[] of(String contentType) {
        AddressSeries.Picture picture = series.picture();
        Written last = written.get(contentType);
        if (last != null && last.picture.shows(picture)) {
            return last.text;
        }
        byte[] text = write(contentType, picture);
        written.put(contentType, new Written(picture, text));
        return text;
    }

    private byte[] write(String contentType, AddressSeries.Picture picture) {
        MetricSnapshots snapshots = AddressSeries.snapshots(picture);
        PrometheusRegistry once = new PrometheusRegistry();
        once.register((MultiCollector) () -> snapshots);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new PrometheusMeterRegistry(Exposition.CONFIG, once, Clock.SYSTEM)
                    .scrape(out, contentType);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
        byte[] text = out.toByteArray();
        int length = text.length - END.length;
        boolean ends = length >= 0 && Arrays.equals(text, length, text.length, END, 0, END.length);
        return ends ? Arrays.copyOf(text, length) : text;
    }
}
