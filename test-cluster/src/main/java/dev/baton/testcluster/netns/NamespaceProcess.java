package dev.baton.testcluster.netns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A process that was started inside a namespace; its pid is the command's own. */
public final class NamespaceProcess {
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    private final Process process;

    private NamespaceProcess(Process process) {
        this.process = process;
    }

    static NamespaceProcess start(ProcessBuilder builder) {
        try {
            return new NamespaceProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + builder.command(), e);
        }
    }

    /** The process itself, for its streams and its end. */
    public Process process() {
        return process;
    }

    /** Process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs (a stopped one does). */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Sends a signal by name, for example {@code STOP}. */
    public void signal(String name) {
        ShellCommand.run("kill", "-" + name, Long.toString(pid()));
    }

    /** Kills it and whatever descends from it, and waits for its end; harmless when it is gone. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        awaitEnd(KILL_LIMIT);
    }

    /** Whether it ended within the limit. */
    public boolean awaitEnd(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
