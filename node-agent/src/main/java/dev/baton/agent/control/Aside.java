package dev.baton.agent.control;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.function.Supplier;

/**
 * Answers requests beside their event loops, on the threads of the door. A bug of ours is an
 * answer, too.
 */
final class Aside {

    private static final Logger LOG = LoggerFactory.getLogger(Aside.class);

    private final Vertx vertx;
    private final CommandDoor door;

    Aside(Vertx vertx, CommandDoor door) {
        this.vertx = vertx;
        this.door = door;
    }

    /** Later; not at all once the door is closed. */
    void answer(HttpServerRequest request, Supplier<Reply> work) {
        var context = vertx.getOrCreateContext();
        door.aside(
                () -> {
                    Reply reply = safely(work);
                    context.runOnContext(_ -> reply.to(request));
                });
    }

    static Reply safely(Supplier<Reply> work) {
        try {
            return work.get();
        } catch (RuntimeException bug) {
            LOG.error("request_failed", bug);
            return Reply.sentence(
                    500,
                    "a bug of ours, "
                            + bug.getClass().getSimpleName()
                            + "; please report it with the agent's log of this minute");
        }
    }
}
