package dev.baton.testcluster.simulation;

import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Input;
import dev.baton.orchestrator.exchange.Message;

import java.util.ArrayDeque;
import java.util.Locale;

/** The last things that happened in a simulation, for a reader who looks for the reason. */
final class Trace {

    private static final int MOST_LINES = 6000;

    private record Line(long at, int node, Object what) {}

    private final ArrayDeque<Line> lines = new ArrayDeque<>();

    /**
     * @param node whom it happened to; -1 for the world
     */
    void add(long at, int node, Object what) {
        if (isNoise(what)) {
            return;
        }
        if (lines.size() == MOST_LINES) {
            lines.remove();
        }
        lines.add(new Line(at, node, what));
    }

    private static boolean isNoise(Object what) {
        return what instanceof Input.DeadlineReached
                || what instanceof Effect.Announce
                || (what instanceof Effect.Send(var _, Message sent) && isQuiet(sent))
                || (what instanceof Input.MessageReceived(var _, Message got) && isQuiet(got));
    }

    /** Heartbeats that change nothing fill pages. */
    private static boolean isQuiet(Message message) {
        return switch (message) {
            case Message.Beat beat -> beat.changes().isEmpty();
            case Message.BeatAck ack -> ack.refusals().isEmpty() && ack.weak().isEmpty();
            case Message.Order _,
                    Message.Answer _,
                    Message.Refused _,
                    Message.Connections _,
                    Message.Request _,
                    Message.VotersTold _,
                    Message.Outlived _,
                    Message.NodesAsked _,
                    Message.NodesTold _,
                    Message.Response _ ->
                    false;
        };
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            String who = line.node() < 0 ? "--" : "n" + line.node();
            text.append(String.format(Locale.ROOT, "%12.6f %s ", line.at() / 1e9, who))
                    .append(line.what())
                    .append('\n');
        }
        return text.toString();
    }
}
