package dev.baton.testcluster.simulation;

import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.exchange.Message;

import java.util.Optional;
import java.util.TreeMap;

/**
 * What each life of a node has obeyed, as its own answers to leaders tell: never an order of an
 * older run after one of a newer, nor an earlier stage of a run after a later one.
 *
 * <p>Source: {@code docs/safety.md}, "Orders of a leader".
 */
final class ObeyedOrders {

    static final String RULE = "orders in order";

    private final TreeMap<Incarnation, Message.Answer> newest = new TreeMap<>();

    /** What is broken by this message of a node; empty when nothing is. */
    Optional<String> sent(Message message) {
        if (!(message instanceof Message.Answer answer)) {
            return Optional.empty();
        }
        Message.Answer before = newest.getOrDefault(answer.from(), answer);
        newest.put(answer.from(), answer);
        return isEarlier(answer, before)
                ? Optional.of(
                        "%s obeyed stage %d of run %s after stage %d of run %s"
                                .formatted(
                                        answer.from(),
                                        answer.stage(),
                                        answer.run(),
                                        before.stage(),
                                        before.run()))
                : Optional.empty();
    }

    private static boolean isEarlier(Message.Answer one, Message.Answer other) {
        int runs = one.run().compareTo(other.run());
        return runs == 0 ? one.stage() < other.stage() : runs < 0;
    }
}
