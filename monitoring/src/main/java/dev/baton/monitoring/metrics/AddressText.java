package dev.baton.monitoring.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormats;

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

    private record Written(AddressSeries.Picture picture, byte[] text) {}

    private final AddressSeries series;
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final Map<String, Written> written = new ConcurrentHashMap<>();

    AddressText(AddressSeries series) {
        this.series = series;
    }

    /** Without the line that ends an exposition: other series follow. */
    byte[] of(String contentType) {
        AddressSeries.Picture picture = series.picture();
        Written last = written.get(contentType);
        if (last != null && last.picture().shows(picture)) {
            return last.text();
        }
        byte[] text = write(contentType, picture);
        written.put(contentType, new Written(picture, text));
        return text;
    }

    private byte[] write(String contentType, AddressSeries.Picture picture) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            formats.findWriter(contentType).write(out, AddressSeries.snapshots(picture));
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
        byte[] text = out.toByteArray();
        int length = text.length - END.length;
        boolean ends = length >= 0 && Arrays.equals(text, length, text.length, END, 0, END.length);
        return ends ? Arrays.copyOf(text, length) : text;
    }
}
