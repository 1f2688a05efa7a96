package dev.baton.agent.control;

import dev.baton.monitoring.metrics.SectionMeters;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.lease.Clauses;
import dev.baton.orchestrator.lease.SectionTiming;
import dev.baton.orchestrator.node.NodeView;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Holds one cluster-wide section for one client, as long as both live.
 *
 * <p>Wire (POST /v1/section/NAME?wait_ms=N): one dot per {@link SectionTiming#WORD} from the start.
 * Among them comes one line: the fencing number, or {@code !EXIT SENTENCE} when the section is not
 * entered. It and each dot after it say that at least {@link SectionTiming#LEAST_LEFT} of the lease
 * is left; a client that misses dots for {@link SectionTiming#SILENCE}, or sees the end, kills its
 * command and is still in time. A client that goes away gives the section back.
 *
 * <p>Thread: the event loop of the connection.
 */
final class SectionStream {

    /** For the view of a lease that was just granted: the core answers before it publishes. */
    private static final int GLANCES = 100;

    private static final long GLANCE_MILLIS = 5;

    private final Vertx vertx;
    private final OperatorDesk desk;
    private final Supplier<NodeView> views;
    private final LongSupplier nanoTime;
    private final SectionMeters meters;
    private final HttpServerResponse response;
    private String asked = "";
    private long since;
    private Optional<OperatorReply.Entered> held = Optional.empty();
    private boolean begun;
    private boolean ended;

    SectionStream(
            Vertx vertx,
            OperatorDesk desk,
            Supplier<NodeView> views,
            LongSupplier nanoTime,
            SectionMeters meters,
            HttpServerResponse response) {
        this.vertx = vertx;
        this.desk = desk;
        this.views = views;
        this.nanoTime = nanoTime;
        this.meters = meters;
        this.response = response;
    }

    void enter(String name, long waitMillis) {
        response.setChunked(true).putHeader("Content-Type", "text/plain");
        response.exceptionHandler(_ -> end());
        response.closeHandler(_ -> end());
        vertx.setPeriodic(SectionTiming.WORD.toMillis(), this::beat);
        asked = name;
        since = nanoTime.getAsLong();
        meters.asked(name);
        var loop = vertx.getOrCreateContext();
        var _ =
                desk.ask(new OperatorCommand.EnterSection(name, waitMillis))
                        .thenAccept(reply -> loop.runOnContext(_ -> entered(reply)));
    }

    private Duration sinceThen() {
        long now = nanoTime.getAsLong();
        Duration took = Duration.ofNanos(now - since);
        since = now;
        return took;
    }

    private void entered(OperatorReply reply) {
        meters.answered(asked, reply instanceof OperatorReply.Entered, sinceThen());
        switch (reply) {
            case OperatorReply.Entered entered -> hold(entered);
            case OperatorReply.Refused(String why) -> refuse(3, why);
            case OperatorReply.NotFound(String why) -> refuse(4, why);
            case OperatorReply.TimedOut(String why) -> refuse(7, why);
            case OperatorReply.Failed(String why) -> refuse(8, why);
            case OperatorReply.Printed(int _, String text, String _) ->
                    refuse(70, "expected a section, got " + text);
            case OperatorReply.Obtained(Right.Changing object, long _) ->
                    refuse(70, "expected a section, got " + object);
            case OperatorReply.Done(String text) -> refuse(70, "expected a section, got " + text);
            case OperatorReply.Ignored(String why) -> refuse(70, "expected a section, got " + why);
        }
    }

    private void refuse(int exitCode, String why) {
        if (!ended) {
            response.write("!" + exitCode + " " + why.replace('\n', ' ') + "\n");
            end();
        }
    }

    private void hold(OperatorReply.Entered entered) {
        held = Optional.of(entered);
        if (ended) {
            leave(entered);
        } else {
            begin(entered, GLANCES);
        }
    }

    /** An answer may come so late, on a machine that stood still, that its lease is over. */
    private void begin(OperatorReply.Entered entered, int glances) {
        if (ended) {
            return;
        }
        if (runs(entered)) {
            begun = true;
            response.write(entered.number() + "\n");
        } else if (glances > 0) {
            vertx.setTimer(GLANCE_MILLIS, _ -> begin(entered, glances - 1));
        } else {
            refuse(
                    7,
                    "the lease of section:%s ended before the command could begin; try again"
                            .formatted(entered.name()));
        }
    }

    private void beat(long timer) {
        if (!ended && begun && !runs(held.orElseThrow())) {
            end();
        }
        if (ended) {
            vertx.cancelTimer(timer);
        } else {
            response.write(".");
        }
    }

    private boolean runs(OperatorReply.Entered entered) {
        NodeView.Section section = views.get().held().get(new Right.Section(entered.name()));
        return section != null
                && section.number() == entered.number()
                && Clauses.SAFE.mayBeInside(
                        section.until().since(new Moment(nanoTime.getAsLong())));
    }

    /** By either side; the section goes back, which is no harm when it was lost. */
    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        held.ifPresent(this::leave);
        if (!response.closed()) {
            response.end();
        }
    }

    private void leave(OperatorReply.Entered entered) {
        meters.left(entered.name(), sinceThen());
        var _ = desk.ask(new OperatorCommand.LeaveSection(entered.name(), entered.number()));
    }
}
