package dev.baton.agent;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;

/** Vert.x as small as one agent needs it: it carries a few small messages and pages. */
final class EventLoops {

    private static final int LOOPS = 2;
    private static final int WORKERS = 2;

    private EventLoops() {}

    static Vertx start() {
        return Vertx.vertx(
                new VertxOptions()
                        .setEventLoopPoolSize(LOOPS)
                        .setWorkerPoolSize(WORKERS)
                        .setInternalBlockingPoolSize(WORKERS)
                        .setFileSystemOptions(
                                new FileSystemOptions()
                                        .setClassPathResolvingEnabled(false)
                                        .setFileCachingEnabled(false)));
    }
}
