package dev.baton.orchestrator.exchange;

import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.RunId;

import java.util.Optional;

/**
 * One takeover run as it is stored: why it began, everything its plan was made from, the plan, and
 * how it ended.
 *
 * @param begunMillis wall clock, in milliseconds since 1970
 * @param ending empty while the run is under way, and for ever when its leader died in it
 */
public record RunRecord(
        RunId run,
        Incarnation leader,
        long begunMillis,
        String cause,
        PlanInput input,
        PlanText plan,
        Optional<RunEnding> ending) {

    /** The same run once it is over. */
    public RunRecord ended(RunEnding how) {
        return new RunRecord(run, leader, begunMillis, cause, input, plan, Optional.of(how));
    }
}
