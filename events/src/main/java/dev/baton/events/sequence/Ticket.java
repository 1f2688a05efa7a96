package dev.baton.events.sequence;

/** Names one submitted event of one agent; numbers only grow. */
public record Ticket(long number) implements Comparable<Ticket> {
    @Override
    public int compareTo(Ticket other) {
        return Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return Long.toString(number);
    }
}
