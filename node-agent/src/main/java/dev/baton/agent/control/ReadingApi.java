package dev.baton.agent.control;

import io.vertx.core.http.HttpServerRequest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * What programs and the console read over HTTP: the JSON of commands that change nothing.
 *
 * <p>A route names a line of the command, its parameters are options of it, and nothing else of a
 * request gets into the line. Bounds: {@value #MOST} at a time; each as long as its command may
 * take. Thread: any.
 */
final class ReadingApi {

    static final int MOST = 16;

    private final Commands commands;
    private final Aside aside;
    private final Semaphore places = new Semaphore(MOST);

    ReadingApi(Commands commands, Aside aside) {
        this.commands = commands;
        this.aside = aside;
    }

    /** Answers later. */
    void answer(
            HttpServerRequest request, Route route, Work.Reads work, Map<String, String> inPath) {
        Map<String, String> values = new LinkedHashMap<>(inPath);
        Optional<String> wrong = read(request, route, values);
        if (wrong.isPresent()) {
            Reply.sentence(400, wrong.get()).to(request);
        } else {
            run(request, Line.of(work.words(), route.query(), values));
        }
    }

    /** Adds the parameters; what is wrong with them. */
    private static Optional<String> read(
            HttpServerRequest request, Route route, Map<String, String> values) {
        for (Map.Entry<String, String> each : request.params()) {
            Optional<Given> known =
                    route.query().stream()
                            .filter(given -> given.name().equals(each.getKey()))
                            .findFirst();
            if (known.isEmpty()) {
                return Optional.of(
                        "%s takes %s, got another parameter"
                                .formatted(route.path(), names(route.query())));
            }
            if (!known.get().form().takes(each.getValue())) {
                return Optional.of(
                        "expected %s for %s"
                                .formatted(known.get().form().expected(), each.getKey()));
            }
            if (values.put(each.getKey(), each.getValue()) != null) {
                return Optional.of("expected %s once".formatted(each.getKey()));
            }
        }
        route.query().forEach(each -> values.putIfAbsent(each.name(), each.usual()));
        return Optional.empty();
    }

    private static String names(List<Given> all) {
        return all.isEmpty()
                ? "no parameters"
                : String.join(", ", all.stream().map(Given::name).toList());
    }

    private void run(HttpServerRequest request, Line line) {
        if (!places.tryAcquire()) {
            Reply.sentence(503, MOST + " readers are answered already; try again").to(request);
            return;
        }
        aside.answer(request, () -> reply(line));
    }

    private Reply reply(Line line) {
        try {
            Commands.Answer answer = commands.run(line.invocation());
            int status = Reply.status(answer.exitCode());
            return status == 200
                    ? Reply.json(status, answer.stdout())
                    : Reply.text(status, answer.stderr());
        } finally {
            places.release();
        }
    }
}
