package dev.baton.monitoring.metrics;

import java.util.List;

/**
 * One meter as operators see it.
 *
 * @param name in the text of a scrape
 * @param tags names of its labels, in alphabetical order
 * @param meaning one line
 */
public record Meter(String name, Type type, String unit, List<Tag> tags, String meaning) {

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
    }

    /** What Micrometer is told: dots, and without the ending the scrape adds. */
    String id() {
        String stem = type == Type.COUNTER ? name.substring(0, name.length() - 6) : name;
        return stem.replace('_', '.');
    }
}
