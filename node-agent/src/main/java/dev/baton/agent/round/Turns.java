package dev.baton.agent.round;

import dev.baton.agent.callout.Refusal;
import dev.baton.agent.callout.RoundTools;
import dev.baton.agent.callout.ScheduleRight;
import dev.baton.agent.callout.VolumeRequest;
import dev.baton.orchestrator.operation.JobId;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * One thing at a time for a schedule: on this node by a note, among nodes by the right to it.
 *
 * <p>Thread: any; {@link #take} blocks while a dead node's right is waited for.
 */
final class Turns {

    /** What is done for a schedule, on the disk as a job. */
    record Turn(String schedule, JobId job, ScheduleRight right) {}

    private final RoundTools tools;
    private final Set<String> busy = new ConcurrentSkipListSet<>();

    Turns(RoundTools tools) {
        this.tools = tools;
    }

    /** The turn of a schedule, for what is asked; give it back. */
    Turn take(String schedule, VolumeRequest request) throws Refusal {
        if (!busy.add(schedule)) {
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    "a round of %s is under way already; see: baton job list --open"
                            .formatted(schedule));
        }
        try {
            return begun(schedule, request, tools.claim(schedule));
        } catch (Refusal refused) {
            busy.remove(schedule);
            throw refused;
        }
    }

    private Turn begun(String schedule, VolumeRequest request, ScheduleRight right) throws Refusal {
        try {
            return new Turn(schedule, tools.begin(request), right);
        } catch (IOException full) {
            right.close();
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    "the journal cannot be written, so nothing is begun: " + full.getMessage());
        }
    }

    /** Whether something is under way for a schedule here. */
    boolean isBusy(String schedule) {
        return busy.contains(schedule);
    }

    void giveBack(Turn turn) {
        turn.right().close();
        busy.remove(turn.schedule());
    }
}
