package dev.baton.agent.control;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The view as server-sent events: {@code view} when it has changed, and at the latest every {@value
 * #WHOLE_TICKS} ticks because it tells ages; {@code beat} at each other tick.
 *
 * <p>It is made once for all readers, and not at all while there is none. Bounds: {@value #MOST}
 * readers; one that does not read for {@value #PATIENCE_TICKS} ticks is let go. Thread: any; the
 * doors of an agent are on event loops of their own.
 */
final class ViewStreams {

    static final int MOST = 32;
    static final long TICK_MILLIS = 500;
    private static final int WHOLE_TICKS = 10;
    private static final int PATIENCE_TICKS = 20;

    /** Fields that change as time goes by. */
    private static final Pattern AGES =
            Pattern.compile("\"(time|answer|heard_ago_seconds)\" : [^\\n]*");

    /** One who reads. */
    private static final class Reader {
        private final HttpServerResponse response;
        private int full;
        private boolean isNew = true;

        Reader(HttpServerResponse response) {
            this.response = response;
        }
    }

    private final Vertx vertx;
    private final Supplier<String> view;
    private final List<Reader> readers = new ArrayList<>();
    private String told = "";
    private int ticks;
    private boolean ticking;

    ViewStreams(Vertx vertx, Supplier<String> view) {
        this.vertx = vertx;
        this.view = view;
    }

    /** Streams until either side ends it. */
    synchronized void take(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (readers.size() == MOST) {
            response.setStatusCode(503).end(MOST + " readers follow already; try again\n");
            return;
        }
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store");
        Reader reader = new Reader(response);
        readers.add(reader);
        response.exceptionHandler(_ -> leave(reader));
        response.closeHandler(_ -> leave(reader));
        response.write("retry: 1000\n\n");
        if (!ticking) {
            ticking = true;
            ticks = 0;
            vertx.setPeriodic(0, TICK_MILLIS, this::tick);
        } else {
            send(reader, event("view", view.get()));
        }
    }

    private synchronized void leave(Reader reader) {
        readers.remove(reader);
    }

    private synchronized void tick(long timer) {
        if (readers.isEmpty()) {
            vertx.cancelTimer(timer);
            ticking = false;
            return;
        }
        String now = view.get();
        String lasting = AGES.matcher(now).replaceAll("");
        boolean isNews = !lasting.equals(told) || ticks % WHOLE_TICKS == 0;
        told = lasting;
        ticks++;
        String whole = event("view", now);
        for (Reader reader : List.copyOf(readers)) {
            send(reader, isNews || reader.isNew ? whole : event("beat", "{}"));
        }
    }

    private void send(Reader reader, String event) {
        if (!reader.response.writeQueueFull()) {
            reader.full = 0;
            reader.isNew = false;
            reader.response.write(event);
        } else if (++reader.full > PATIENCE_TICKS) {
            readers.remove(reader);
            reader.response.reset();
        }
    }

    private static String event(String name, String json) {
        return "event: " + name + "\ndata: " + json.replaceAll("\\s*\\n\\s*", " ") + "\n\n";
    }
}
