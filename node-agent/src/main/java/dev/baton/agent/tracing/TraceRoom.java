package dev.baton.agent.tracing;

import dev.baton.agent.callout.CallRecord;
import dev.baton.agent.callout.JobRecord;
import dev.baton.config.Pnn;
import dev.baton.config.TracingOptions;
import dev.baton.monitoring.metrics.TraceCounts;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.RunRecord;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Sends traces of what is over: takeover runs, their events, storage jobs. Made from facts and
 * records that exist all the same.
 *
 * <p>Bounds: {@value #MOST_WAITING} parts wait; further ones are dropped and counted. Failure: is
 * counted, and said once until it goes well again. Thread: any; nobody waits for the receiver.
 */
public final class TraceRoom implements Consumer<Fact>, AutoCloseable {

    static final int MOST_WAITING = 256;
    private static final long CLOSE_MILLIS = 500;
    private static final Logger LOG = LoggerFactory.getLogger(TraceRoom.class);

    private final TracingOptions options;
    private final Pnn self;
    private final InstantSource wall;
    private final Supplier<OtlpExport> made;
    private final BlockingQueue<List<TracePart>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread sender = Thread.ofPlatform().name("traces").daemon().unstarted(this::send);
    private volatile RunId run = RunId.NONE;
    private volatile boolean closes;
    private TraceCounts counts = TraceCounts.NONE;
    private boolean isOut;

    /**
     * A room that sends nothing before {@link #start}.
     *
     * @param node its name
     * @param version of this agent
     */
    public TraceRoom(
            TracingOptions options,
            String cluster,
            String node,
            Pnn self,
            String version,
            InstantSource wall) {
        this.options = options;
        this.self = self;
        this.wall = wall;
        this.made = () -> new OtlpExport(options, cluster, node, version);
    }

    /** Begins to send; what the exporter needs is loaded beside all else. */
    public void start() {
        sender.start();
    }

    /** This node leads a run, which is over. */
    public void stored(RunRecord record) {
        record.ending().ifPresent(ending -> offer(RunTrace.of(record, ending)));
    }

    /** A leader has told this node what to do in a run. */
    public void ordered(Message.Order order) {
        run = order.run();
    }

    @Override
    public void accept(Fact fact) {
        if (fact instanceof Fact.TakeoverRunStarted started) {
            run = started.run();
        } else if (fact instanceof Fact.EventEnded ended
                && !run.equals(RunId.NONE)
                && RunTrace.stageOf(ended.event()).isPresent()) {
            offer(RunTrace.of(run, self, ended, wall.instant()));
        }
    }

    /** A storage job is over. */
    public void over(JobRecord job, List<CallRecord> calls) {
        offer(JobTrace.of(job, calls));
    }

    /** What became of the parts so far. */
    public synchronized TraceCounts counts() {
        return counts;
    }

    private void offer(List<TracePart> parts) {
        if (!waiting.offer(parts)) {
            dropped();
        }
    }

    private synchronized void dropped() {
        counts = counts.withDropped();
    }

    private void send() {
        try (OtlpExport export = made.get()) {
            while (!closes || !waiting.isEmpty()) {
                sent(export.send(waiting.take()));
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void sent(Optional<String> failure) {
        counts = failure.isEmpty() ? counts.withExported() : counts.withFailed();
        if (failure.isPresent() && !isOut) {
            LOG.warn("traces_not_taken endpoint={} why=\"{}\"", options.endpoint(), failure.get());
        } else if (failure.isEmpty() && isOut) {
            LOG.info("traces_taken_again endpoint={}", options.endpoint());
        }
        isOut = failure.isPresent();
    }

    /** Sends what waits, for at most half a second. */
    @Override
    public void close() {
        closes = true;
        if (waiting.isEmpty()) {
            sender.interrupt();
        }
        try {
            sender.join(CLOSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        sender.interrupt();
    }
}
