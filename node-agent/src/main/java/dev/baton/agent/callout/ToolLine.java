package dev.baton.agent.callout;

import com.fasterxml.jackson.core.JsonProcessingException;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.OperatorCommand;

import java.util.List;
import java.util.Optional;

/**
 * A kind of line that one agent asks another in: {@code baton}, a word of no tool, and what is
 * asked as JSON.
 *
 * @param word how an agent knows that a line is one of these
 * @param asked what stands in it
 */
record ToolLine<T>(String word, Class<T> asked) {

    private static final String AGENT = "baton";

    /** Whether these words are one. */
    boolean isOne(List<String> words) {
        return words.size() == 3 && words.subList(0, 2).equals(List.of(AGENT, word));
    }

    OperatorCommand.CallTool line(Pnn to, T what) {
        try {
            String text = StoredText.mapper().writeValueAsString(what);
            return new OperatorCommand.CallTool(to, List.of(AGENT, word, text));
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("a line cannot be written: " + what, broken);
        }
    }

    /** What such a line asks; empty for what another release may have meant. */
    Optional<T> read(List<String> words) {
        try {
            return Optional.of(StoredText.mapper().readValue(words.getLast(), asked));
        } catch (JsonProcessingException | IllegalArgumentException other) {
            return Optional.empty();
        }
    }
}
