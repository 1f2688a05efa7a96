package dev.baton.agent.callout;

import dev.baton.events.callout.Truth;
import dev.baton.events.contract.ganeti.Attachment;
import dev.baton.events.contract.ganeti.GanetiCall;
import dev.baton.events.contract.ganeti.GanetiContract;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.operation.OperationRun;
import dev.baton.orchestrator.operation.OperationRun.Order;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Has calls of one job made by other nodes, under this node's right.
 *
 * <p>Nothing else is done for the job while such a call may live. Thread: the job's. Source: {@code
 * docs/safety.md}, "Storage objects".
 */
final class PartDriver {

    private static final Logger LOG = LoggerFactory.getLogger("baton.storage");

    /** How long a lost right is asked for between two looks at the part. */
    private static final Duration TURN = Duration.ofSeconds(1);

    private static final Duration GLANCE = Duration.ofMillis(50);

    private final JobDriver.Means means;
    private final JobRecord job;
    private final GanetiContract contract;
    private final BooleanSupplier isStopped;
    private final BooleanSupplier isCancelled;

    PartDriver(
            JobDriver.Means means,
            JobRecord job,
            GanetiContract contract,
            BooleanSupplier isStopped,
            BooleanSupplier isCancelled) {
        this.means = means;
        this.job = job;
        this.contract = contract;
        this.isStopped = isStopped;
        this.isCancelled = isCancelled;
    }

    /** Asking again for what an earlier life of this agent asked for tells how that ended. */
    Truth<Attachment> carriedOut(Order<GanetiCall> order, VolumeRecord volume, Tenure tenure) {
        if (!(tenure instanceof Exclusive held)) {
            throw new IllegalStateException("a part of job %s has parts".formatted(job.id()));
        }
        VolumeRequest.Part part =
                new VolumeRequest.Part(
                        volume.volume().title(),
                        volume.volume().uuid(),
                        job.id(),
                        order.step(),
                        PartCall.of(order.call()));
        try {
            held.ensure(Tenure.SETTLING, isStopped);
        } catch (Refusal busy) {
            return new Truth.NotDone<>(busy.sentence());
        }
        Right.Changing object =
                Right.Changing.volume(volume.volume().provider(), volume.volume().title());
        OpenParts.OpenPart open = means.parts().open(part, held, object);
        try {
            return means.others().follow(order.on(), part, volume, patience(order, held), open);
        } finally {
            open.close();
            settle(open, held);
        }
    }

    private OtherNodes.Patience patience(Order<GanetiCall> order, Exclusive held) {
        boolean isUndoing = order.step() == OperationRun.UNDOING;
        Duration limit = contract.limit(order.call()).plus(OtherNodes.ALLOWANCE);
        return new OtherNodes.Patience(
                limit,
                isUndoing ? OtherNodes.AWAY : limit,
                isStopped,
                () -> isCancelled.getAsBoolean() && !isUndoing,
                () -> renew(held));
    }

    /**
     * A right that was lost while another node called: that call is over, and its truth is asked
     * for under the next one. A lease that runs is left alone: the core may renew it yet, and the
     * call goes on.
     */
    private void renew(Exclusive held) {
        if (!held.left().isZero()) {
            return;
        }
        try {
            held.ensure(TURN, isStopped);
        } catch (Refusal busy) {
            LOG.debug("right_not_renewed job={} why=\"{}\"", job.id(), busy.sentence());
        }
    }

    /** What has not said that it is over may live for a lease; beyond that it keeps the right. */
    private void settle(OpenParts.OpenPart open, Exclusive held) {
        long end = System.nanoTime() + 2 * means.objects().leaseTiming().lease().toNanos();
        while (open.mayLive() && !isStopped.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(GLANCE.toNanos());
        }
        if (open.mayLive()) {
            held.outlivedBy(open::mayLive);
        }
    }
}
