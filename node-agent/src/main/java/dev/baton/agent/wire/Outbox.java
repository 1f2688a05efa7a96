package dev.baton.agent.wire;

import java.util.ArrayDeque;
import java.util.Optional;

/**
 * What waits to be written to one peer: the newest heartbeat, and a bounded queue of messages.
 *
 * <p>Heartbeats overtake messages. Source: safety rule, section 1, "one unsent heartbeat per peer".
 */
final class Outbox {

    private record Waiting(Frame frame, long sinceNanos) {}

    private final ArrayDeque<Waiting> messages = new ArrayDeque<>();
    private long bytes;
    private Optional<Frame> heartbeat = Optional.empty();

    /** Keeps the newest heartbeat; answers whether an older one was replaced. */
    boolean putHeartbeat(Frame frame) {
        boolean replaced = heartbeat.isPresent();
        heartbeat = Optional.of(frame);
        return replaced;
    }

    /** Queues a message; answers how many of the oldest were dropped to make room. */
    int putMessage(Frame frame, long nowNanos) {
        messages.add(new Waiting(frame, nowNanos));
        bytes += frame.body().length();
        int dropped = 0;
        while (messages.size() > WireLimits.QUEUED_MESSAGES || bytes > WireLimits.QUEUED_BYTES) {
            takeOldest();
            dropped++;
        }
        return dropped;
    }

    /** Drops messages that waited too long; answers how many. */
    int dropStale(long nowNanos) {
        int dropped = 0;
        while (!messages.isEmpty()
                && nowNanos - messages.peek().sinceNanos() > WireLimits.MESSAGE_AGE.toNanos()) {
            takeOldest();
            dropped++;
        }
        return dropped;
    }

    Optional<Frame> takeHeartbeat() {
        Optional<Frame> taken = heartbeat;
        heartbeat = Optional.empty();
        return taken;
    }

    Optional<Frame> takeMessage() {
        return messages.isEmpty() ? Optional.empty() : Optional.of(takeOldest());
    }

    private Frame takeOldest() {
        Waiting oldest = messages.remove();
        bytes -= oldest.frame().body().length();
        return oldest.frame();
    }
}
