package dev.baton.agent.control;

import dev.baton.agent.access.Caller;
import dev.baton.agent.access.Entrance;
import dev.baton.agent.runbook.Runbooks;
import dev.baton.monitoring.console.ConsoleFiles;
import dev.baton.monitoring.metrics.Metrics;
import dev.baton.orchestrator.node.NodeView;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Answers what {@link Routes} lists. Reading never touches the core.
 *
 * <p>Thread: the event loop of the connection; what may block is done beside it.
 */
final class RouteDoor {

    private static final String GET = "GET";
    private static final int USAGE = 2;
    private static final int NOT_FOUND = 4;

    private final Commands commands;
    private final Supplier<NodeView> views;
    private final Metrics metrics;
    private final LongSupplier nanoTime;
    private final Aside aside;
    private final Entrance entrance;
    private final Refusals refusals;
    private final ReadingApi reading;
    private final OperatorApi operators;
    private final ViewStreams streams;

    RouteDoor(
            Vertx vertx,
            Commands commands,
            Supplier<NodeView> views,
            Metrics metrics,
            LongSupplier nanoTime,
            CommandDoor door,
            Access access) {
        this.commands = commands;
        this.views = views;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        this.aside = new Aside(vertx, door);
        this.entrance = access.entrance();
        this.refusals = new Refusals(metrics.api(), access.loud());
        this.reading = new ReadingApi(commands, aside);
        this.operators =
                new OperatorApi(vertx, commands, aside, entrance, refusals, access.facts());
        this.streams = new ViewStreams(vertx, commands::view);
    }

    /** Answers, now or later. */
    void take(HttpServerRequest request) {
        Optional<Routes.Found> found = Routes.at(request.path());
        String method = request.method().name();
        if (found.isEmpty()) {
            answerUnknown(request, method);
            return;
        }
        Optional<Route> route = found.get().with(method);
        if (route.isEmpty()) {
            String expected = found.get().methods();
            wrong(method, 405, USAGE, "expected " + expected).with("Allow", expected).to(request);
        } else {
            answer(request, route.get(), found.get().values());
        }
    }

    private static Reply wrong(String method, int status, int exitCode, String sentence) {
        return method.equals(GET)
                ? Reply.sentence(status, sentence)
                : Called.refused(status, exitCode, sentence);
    }

    private static void answerUnknown(HttpServerRequest request, String method) {
        Optional<ConsoleFiles.Served> file =
                method.equals(GET) ? ConsoleFiles.at(request.path()) : Optional.empty();
        file.map(RouteDoor::console)
                .orElseGet(
                        () ->
                                wrong(
                                        method,
                                        404,
                                        NOT_FOUND,
                                        "there is nothing here; / is the console, and what there is"
                                                + " for programs stands in docs/operator/api.md"))
                .to(request);
    }

    private void answer(HttpServerRequest request, Route route, Map<String, String> values) {
        switch (route.work()) {
            case Work.Reads reads -> reading.answer(request, route, reads, values);
            case Work.Changes changes -> operators.take(request, route, changes, values);
            case Work.Own own -> answer(request, own, values);
        }
    }

    private void answer(HttpServerRequest request, Work.Own own, Map<String, String> values) {
        switch (own) {
            case METRICS -> scrape(request);
            case EVENTS -> streams.take(request);
            case SESSION -> session(request);
            case CONSOLE, ALIVE, READY, VIEW, RUNBOOKS, RUNBOOK, METERS, DOCUMENT ->
                    Aside.safely(() -> reply(own, values)).to(request);
        }
    }

    private Reply reply(Work.Own own, Map<String, String> values) {
        return switch (own) {
            case CONSOLE -> console(ConsoleFiles.at("/").orElseThrow());
            case ALIVE -> probe(Probes.notAlive(views.get(), nanoTime.getAsLong()));
            case READY -> probe(Probes.notReady(views.get(), nanoTime.getAsLong()));
            case VIEW -> Reply.json(200, commands.view());
            case RUNBOOKS -> Reply.markdown(Runbooks.index());
            case RUNBOOK -> runbook(values.getOrDefault("alert", ""));
            case METERS -> MeterList.reply();
            case DOCUMENT -> ApiDocument.reply();
            case METRICS, EVENTS, SESSION ->
                    throw new IllegalStateException("not answered at once: " + own);
        };
    }

    private static Reply console(ConsoleFiles.Served file) {
        return new Reply(
                200,
                file.type(),
                file.text(),
                Map.of(
                        "Content-Security-Policy", ConsoleFiles.POLICY,
                        "X-Content-Type-Options", "nosniff",
                        "Referrer-Policy", "no-referrer",
                        "Cache-Control", "no-cache"));
    }

    private static Reply runbook(String alert) {
        return Runbooks.page(alert)
                .map(Reply::markdown)
                .orElseGet(
                        () ->
                                Reply.sentence(
                                        404, "there is no such runbook; see /api/v1/runbooks"));
    }

    private static Reply probe(Optional<String> problem) {
        return Reply.sentence(problem.isEmpty() ? 200 : 503, problem.orElse("ok"));
    }

    /** The file of tokens is looked at beside the event loop. */
    private void session(HttpServerRequest request) {
        Heard heard = Heard.of(request);
        aside.answer(request, () -> session(heard).with("Cache-Control", "no-store"));
    }

    private Reply session(Heard heard) {
        return switch (entrance.look(heard.authorization(), heard.from())) {
            case Entrance.Look.Known(Caller caller) -> Session.of(caller);
            case Entrance.Look.Unknown unknown -> refusals.unknown(heard, unknown);
        };
    }

    private void scrape(HttpServerRequest request) {
        String accept = Optional.ofNullable(request.getHeader("Accept")).orElse("");
        Metrics.Scrape scrape = metrics.scrape(accept);
        boolean packed = Packed.isWanted(request.getHeader("Accept-Encoding"));
        if (packed) {
            request.response().putHeader("Content-Encoding", Packed.ENCODING);
        }
        request.response()
                .putHeader("Content-Type", scrape.contentType())
                .end(packed ? Packed.of(scrape.body()) : Buffer.buffer(scrape.body()));
    }
}
