package dev.baton.agent.callout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

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
 * @param mapper writes and reads it
 */
public record ToolLine<T>(String word, Class<T> asked, JsonMapper mapper) {

    private static final String AGENT = "baton";

    /** One whose families of variants are those of the journal. */
    ToolLine(String word, Class<T> asked) {
        this(word, asked, StoredText.mapper());
    }

    /** Whether these words are one. */
    public boolean isOne(List<String> words) {
        return words.size() == 3 && words.subList(0, 2).equals(List.of(AGENT, word));
    }

    /** The line that asks this of a node. */
    public OperatorCommand.CallTool line(Pnn to, T what) {
        try {
            String text = mapper.writerFor(asked).writeValueAsString(what);
            return new OperatorCommand.CallTool(to, List.of(AGENT, word, text));
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("a line cannot be written: " + what, broken);
        }
    }

    /** What such a line asks; empty for what another release may have meant. */
    public Optional<T> read(List<String> words) {
        try {
            return Optional.of(mapper.readValue(words.getLast(), asked));
        } catch (JsonProcessingException | IllegalArgumentException other) {
            return Optional.empty();
        }
    }
}
