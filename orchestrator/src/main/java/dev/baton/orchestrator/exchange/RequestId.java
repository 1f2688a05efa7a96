package dev.baton.orchestrator.exchange;

/** Names one operator's request within one agent. */
public record RequestId(long value) implements Comparable<RequestId> {
    @Override
    public int compareTo(RequestId other) {
        return Long.compare(value, other.value);
    }
}
