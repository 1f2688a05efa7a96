package dev.baton.events.contract.lsm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import java.util.Arrays;
import java.util.Optional;

/**
 * How far a job is. Source: storage call-outs contract, section 5.9.
 *
 * @param percent from 0 to 100
 * @param item the finished object; empty while it runs, and after a delete
 */
public record LsmJobStatus(State state, int percent, Optional<JsonNode> item) {

    private static final int ALL = 100;

    /** Of a job. */
    public enum State {
        RUNNING(1),
        DONE(2),
        FAILED(3);

        private final int number;

        State(int number) {
            this.number = number;
        }

        /** On the wire. */
        public int number() {
            return number;
        }
    }

    public LsmJobStatus {
        if (percent < 0 || percent > ALL) {
            throw new IllegalArgumentException("expected 0 to 100 percent, got " + percent);
        }
    }

    /** From the result of {@code job_status}; empty where that makes no sense. */
    public static Optional<LsmJobStatus> of(JsonNode result) {
        int percent = result.path(1).asInt(-1);
        JsonNode item = result.path(2);
        return Arrays.stream(State.values())
                .filter(each -> result.path(0).asInt(-1) == each.number)
                .filter(each -> percent >= 0 && percent <= ALL)
                .findFirst()
                .map(
                        state ->
                                new LsmJobStatus(
                                        state,
                                        percent,
                                        Optional.of(item).filter(node -> node.isObject())));
    }

    /** For the wire. */
    public JsonNode value() {
        ArrayNode value = JsonNodeFactory.instance.arrayNode();
        value.add(state.number).add(percent);
        return value.add(item.orElse(JsonNodeFactory.instance.nullNode()));
    }
}
