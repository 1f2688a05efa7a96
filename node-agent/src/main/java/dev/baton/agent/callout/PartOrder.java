package dev.baton.agent.callout;

import com.fasterxml.jackson.core.JsonProcessingException;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.OperatorCommand;

import java.util.List;
import java.util.Optional;

/**
 * What the node that carries a job out asks of another one, in the words of one line. Asking again
 * for the same part begins nothing: it tells how that part does.
 *
 * @param volume it is about, with all its provider is told
 * @param cancel whether the part is to be ended if it runs
 */
public record PartOrder(VolumeRequest.Part part, VolumeRecord volume, boolean cancel) {

    /** How an agent knows that a line is one of these. */
    private static final List<String> LINE = List.of("baton", "part");

    /** Whether these words are one. */
    public static boolean isOne(List<String> words) {
        return words.size() == LINE.size() + 1 && words.subList(0, LINE.size()).equals(LINE);
    }

    OperatorCommand.CallTool line(Pnn to) {
        try {
            return new OperatorCommand.CallTool(
                    to,
                    List.of(
                            LINE.getFirst(),
                            LINE.getLast(),
                            StoredText.mapper().writeValueAsString(this)));
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("a part cannot be written: " + part, broken);
        }
    }

    /** What such a line asks for; empty for what another release may have meant. */
    static Optional<PartOrder> read(List<String> words) {
        try {
            return Optional.of(StoredText.mapper().readValue(words.getLast(), PartOrder.class));
        } catch (JsonProcessingException | IllegalArgumentException other) {
            return Optional.empty();
        }
    }
}
