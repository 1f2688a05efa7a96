package dev.baton.agent.round;

import dev.baton.orchestrator.snapshot.RoundOrder;
import dev.baton.orchestrator.snapshot.RoundPlan;
import dev.baton.orchestrator.snapshot.RoundReport;

/** What nodes tell each other about rounds; rounds are named by their jobs. */
sealed interface RoundLetter {

    /**
     * To a node of a round.
     *
     * @param fence the number of the schedule's right that it is given under
     * @param stamp the end of the names its snapshots get
     */
    record Ordered(String round, long fence, RoundPlan plan, String stamp, RoundOrder order)
            implements RoundLetter {}

    /** To its coordinator. */
    record Reported(String round, RoundReport report) implements RoundLetter {}

    /**
     * To every node with a snapshot: what the round came to.
     *
     * @param fence the number it ran under; what removes old snapshots is given it
     */
    record Closed(String round, long fence, String schedule, String verdict)
            implements RoundLetter {}

    /** To every node: the calendar asked for a round for this moment, milliseconds since 1970. */
    record Fired(String schedule, long due) implements RoundLetter {}
}
