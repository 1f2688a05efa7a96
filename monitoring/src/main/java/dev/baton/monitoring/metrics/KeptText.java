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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The text of series that seldom change, which are most of all: it is kept and written anew, by the
 * client library, only for those of which a value is another one.
 *
 * <p>Bounds: one text for each format. Thread: any; none waits for another. Source: ADR 0152.
 */
final class KeptText {

    private static final byte[] END = "# EOF".getBytes(StandardCharsets.UTF_8);

    /** What is written of the lines of one meter, and of several series of it together. */
    private static final class Lines {
        final String head;
        final byte[] body;

        Lines(String head, byte[] body) {
            this.head = head;
            this.body = body;
        }
    }

    private record Part(long edition, List<Lines> meters) {}

    private static final class Written {
        final List<Part> parts;
        final byte[] text;

        Written(List<Part> parts, byte[] text) {
            this.parts = parts;
            this.text = text;
        }
    }

    private final List<KeptSeries> series;
    private final Map<String, Written> written = new ConcurrentHashMap<>();

    KeptText(List<KeptSeries> series) {
        this.series = List.copyOf(series);
    }

    /** Without the line that ends an exposition: other series follow. */
    byte[] of(String contentType) {
        Written last = written.get(contentType);
        List<Part> parts = new ArrayList<>();
        boolean same = last != null;
        for (int i = 0; i < series.size(); i++) {
            long edition = series.get(i).edition();
            if (last != null && last.parts.get(i).edition() == edition) {
                parts.add(last.parts.get(i));
            } else {
                parts.add(new Part(edition, write(contentType, series.get(i))));
                same = false;
            }
        }
        if (last != null && same) {
            return last.text;
        }
        byte[] text = together(parts);
        written.put(contentType, new Written(parts, text));
        return text;
    }

    /** A meter of several series has one head. */
    private static byte[] together(List<Part> parts) {
        Map<String, List<byte[]>> meters = new LinkedHashMap<>();
        int length = 0;
        for (Part part : parts) {
            for (Lines lines : part.meters()) {
                meters.computeIfAbsent(lines.head, _ -> new ArrayList<>()).add(lines.body);
                length += lines.head.length() + lines.body.length;
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(length);
        meters.forEach(
                (head, bodies) -> {
                    out.writeBytes(head.getBytes(StandardCharsets.UTF_8));
                    bodies.forEach(out::writeBytes);
                });
        return out.toByteArray();
    }

    /** One meter after the other, so that nobody looks for where one ends. */
    private static List<Lines> write(String contentType, KeptSeries series) {
        return series.snapshots().stream()
                .map(each -> lines(written(contentType, MetricSnapshots.of(each))))
                .toList();
    }

    private static byte[] written(String contentType, MetricSnapshots snapshots) {
        PrometheusRegistry once = new PrometheusRegistry();
        once.register((MultiCollector) () -> snapshots);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new PrometheusMeterRegistry(Exposition.CONFIG, once, Clock.SYSTEM)
                    .scrape(out, contentType);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
        return out.toByteArray();
    }

    /** Comments come first, and in OpenMetrics another one last, also of a meter without series. */
    private static Lines lines(byte[] text) {
        int begin = 0;
        while (begin < text.length && text[begin] == '#' && !isEnd(text, begin)) {
            begin = behindLine(text, begin);
        }
        int end = begin;
        while (end < text.length && text[end] != '#') {
            end = behindLine(text, end);
        }
        byte[] body = new byte[end - begin];
        System.arraycopy(text, begin, body, 0, body.length);
        return new Lines(new String(text, 0, begin, StandardCharsets.UTF_8), body);
    }

    private static boolean isEnd(byte[] text, int at) {
        int length = Math.min(END.length, text.length - at);
        return Arrays.equals(text, at, at + length, END, 0, END.length);
    }

    private static int behindLine(byte[] text, int at) {
        int end = at;
        while (end < text.length && text[end] != '\n') {
            end++;
        }
        return Math.min(text.length, end + 1);
    }
}
