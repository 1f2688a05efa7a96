package dev.baton.agent.control;

import io.vertx.core.http.HttpServerRequest;

import java.util.Map;
import java.util.TreeMap;

/**
 * A whole answer over HTTP.
 *
 * @param type of the content
 * @param headers beside it
 */
record Reply(int status, String type, String text, Map<String, String> headers) {

    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String MARKDOWN = "text/markdown; charset=utf-8";

    Reply {
        headers = Map.copyOf(headers);
    }

    private Reply(int status, String type, String text) {
        this(status, type, text, Map.of());
    }

    static Reply json(int status, String text) {
        return new Reply(status, JSON, text);
    }

    static Reply markdown(String text) {
        return new Reply(200, MARKDOWN, text);
    }

    /** A sentence, without its line's end. */
    static Reply sentence(int status, String sentence) {
        return new Reply(status, TEXT, sentence + "\n");
    }

    /** What a command said went wrong. */
    static Reply text(int status, String text) {
        return new Reply(status, TEXT, text);
    }

    Reply with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Reply(status, type, text, more);
    }

    /** Sends it, unless who asked has gone. */
    void to(HttpServerRequest request) {
        if (!request.response().closed() && !request.response().ended()) {
            headers.forEach(request.response()::putHeader);
            request.response().setStatusCode(status).putHeader("Content-Type", type).end(text);
        }
    }

    /** Source of the exit codes: operator experience, section 1.3. */
    static int status(int exitCode) {
        return switch (exitCode) {
            case 0, 1 -> 200;
            case 2 -> 400;
            case 3 -> 409;
            case 4 -> 404;
            case 6 -> 403;
            case 7 -> 504;
            case 8 -> 502;
            case 70 -> 500;
            default -> 503;
        };
    }
}
