package dev.baton.agent.control;

import dev.baton.agent.access.Caller;
import dev.baton.agent.access.Entrance;
import dev.baton.orchestrator.exchange.Fact;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * An operator's calls over HTTP: each is exactly one line of the command, carried out for the name
 * of a token, and told as one fact.
 *
 * <p>Nothing of a request gets into the line but values that fit their form, and nothing is
 * possible here that the command refuses. Bounds: {@value #MOST} at a time, {@value #MOST_BYTES}
 * bytes of body within {@value #BODY_MILLIS} ms. Thread: any.
 */
final class OperatorApi {

    static final int MOST = 8;
    static final int MOST_BYTES = 64 << 10;
    static final long BODY_MILLIS = 10_000;
    private static final String JSON = "application/json";
    private static final String REASON = "reason";

    private final Vertx vertx;
    private final Commands commands;
    private final Aside aside;
    private final Entrance entrance;
    private final Refusals refusals;
    private final Consumer<Fact> facts;
    private final Semaphore places = new Semaphore(MOST);

    OperatorApi(
            Vertx vertx,
            Commands commands,
            Aside aside,
            Entrance entrance,
            Refusals refusals,
            Consumer<Fact> facts) {
        this.vertx = vertx;
        this.commands = commands;
        this.aside = aside;
        this.entrance = entrance;
        this.refusals = refusals;
        this.facts = facts;
    }

    /** Takes the body, then answers beside the event loop. */
    void take(
            HttpServerRequest request, Route route, Work.Changes work, Map<String, String> inPath) {
        Buffer body = Buffer.buffer();
        Heard heard = Heard.of(request);
        long timer =
                vertx.setTimer(
                        BODY_MILLIS,
                        _ -> {
                            Called.refused(408, 7, "the body did not come within 10 s")
                                    .with("Connection", "close")
                                    .to(request);
                        });
        request.exceptionHandler(_ -> vertx.cancelTimer(timer));
        request.handler(
                part -> {
                    if (body.length() <= MOST_BYTES) {
                        body.appendBuffer(part);
                    }
                });
        request.endHandler(
                _ -> {
                    if (vertx.cancelTimer(timer)) {
                        aside.answer(request, () -> reply(heard, route, work, inPath, body));
                    }
                });
    }

    private Reply reply(
            Heard heard, Route route, Work.Changes work, Map<String, String> inPath, Buffer body) {
        return switch (entrance.look(heard.authorization(), heard.from())) {
            case Entrance.Look.Unknown unknown -> refusals.unknown(heard, unknown);
            case Entrance.Look.Known(Caller caller) when !caller.role().covers(route.role()) ->
                    refusals.tooSmall(heard, caller, route.role());
            case Entrance.Look.Known(Caller caller) ->
                    wrong(heard, body).orElseGet(() -> carryOut(caller, route, work, inPath, body));
        };
    }

    private static Optional<Reply> wrong(Heard heard, Buffer body) {
        if (body.length() > MOST_BYTES) {
            return Optional.of(
                    Called.refused(
                            413, 2, "body: expected at most " + MOST_BYTES + " bytes, got more"));
        }
        String bare = heard.type().split(";", -1)[0].strip();
        if (body.length() > 0 && !bare.equalsIgnoreCase(JSON)) {
            return Optional.of(Called.refused(415, 2, "expected Content-Type: " + JSON));
        }
        return heard.hasParameters()
                ? Optional.of(Called.refused(400, 2, "expected fields of the body, got parameters"))
                : Optional.empty();
    }

    private Reply carryOut(
            Caller caller,
            Route route,
            Work.Changes work,
            Map<String, String> inPath,
            Buffer body) {
        Map<String, String> values = new LinkedHashMap<>();
        try {
            values.putAll(CallBody.read(body, route.body()));
        } catch (CallBody.Wrong wrong) {
            return Called.refused(400, 2, wrong.sentence());
        }
        values.putAll(inPath);
        String reason = Optional.ofNullable(values.remove(REASON)).orElse("");
        if (work.takesReason()) {
            values.put(REASON, caller.name() + (reason.isEmpty() ? "" : ": " + reason));
        }
        Line line = Line.of(work.words(), route.body(), values);
        return places.tryAcquire()
                ? run(caller, line, reason, values.getOrDefault("plan", "").equals("true"))
                : Called.refused(503, 3, MOST + " calls are carried out already; try again");
    }

    private Reply run(Caller caller, Line line, String reason, boolean plan) {
        try {
            Commands.Answer answer = commands.run(line.invocation());
            if (!plan) {
                facts.accept(
                        new Fact.OperatorCalled(
                                caller.name(), line.shown(), reason, answer.exitCode()));
            }
            return Called.of(line, answer);
        } finally {
            places.release();
        }
    }
}
