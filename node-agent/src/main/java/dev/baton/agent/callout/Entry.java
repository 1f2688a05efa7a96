package dev.baton.agent.callout;

import dev.baton.events.callout.Outcome;
import dev.baton.events.callout.Printed;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/**
 * One line of the journal. Secrets are masked before one is made. Times are milliseconds since
 * 1970.
 */
public sealed interface Entry {

    /** A job was accepted; from now on it is not lost. */
    record JobTaken(String job, VolumeRequest request, String provider, long at) implements Entry {}

    /**
     * A step failed; what was done before it is being undone.
     *
     * @param step which one, from 0
     * @param unknown nobody can tell whether it happened
     */
    record JobTroubled(String job, int step, String why, boolean unknown, long at)
            implements Entry {}

    /** A job is over. */
    record JobEnded(String job, JobState state, String why, List<String> notes, long at)
            implements Entry {
        public JobEnded {
            notes = List.copyOf(notes);
        }
    }

    /**
     * A script is about to be started.
     *
     * @param job it belongs to; empty for none
     * @param step of the job, from 0; -1 for what undoes one
     * @param probe whether it only shows what another call has done
     * @param limitMillis 0 for none
     */
    record CallBegun(
            long call,
            String job,
            int step,
            boolean probe,
            String contract,
            String provider,
            String action,
            String subject,
            String program,
            List<String> arguments,
            SortedMap<String, String> environment,
            String directory,
            long limitMillis,
            long at)
            implements Entry {}

    /**
     * This node is about to be frozen.
     *
     * @param life of the agent, as its scripts are marked
     */
    record FreezeBegun(String round, String schedule, long freezeMillis, String life, long at)
            implements Entry {}

    /**
     * It is thawed, or nobody can thaw it.
     *
     * @param by who did: the agent, or its guard
     * @param problem why it may still be frozen; empty when all is well
     */
    record FreezeEnded(String round, String by, String problem, long at) implements Entry {}

    /** A snapshot of a round was taken on this node. */
    record SnapshotTaken(String round, String schedule, String target, String snapshot, long at)
            implements Entry {}

    /** What the round it belongs to came to. */
    record SnapshotJudged(String round, String verdict, long at) implements Entry {}

    /** A snapshot is no more. */
    record SnapshotRemoved(String schedule, String snapshot, long at) implements Entry {}

    /** A round that the calendar asked for was begun, here or elsewhere, for this moment. */
    record RoundFired(String schedule, long due) implements Entry {}

    /** A script has ended, or will never. */
    record CallEnded(
            long call,
            String outcome,
            int code,
            String sentence,
            String out,
            String err,
            long tookMillis,
            long at)
            implements Entry {

        /** As who decides what to do next has to see it. */
        public Outcome asOutcome(String node) {
            Printed printed = new Printed(out, err);
            return switch (outcome) {
                case "ok" -> new Outcome.Ok(printed);
                case "failed" -> new Outcome.Failed(code, printed);
                case "timed_out" -> new Outcome.TimedOut(Duration.ofMillis(tookMillis), printed);
                case "killed" -> new Outcome.Killed("a signal", printed);
                case "refused", "not_started" -> new Outcome.NotStarted(sentence);
                default -> new Outcome.Lost(node);
            };
        }
    }
}
