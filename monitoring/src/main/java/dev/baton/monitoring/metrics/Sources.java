package dev.baton.monitoring.metrics;

import dev.baton.orchestrator.node.NodeView;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What meters are read from.
 *
 * <p>Those that may wait - kernel, storage, lsm, unkillable - are asked once a second beside the
 * scrapes; the others answer at once.
 *
 * @param views the newest published view
 * @param kernel which addresses the kernel carries
 * @param wire what was rejected between agents
 * @param dropped facts that were never told
 * @param storage what was counted of storage operations
 * @param lsm what was counted of libStorageMgmt's clients; names every method from the start
 * @param announced what was sent to neighbours and clients
 * @param traces what became of traces
 * @param running events whose scripts run now
 * @param unkillable events and calls whose processes outlived SIGKILL
 * @param scripts the event scripts at the start, by the name they have in results
 * @param nanoTime the machine's monotonic clock, the one of {@link NodeView#at}
 * @param wall the clock on the wall
 */
public record Sources(
        Supplier<NodeView> views,
        KernelAddresses kernel,
        Supplier<WireRejections> wire,
        Supplier<DroppedFacts> dropped,
        Supplier<StorageCounts> storage,
        Supplier<LsmCounts> lsm,
        Supplier<Announced> announced,
        Supplier<TraceCounts> traces,
        IntSupplier running,
        IntSupplier unkillable,
        List<String> scripts,
        LongSupplier nanoTime,
        InstantSource wall) {

    public Sources {
        scripts = List.copyOf(scripts);
    }

    /** A view, and nothing that happens around it. */
    public static Sources ofView(
            Supplier<NodeView> views, LongSupplier nanoTime, InstantSource wall) {
        return new Sources(
                views,
                Set::of,
                () -> WireRejections.NONE,
                () -> DroppedFacts.NONE,
                () -> StorageCounts.NONE,
                () -> LsmCounts.NONE,
                () -> Announced.NONE,
                () -> TraceCounts.NONE,
                () -> 0,
                () -> 0,
                List.of(),
                nanoTime,
                wall);
    }

    /** The same with other event scripts. */
    public Sources withScripts(List<String> others) {
        return with(kernel, others);
    }

    /** The same with another kernel. */
    public Sources withKernel(KernelAddresses other) {
        return with(other, scripts);
    }

    private Sources with(KernelAddresses itsKernel, List<String> itsScripts) {
        return new Sources(
                views,
                itsKernel,
                wire,
                dropped,
                storage,
                lsm,
                announced,
                traces,
                running,
                unkillable,
                itsScripts,
                nanoTime,
                wall);
    }
}
