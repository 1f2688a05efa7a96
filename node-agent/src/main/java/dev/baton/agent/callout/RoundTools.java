package dev.baton.agent.callout;

import dev.baton.config.HookOptions;
import dev.baton.config.Pnn;
import dev.baton.events.callout.CallRun;
import dev.baton.events.callout.Truth;
import dev.baton.events.contract.command.CommandCall;
import dev.baton.events.contract.command.CommandContract;
import dev.baton.events.contract.quantastor.HookCall;
import dev.baton.events.contract.quantastor.HookEnd;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.operation.JobId;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What rounds of snapshots need of this node's storage: its custom scripts, its commands, its
 * journal. Thread: any; calls block.
 */
public final class RoundTools {

    private final Pnn self;
    private final HookOptions options;
    private final ObjectRoom objects;
    private final CallDesk desk;
    private final Ledger ledger;
    private final Journal journal;
    private final Consumer<Fact> facts;
    private final Consumer<JobRecord> over;
    private final InstantSource wall;

    RoundTools(
            Pnn self,
            HookOptions options,
            ObjectRoom objects,
            CallDesk desk,
            Ledger ledger,
            Journal journal,
            Consumer<Fact> facts,
            Consumer<JobRecord> over,
            InstantSource wall) {
        this.self = self;
        this.options = options;
        this.objects = objects;
        this.desk = desk;
        this.ledger = ledger;
        this.journal = journal;
        this.facts = facts;
        this.over = over;
        this.wall = wall;
    }

    /** How long a custom script may take. */
    public Duration hookLimit() {
        return options.limit();
    }

    /** A custom script of this node, there or not. */
    public Path script(String fileName) {
        return options.directory().resolve(fileName);
    }

    private HookCaller caller(Duration limit) {
        return new HookCaller(
                options.limitedTo(limit), desk, new HookDirectory(options.directory()), facts);
    }

    /**
     * Calls a custom script in both its variants.
     *
     * @param fence the number of the schedule's right that the round was begun under; 0 for one of
     *     an earlier life, which has only to thaw
     * @param held is told when it says that it holds what it is to hold
     */
    public Truth<HookEnd> hook(
            String round, long fence, HookCall call, Duration limit, Runnable held) {
        return caller(limit)
                .call(new CallDesk.Purpose(round, 0), call, held, CallDesk.Bond.numbered(fence));
    }

    /** Calls a command; {@code fence} as for a custom script. */
    public Truth<String> command(String round, long fence, CommandCall call) {
        return desk.follow(
                new CallDesk.Purpose(round, 0),
                new CallRun<>(new CommandContract(), call),
                CallDesk.Bond.numbered(fence));
    }

    /** Ends what runs for a round. */
    public void end(String round, String by) {
        desk.cancel(round, by);
    }

    /** The same without a grace. */
    public void kill(String round, String by) {
        desk.kill(round, by);
    }

    /** Lets go what scripts hold for a round. */
    public void release(String round) {
        desk.release(round);
    }

    /**
     * The right to run rounds of a schedule, which one node of the cluster has at a time. A dead
     * node's is waited for, and no longer than that.
     *
     * @throws Refusal that says who has it
     */
    public ScheduleRight claim(String schedule) throws Refusal {
        return ScheduleRight.of(objects, schedule);
    }

    /** A job for a round, or for what else is done for a schedule; on the disk on return. */
    public JobId begin(VolumeRequest request) throws IOException {
        JobId id = new JobId(self, ledger.nextJob());
        store(new Entry.JobTaken(id.toString(), request, "-", wall.millis()));
        ledger.running(id.toString());
        return id;
    }

    /** The job of a round is over. */
    public void end(JobId job, JobState state, String why, List<String> notes) throws IOException {
        store(new Entry.JobEnded(job.toString(), state, why, notes, wall.millis()));
        ledger.job(job.toString()).ifPresent(over);
    }

    /** Returns when it is on the disk. */
    public void store(Entry entry) throws IOException {
        journal.append(entry);
    }

    /** Freezes of which the journal has no thaw. */
    public List<Entry.FreezeBegun> unthawed() {
        return ledger.rounds().unthawed();
    }

    /** Oldest first. */
    public List<SnapshotRecord> snapshots() {
        return ledger.rounds().snapshots();
    }

    /** For which moment the calendar asked for a round last; milliseconds since 1970. */
    public Optional<Long> lastFired(String schedule) {
        return ledger.rounds().lastFired(schedule).map(Entry.RoundFired::due);
    }
}
