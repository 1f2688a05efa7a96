package dev.baton.agent.callout;

import dev.baton.orchestrator.exchange.OperatorReply;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What other nodes ask of this one about jobs over nodes: to carry out parts of theirs, and to
 * vouch for parts of its own that they carry out.
 *
 * <p>Bounds: an answer about a part is waited for for 3 s at most, less than its asker waits.
 * Thread: any.
 */
final class PartRoom {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final StorageAccess jobs;
    private final Ledger ledger;
    private final OpenParts open;
    private final Supplier<Optional<VolumeBook>> book;
    private final Predicate<String> isCancelled;

    /**
     * Of a node.
     *
     * @param book empty while no job is taken
     * @param isCancelled whether a job that runs was told to end
     */
    PartRoom(
            StorageAccess jobs,
            Ledger ledger,
            ObjectRoom objects,
            Supplier<Optional<VolumeBook>> book,
            Predicate<String> isCancelled) {
        this.jobs = jobs;
        this.ledger = ledger;
        this.book = book;
        this.isCancelled = isCancelled;
        this.open = new OpenParts(objects, this::isJobOpen);
    }

    private boolean isJobOpen(String id) {
        return ledger.job(id).filter(job -> !job.state().isOver()).isPresent();
    }

    /** Those of this node's jobs. */
    OpenParts open() {
        return open;
    }

    /** Carries out a part, or tells how it does. */
    OperatorReply part(List<String> words) {
        Optional<PartOrder> order = PartOrder.read(words);
        if (order.isEmpty()) {
            return new OperatorReply.Printed(0, "", "the line is of another release of the agent");
        }
        Optional<VolumeBook> volumes = book.get();
        if (volumes.isEmpty()) {
            return new OperatorReply.Refused("storage is not open there");
        }
        Optional<JobRecord> adoption = adoption(order.get().part());
        if (adoption.isPresent()) {
            PartReport report = PartReport.unknown(adopted(order.get(), adoption.get()));
            return new OperatorReply.Printed(0, report.text(), "");
        }
        try {
            JobRecord job = taken(order.get(), volumes.get());
            if (order.get().cancel()) {
                cancelOnce(job);
            }
            Optional<JobRecord> now = jobs.await(job.id(), PATIENCE);
            return new OperatorReply.Printed(0, PartReport.of(now.orElse(job)).text(), "");
        } catch (Refusal refusal) {
            PartReport report = PartReport.refused(refusal.sentence());
            return new OperatorReply.Printed(0, report.text(), "");
        } catch (IOException full) {
            return new OperatorReply.Refused("volumes cannot be written: " + full.getMessage());
        }
    }

    /** What ended the hand-over that this part belongs to: an operator keeps the volume here. */
    private Optional<JobRecord> adoption(VolumeRequest.Part part) {
        return ledger.jobs().stream()
                .dropWhile(job -> !job.parent().equals(Optional.of(part.parent())))
                .filter(job -> job.taken().request().equals(new VolumeRequest.Adopt(part.volume())))
                .filter(job -> job.state() == JobState.DONE || job.state() == JobState.WARNED)
                .findFirst();
    }

    private static String adopted(PartOrder order, JobRecord adoption) {
        String title = order.part().volume();
        return "job %s there has adopted volume %s, which is that node's now; here: baton volume detach %s, baton volume forget %s"
                .formatted(adoption.id(), title, title, title);
    }

    /** The job for a part: the one there is, or a new one. */
    private synchronized JobRecord taken(PartOrder order, VolumeBook volumes)
            throws Refusal, IOException {
        Optional<JobRecord> earlier =
                ledger.jobs().stream()
                        .filter(job -> job.taken().request().equals(order.part()))
                        .findFirst();
        if (earlier.isPresent()) {
            return earlier.get();
        }
        boolean isNew = volumes.arrives(order.volume(), order.part().call());
        try {
            return jobs.submit(order.part(), order.volume().volume().parameters()).job();
        } catch (Refusal refusal) {
            if (isNew) {
                volumes.release(List.of(order.volume()));
            }
            throw refusal;
        }
    }

    /** It is asked for again with every line; what is called to see what happened is not ended. */
    private synchronized void cancelOnce(JobRecord job) throws Refusal {
        if (!isCancelled.test(job.id()) && isJobOpen(job.id())) {
            jobs.cancel(job.id());
        }
    }

    /** Vouches for a part of a job of this node, as far as it can. */
    OperatorReply vouch(List<String> words) {
        Optional<VouchLine> line = VouchLine.read(words).filter(_ -> book.get().isPresent());
        return line.isPresent()
                ? new OperatorReply.Printed(0, open.answer(line.get().part()).text(), "")
                : new OperatorReply.Refused("storage is not open there, or of another release");
    }
}
