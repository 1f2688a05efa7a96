package dev.baton.agent.control;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;

/**
 * What programs and the console read over HTTP: the JSON of commands that change nothing.
 *
 * <p>A path names a line of the command, its parameters are options of it, and nothing else of a
 * request gets into the line. Bounds: {@value #MOST} at a time; each as long as its command may
 * take. Thread: any.
 */
final class ReadingApi {

    static final int MOST = 16;
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9:._-]{1,100}");

    /** The paths, each with its line and the parameters it takes. */
    private static final Map<String, Line> LINES =
            Map.of(
                    "/api/v1/history",
                            new Line(
                                    List.of("history"),
                                    Map.of("node", "all", "since", "24h"),
                                    List.of("node", "since", "ip")),
                    "/api/v1/runs",
                            new Line(
                                    List.of("run", "list"),
                                    Map.of("since", "24h"),
                                    List.of("since")),
                    "/api/v1/jobs", new Line(List.of("job", "list"), Map.of(), List.of()),
                    "/api/v1/calls", new Line(List.of("call", "list"), Map.of(), List.of("job")));

    /**
     * One of them.
     *
     * @param usual the parameters that are there when they are not given
     */
    private record Line(List<String> words, Map<String, String> usual, List<String> parameters) {}

    private final Vertx vertx;
    private final Commands commands;
    private final CommandDoor door;
    private final Semaphore places = new Semaphore(MOST);

    /** Commands run on the threads of the door. */
    ReadingApi(Vertx vertx, Commands commands, CommandDoor door) {
        this.vertx = vertx;
        this.commands = commands;
        this.door = door;
    }

    /** Whether the path is one of these; then it is answered. */
    boolean takes(HttpServerRequest request) {
        Optional<Line> line = Optional.ofNullable(LINES.get(request.path()));
        line.ifPresent(each -> answer(request, each));
        return line.isPresent();
    }

    private void answer(HttpServerRequest request, Line line) {
        List<String> words = new ArrayList<>(line.words());
        Optional<String> wrong = wrong(request, line);
        if (wrong.isPresent()) {
            end(request, 400, TEXT, wrong.get() + "\n");
            return;
        }
        for (String name : line.parameters()) {
            Optional.ofNullable(request.getParam(name))
                    .or(() -> Optional.ofNullable(line.usual().get(name)))
                    .ifPresent(value -> words.add("--" + name + "=" + value));
        }
        words.add("--output=json");
        run(request, words);
    }

    private static Optional<String> wrong(HttpServerRequest request, Line line) {
        for (Map.Entry<String, String> each : request.params()) {
            if (!line.parameters().contains(each.getKey())) {
                return Optional.of(
                        "%s takes %s, got another parameter"
                                .formatted(
                                        request.path(),
                                        line.parameters().isEmpty()
                                                ? "no parameters"
                                                : String.join(", ", line.parameters())));
            }
            if (!WORD.matcher(each.getValue()).matches()) {
                return Optional.of(
                        "expected letters, digits, ':', '.', '_' and '-' for " + each.getKey());
            }
        }
        return Optional.empty();
    }

    private void run(HttpServerRequest request, List<String> words) {
        if (!places.tryAcquire()) {
            end(request, 503, TEXT, MOST + " readers are answered already; try again\n");
            return;
        }
        var context = vertx.getOrCreateContext();
        door.aside(
                () -> {
                    Commands.Answer answer = answered(words);
                    context.runOnContext(_ -> end(request, answer));
                });
    }

    private Commands.Answer answered(List<String> words) {
        try {
            return commands.run(new Commands.Invocation("/", words, Map.of(), ""));
        } finally {
            places.release();
        }
    }

    /** Source of the exit codes: operator experience, section 1.3. */
    private static void end(HttpServerRequest request, Commands.Answer answer) {
        boolean isGood = answer.exitCode() == 0 || answer.exitCode() == 1;
        int status =
                switch (answer.exitCode()) {
                    case 0, 1 -> 200;
                    case 2 -> 400;
                    case 3 -> 409;
                    case 4 -> 404;
                    case 7 -> 504;
                    case 70 -> 500;
                    default -> 503;
                };
        end(request, status, isGood ? JSON : TEXT, isGood ? answer.stdout() : answer.stderr());
    }

    private static void end(HttpServerRequest request, int status, String type, String text) {
        if (!request.response().closed()) {
            request.response().setStatusCode(status).putHeader("Content-Type", type).end(text);
        }
    }
}
