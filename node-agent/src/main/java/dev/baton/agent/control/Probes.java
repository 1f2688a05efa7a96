package dev.baton.agent.control;

import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.node.NodeView;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Whether an agent lives and whether it is ready, from its published view; empty means yes. */
final class Probes {

    private static final Duration OLDEST_VIEW = Duration.ofSeconds(10);

    private Probes() {}

    /** The core publishes with every heartbeat; a view this old says it does not run. */
    static Optional<String> notAlive(NodeView view, long nowNanos) {
        Duration age = Duration.ofNanos(nowNanos - view.at().nanos());
        return age.compareTo(OLDEST_VIEW) > 0
                ? Optional.of("last step " + age.toSeconds() + " s ago")
                : Optional.empty();
    }

    static Optional<String> notReady(NodeView view, long nowNanos) {
        if (view.runstate() != Runstate.RUNNING) {
            return Optional.of("runstate " + view.runstate().name().toLowerCase(Locale.ROOT));
        }
        return view.majority() ? notAlive(view, nowNanos) : Optional.of("no majority");
    }
}
