package dev.baton.agent.control;

import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.node.NodeView;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;

import java.util.function.Supplier;

/**
 * Holds one cluster-wide section for one client, as long as both live.
 *
 * <p>Wire (POST /v1/section/NAME?wait_ms=N): the first line is the fencing number, or {@code !EXIT
 * SENTENCE} when the section is not entered. Then one byte per {@value #BEAT_MILLIS} ms while the
 * lease runs; the end of the answer is the end of the lease. A client that goes away gives the
 * section back.
 *
 * <p>Thread: the event loop of the connection.
 */
final class SectionStream {

    static final long BEAT_MILLIS = 500;

    private final Vertx vertx;
    private final OperatorDesk desk;
    private final Supplier<NodeView> views;
    private final HttpServerResponse response;
    private boolean gone;

    SectionStream(
            Vertx vertx, OperatorDesk desk, Supplier<NodeView> views, HttpServerResponse response) {
        this.vertx = vertx;
        this.desk = desk;
        this.views = views;
        this.response = response;
    }

    void enter(String name, long waitMillis) {
        response.setChunked(true).putHeader("Content-Type", "text/plain");
        response.closeHandler(_ -> gone = true);
        response.exceptionHandler(_ -> gone = true);
        var loop = vertx.getOrCreateContext();
        var _ =
                desk.ask(new OperatorCommand.EnterSection(name, waitMillis))
                        .thenAccept(reply -> loop.runOnContext(_ -> entered(reply)));
    }

    private void entered(OperatorReply reply) {
        switch (reply) {
            case OperatorReply.Entered(String name, long number) -> hold(name, number);
            case OperatorReply.Refused(String why) -> refuse(3, why);
            case OperatorReply.NotFound(String why) -> refuse(4, why);
            case OperatorReply.TimedOut(String why) -> refuse(7, why);
            case OperatorReply.Failed(String why) -> refuse(8, why);
            case OperatorReply.Done(String text) -> refuse(70, "expected a section, got " + text);
        }
    }

    private void refuse(int exitCode, String why) {
        if (!gone) {
            response.end("!" + exitCode + " " + why.replace('\n', ' ') + "\n");
        }
    }

    private void hold(String name, long number) {
        if (gone) {
            leave(name, number);
            return;
        }
        response.write(number + "\n");
        vertx.setPeriodic(BEAT_MILLIS, timer -> beat(timer, name, number));
        response.closeHandler(
                _ -> {
                    gone = true;
                    leave(name, number);
                });
    }

    private void beat(long timer, String name, long number) {
        if (gone) {
            vertx.cancelTimer(timer);
        } else if (holds(name, number)) {
            response.write(".");
        } else {
            vertx.cancelTimer(timer);
            gone = true;
            response.end();
        }
    }

    private boolean holds(String name, long number) {
        NodeView.Section section = views.get().sections().get(name);
        return section != null && section.number() == number;
    }

    private void leave(String name, long number) {
        var _ = desk.ask(new OperatorCommand.LeaveSection(name, number));
    }
}
