package dev.baton.agent.control;

import dev.baton.agent.control.Commands.Answer;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Takes commands over a unix socket and answers each on a thread of its own.
 *
 * <p>Bounds: {@value #MOST_COMMANDS} commands at a time, {@value #MOST_BYTES} bytes of request.
 * Thread: any.
 */
public final class CommandDoor {

    static final int MOST_COMMANDS = 64;
    static final int MOST_BYTES = 1 << 20;

    private final Vertx vertx;
    private final Commands commands;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places = new Semaphore(MOST_COMMANDS);

    /** A door that is not opened yet. */
    public CommandDoor(Vertx vertx, Commands commands) {
        this.vertx = vertx;
        this.commands = commands;
    }

    /** Listens on a socket that takes nothing but commands; the caller holds the identity. */
    public Future<HttpServer> open(Path socket) {
        SocketFile.prepare(socket, true);
        return vertx.createHttpServer(new HttpServerOptions())
                .requestHandler(
                        request -> {
                            if (isCommand(request)) {
                                take(request);
                            } else {
                                request.response().setStatusCode(404).end("known: /v1/command\n");
                            }
                        })
                .listen(SocketAddress.domainSocketAddress(socket.toString()))
                .onSuccess(_ -> SocketFile.protect(socket));
    }

    static boolean isCommand(HttpServerRequest request) {
        return request.method().equals(HttpMethod.POST) && request.path().equals("/v1/command");
    }

    void take(HttpServerRequest request) {
        Buffer body = Buffer.buffer();
        request.handler(
                part -> {
                    if (body.length() <= MOST_BYTES) {
                        body.appendBuffer(part);
                    }
                });
        request.endHandler(_ -> run(request, body));
    }

    /** Later, beside the commands; not at all once the door is closed. */
    void aside(Runnable work) {
        if (!workers.isShutdown()) {
            workers.execute(work);
        }
    }

    /** Takes no more work; what runs goes on. */
    public void close() {
        workers.shutdown();
    }

    private void run(HttpServerRequest request, Buffer body) {
        Optional<Commands.Invocation> invocation =
                body.length() > MOST_BYTES ? Optional.empty() : CommandWire.read(body);
        if (invocation.isEmpty()) {
            reply(request, refused("expected a request of this version of the launcher"));
        } else if (!places.tryAcquire()) {
            reply(request, refused(MOST_COMMANDS + " commands run already; try again"));
        } else {
            var context = vertx.getOrCreateContext();
            workers.execute(
                    () -> {
                        Answer answer = runOne(invocation.get());
                        context.runOnContext(_ -> reply(request, answer));
                    });
        }
    }

    private Answer runOne(Commands.Invocation invocation) {
        try {
            return commands.run(invocation);
        } finally {
            places.release();
        }
    }

    private static Answer refused(String why) {
        return new Answer(3, "", "baton: " + why + ".\n");
    }

    private static void reply(HttpServerRequest request, Answer answer) {
        if (!request.response().closed()) {
            request.response().end(CommandWire.write(answer));
        }
    }
}
