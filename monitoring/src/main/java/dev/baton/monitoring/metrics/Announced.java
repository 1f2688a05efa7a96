package dev.baton.monitoring.metrics;

/** Packets that told others where an address is, since the start. */
public record Announced(long arp, long nd, long tickles) {

    /** None was sent. */
    public static final Announced NONE = new Announced(0, 0, 0);
}
