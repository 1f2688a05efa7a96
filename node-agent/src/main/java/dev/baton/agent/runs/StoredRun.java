package dev.baton.agent.runs;

import dev.baton.config.NodeName;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.exchange.RunRecord;

import java.util.Optional;

/**
 * One run as a file has it.
 *
 * @param writtenBy the release that led and stored it
 */
public record StoredRun(RunRecord run, String writtenBy) {

    /** The node that led it; by its number where it did not report itself. */
    public String leaderName() {
        return Optional.ofNullable(run.input().snapshot().reports().get(run.leader().node()))
                .map(NodeReport::name)
                .map(NodeName::value)
                .orElse("node " + run.leader().node());
    }
}
