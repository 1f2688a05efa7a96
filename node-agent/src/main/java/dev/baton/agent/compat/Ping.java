package dev.baton.agent.compat;

import dev.baton.agent.control.Commands.Answer;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** {@code ping}: the time from this agent to the target's and back. Source: section 3.4. */
final class Ping {

    private Ping() {}

    static Answer ping(ToolCall call) {
        long start = call.context().nanoTime().getAsLong();
        if (call.node().equals(call.self())) {
            var _ = call.view();
        } else {
            Answer other =
                    OtherAgents.ask(
                            call.context(), call.node(), List.of("pnn"), call.line().timeLimit());
            if (other.exitCode() != 0) {
                throw ToolFailure.of(
                        "Unable to get ping response from node "
                                + call.node()
                                + ": "
                                + other.stderr().strip());
            }
        }
        Duration took = Duration.ofNanos(call.context().nanoTime().getAsLong() - start);
        return ToolCall.print(
                String.format(
                        Locale.ROOT,
                        "response from %s time=%.6f sec  (%d clients)\n",
                        call.node(),
                        took.toNanos() / 1e9,
                        call.context().process().calls().get()));
    }
}
