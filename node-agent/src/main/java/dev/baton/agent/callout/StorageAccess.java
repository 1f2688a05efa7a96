package dev.baton.agent.callout;

import dev.baton.config.Pnn;
import dev.baton.events.contract.ganeti.GanetiCall;
import dev.baton.events.contract.ganeti.Provider;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.operation.OperationRun.Order;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What operators can do with the storage of this node. Thread: any. */
public interface StorageAccess {

    /**
     * A call that would be made, and how.
     *
     * @param node it would be made on
     */
    record Planned(
            String node,
            String action,
            String program,
            List<String> arguments,
            SortedMap<String, String> environment,
            String directory,
            Duration limit,
            List<String> undoneBy) {
        public Planned {
            arguments = List.copyOf(arguments);
            undoneBy = List.copyOf(undoneBy);
        }
    }

    /** A request, what its providers are told beside it, and what has to be said of it. */
    record Plan(List<Planned> calls, List<String> warnings) {
        public Plan {
            calls = List.copyOf(calls);
            warnings = List.copyOf(warnings);
        }
    }

    /** A job that was accepted. */
    record Accepted(JobRecord job, List<String> warnings) {
        public Accepted {
            warnings = List.copyOf(warnings);
        }
    }

    /** What would be run, without running anything. */
    Plan plan(VolumeRequest request, SortedMap<String, String> parameters) throws Refusal;

    /** What would be called for a pool, without calling anything. */
    Plan planPool(PoolRequest request) throws Refusal;

    /** Starts or stops a pool; empty when that takes longer, the work goes on then. */
    Optional<PoolEnd> pool(PoolRequest request, Duration patience) throws Refusal;

    /**
     * What other nodes told of their jobs and volumes.
     *
     * @param silence why nothing is known of them; empty when it is
     */
    record Elsewhere(SortedMap<Pnn, SeenStorage> nodes, String silence) {
        public Elsewhere {
            nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
        }
    }

    /** Jobs and volumes of the other nodes, as they told last. Waits for at most 500 ms. */
    Elsewhere elsewhere();

    /** Takes a job; it is on the disk then. */
    Accepted submit(VolumeRequest request, SortedMap<String, String> parameters) throws Refusal;

    /** What another node asks for in a line of {@link PartOrder}; waits for at most 3 s. */
    OperatorReply part(List<String> words);

    /** What another node asks in a {@link VouchLine} about a part of a job of this node. */
    OperatorReply vouch(List<String> words);

    /** A job as it is when it is over, or when this time is; empty for one nobody knows. */
    Optional<JobRecord> await(String job, Duration patience);

    /** Withdraws a job that waits, or ends what runs for it; returns at once. */
    JobRecord cancel(String job) throws Refusal;

    /**
     * What {@link #cancel} would do.
     *
     * @param ends the call that runs now on this node
     * @param part the call that another node makes for it now
     * @param undo what would be called then, for a job of volumes; those of drivers know their own
     */
    record Cancellation(
            JobRecord job,
            Optional<CallRecord> ends,
            Optional<Order<GanetiCall>> part,
            Plan undo) {}

    /** What {@link #cancel} would do, without doing it. */
    Cancellation planCancel(String job) throws Refusal;

    /** Oldest first. */
    List<JobRecord> jobs() throws Refusal;

    /** Oldest first. */
    List<CallRecord> calls() throws Refusal;

    /** The file with all that a call printed, where there is one. */
    Optional<Path> log(CallRecord call);

    /** By name. */
    List<VolumeRecord> volumes() throws Refusal;

    /** What is at the path a volume was attached as, in the words of a sentence. */
    String seen(VolumeRecord volume);

    /** Every provider of the search path, those hidden by earlier ones too. */
    List<Provider> providers();

    /** The providers of all nodes beside each other. Waits for at most 500 ms. */
    Parity parity();

    /** Whether a parameter's value is to be shown to nobody. */
    boolean isSecret(String parameter);
}
