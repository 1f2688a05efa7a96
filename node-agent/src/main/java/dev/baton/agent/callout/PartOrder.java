package dev.baton.agent.callout;

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
    private static final ToolLine<PartOrder> LINE = new ToolLine<>("part", PartOrder.class);

    /** Whether these words are one. */
    public static boolean isOne(List<String> words) {
        return LINE.isOne(words);
    }

    OperatorCommand.CallTool line(Pnn to) {
        return LINE.line(to, this);
    }

    /** What such a line asks for; empty for what another release may have meant. */
    static Optional<PartOrder> read(List<String> words) {
        return LINE.read(words);
    }
}
