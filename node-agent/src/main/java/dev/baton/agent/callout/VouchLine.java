package dev.baton.agent.callout;

import com.fasterxml.jackson.core.JsonProcessingException;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.OperatorCommand;

import java.util.List;
import java.util.Optional;

/**
 * What the node that carries out a part asks of the one whose job it belongs to, over and over: may
 * the part go on, and for how long?
 */
public record VouchLine(VolumeRequest.Part part) {

    /** How an agent knows that a line is one of these. */
    private static final ToolLine<VouchLine> LINE = new ToolLine<>("vouch", VouchLine.class);

    /** What the holder answers. */
    enum State {
        /** It may, for as long as is left of the right. */
        VOUCHED,
        /** It may not now; it may later. */
        WAIT,
        /** Nobody waits for it any more, and it may never. */
        OVER
    }

    /**
     * An answer.
     *
     * @param number of the holder's right; 0 without one
     * @param leftNanos of its lease, by the holder's clock
     */
    record Answer(State state, long number, long leftNanos) {

        String text() {
            try {
                return StoredText.mapper().writeValueAsString(this);
            } catch (JsonProcessingException broken) {
                throw new IllegalStateException("an answer cannot be written: " + this, broken);
            }
        }

        /** Empty for what is none. */
        static Optional<Answer> read(String text) {
            try {
                return Optional.of(StoredText.mapper().readValue(text, Answer.class));
            } catch (JsonProcessingException | IllegalArgumentException other) {
                return Optional.empty();
            }
        }
    }

    /** Whether these words are one. */
    public static boolean isOne(List<String> words) {
        return LINE.isOne(words);
    }

    OperatorCommand.CallTool to(Pnn holder) {
        return LINE.line(holder, this);
    }

    /** What such a line asks about; empty for what another release may have meant. */
    static Optional<VouchLine> read(List<String> words) {
        return LINE.read(words);
    }
}
