package dev.baton.agent.control;

import io.vertx.core.http.HttpServerRequest;

import java.util.Optional;

/**
 * What counts of a request where it is judged, read on its event loop.
 *
 * @param from the caller's address
 * @param authorization the header, empty without; shown in no text
 * @param type of the body, empty without
 * @param hasParameters whether something is behind a question mark
 */
record Heard(
        String method,
        String path,
        String from,
        String authorization,
        String type,
        boolean hasParameters) {

    static Heard of(HttpServerRequest request) {
        var peer = request.remoteAddress();
        return new Heard(
                request.method().name(),
                request.path(),
                Optional.ofNullable(peer == null ? null : peer.hostAddress()).orElse("socket"),
                header(request, "Authorization"),
                header(request, "Content-Type"),
                request.query() != null && !request.query().isEmpty());
    }

    private static String header(HttpServerRequest request, String name) {
        return Optional.ofNullable(request.getHeader(name)).orElse("");
    }

    @Override
    public String toString() {
        return method + " " + path + " from " + from;
    }
}
