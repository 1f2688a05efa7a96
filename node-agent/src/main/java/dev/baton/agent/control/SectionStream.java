package dev.baton.agent.control;

import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
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
 * <p>Wire (POST /v1/section/NAME?wait_ms=N): one dot per {@value #BEAT_MILLIS} ms from the start.
 * Among them comes one line: the fencing number, or {@code !EXIT SENTENCE} when the section is not
 * entered. After it a dot says that at least {@value #LEAST_LEFT_MILLIS} ms of the lease are left;
 * a client that misses dots for 2 s, or sees the end, kills its command and is still in time. A
 * client that goes away gives the section back.
 *
 * <p>Thread: the event loop of the connection.
 */
final class SectionStream {

    static final long BEAT_MILLIS = 500;
    static final long LEAST_LEFT_MILLIS = 2500;

    private final Vertx vertx;
    private final OperatorDesk desk;
    private final Supplier<NodeView> views;
    private final LongSupplier nanoTime;
    private final HttpServerResponse response;
    private Optional<OperatorReply.Entered> held = Optional.empty();
    private boolean ended;

    SectionStream(
            Vertx vertx,
            OperatorDesk desk,
            Supplier<NodeView> views,
            LongSupplier nanoTime,
            HttpServerResponse response) {
        this.vertx = vertx;
        this.desk = desk;
        this.views = views;
        this.nanoTime = nanoTime;
        this.response = response;
    }

    void enter(String name, long waitMillis) {
        response.setChunked(true).putHeader("Content-Type", "text/plain");
        response.exceptionHandler(_ -> end());
        response.closeHandler(_ -> end());
        vertx.setPeriodic(BEAT_MILLIS, this::beat);
        var loop = vertx.getOrCreateContext();
        var _ =
                desk.ask(new OperatorCommand.EnterSection(name, waitMillis))
                        .thenAccept(reply -> loop.runOnContext(_ -> entered(reply)));
    }

    private void entered(OperatorReply reply) {
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
            response.write(entered.number() + "\n");
        }
    }

    private void beat(long timer) {
        if (!ended && held.isPresent() && !runs(held.get())) {
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
        Moment needed = new Moment(nanoTime.getAsLong()).plus(Duration.ofMillis(LEAST_LEFT_MILLIS));
        return section != null
                && section.number() == entered.number()
                && !section.until().isBefore(needed);
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
        var _ = desk.ask(new OperatorCommand.LeaveSection(entered.name(), entered.number()));
    }
}
