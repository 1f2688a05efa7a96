package dev.baton.monitoring.metrics;

import java.util.List;

/**
 * One meter as operators see it.
 *
 * @param name in the text of a scrape
 * @param tags names of its labels, in alphabetical order
 * @param buckets upper bounds in seconds, rising, without infinity; of histograms only
 * @param meaning one line
 */
public record Meter(
        String name, Type type, String unit, List<Tag> tags, List<Double> buckets, String meaning) {

    /** What its values do. */
    public enum Type {
        GAUGE,
        COUNTER,
        HISTOGRAM,
        INFO
    }

    /**
     * A label.
     *
     * @param values the closed set, or what names it
     */
    public record Tag(String name, String values) {}

    public Meter {
        tags = List.copyOf(tags);
        buckets = List.copyOf(buckets);
        if (buckets.isEmpty() == (type == Type.HISTOGRAM)) {
            throw new IllegalArgumentException("buckets and histograms go together: " + name);
        }
        if (name.endsWith("_total") != (type == Type.COUNTER)) {
            throw new IllegalArgumentException("counters and no others end in _total: " + name);
        }
    }

    static Meter of(String name, Type type, String unit, String meaning, Tag... tags) {
        return new Meter(name, type, unit, List.of(tags), List.of(), meaning);
    }

    static Meter histogram(String name, List<Double> buckets, String meaning, Tag... tags) {
        return new Meter(name, Type.HISTOGRAM, "seconds", List.of(tags), buckets, meaning);
    }

    /** What Micrometer is told: dots, and without the ending the scrape adds. */
    String id() {
        String told = type == Type.COUNTER ? stem() : name;
        return told.replace('_', '.');
    }

    /** The name without the ending the scrape adds to counters and infos. */
    String stem() {
        return switch (type) {
            case COUNTER -> name.substring(0, name.length() - "_total".length());
            case INFO -> name.substring(0, name.length() - "_info".length());
            case GAUGE, HISTOGRAM -> name;
        };
    }

    /** The names of its labels. */
    String[] labels() {
        return tags.stream().map(Tag::name).toArray(String[]::new);
    }
}
