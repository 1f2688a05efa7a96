package dev.baton.agent;

import dev.baton.agent.kernel.ProcessControl;
import dev.baton.config.Layout;
import dev.baton.orchestrator.exchange.Effect;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.List;

/**
 * The next life of a node whose peers know a later one than the present. The process becomes its
 * launcher, which starts as after a crash: the identity's lock, a clean kernel, then the agent.
 *
 * @param launcher the command
 */
record Successor(Layout layout, List<String> launcher) {

    private static final int UNABLE = 69;
    private static final Logger LOG = LoggerFactory.getLogger(Successor.class);

    Successor {
        launcher = List.copyOf(launcher);
    }

    /** Does not come back. Failure: the process ends, and whoever starts it again is helped. */
    void begin(Effect.StartAgain order) {
        LOG.warn("agent_starts_again above={} why=\"{}\"", order.above(), order.why());
        try {
            Identity.goAbove(layout, order.above());
            LOG.error(
                    "agent_not_started_again why=\"{}: {}\"",
                    launcher.getFirst(),
                    ProcessControl.become(launcher));
        } catch (IOException full) {
            LOG.error("agent_not_started_again why=\"{}\"", full.getMessage());
        }
        Runtime.getRuntime().halt(UNABLE);
    }
}
