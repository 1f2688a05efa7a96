package dev.baton.events.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Starts event launchers, a few of them ahead of time: the start of a process is a large part of
 * the time in which an address that moves is on no node.
 *
 * <p>Bounds: at most {@value #SPARE} wait without an event; each ends by itself when this process
 * does. A spare one has the environment of the event before it and is told what differs. Thread:
 * any.
 */
public final class Launchers implements AutoCloseable {

    private static final int SPARE = 2;

    private static final String NO_GROUP = "-";

    /**
     * A launcher that has no event yet.
     *
     * @param group the cgroup its scripts are in, where there are cgroups
     * @param environment it was started with
     */
    record Waiting(Process process, Optional<Path> group, Map<String, String> environment) {

        /** It and the process that would become its first script end; the group may go. */
        void discard() {
            process.destroyForcibly();
            group.ifPresent(CgroupTree::kill);
            group.ifPresent(CgroupTree::remove);
        }
    }

    private final Path program;
    private final ProcessScopes scopes;
    private final ArrayDeque<Waiting> spare = new ArrayDeque<>();
    private boolean closed;

    /**
     * None is started before the first event.
     *
     * @param program the {@code event-launcher}
     * @param scopes that have to know it, so that a search for an event's processes spares it
     */
    public Launchers(Path program, ProcessScopes scopes) {
        this.program = program;
        this.scopes = scopes;
    }

    /** A launcher that waits for its event. */
    Waiting take(Map<String, String> environment) throws IOException {
        synchronized (this) {
            while (!spare.isEmpty()) {
                Waiting first = spare.remove();
                if (first.process().isAlive()) {
                    return first;
                }
                first.discard();
            }
        }
        return fresh(environment);
    }

    /** Starts one for a later event, unless enough of them wait. Takes as long as a start takes. */
    void refill(Map<String, String> environment) throws IOException {
        synchronized (this) {
            if (closed || spare.size() >= SPARE) {
                return;
            }
        }
        keep(fresh(environment));
    }

    private synchronized void keep(Waiting started) {
        if (closed || spare.size() >= SPARE) {
            started.discard();
        } else {
            spare.add(started);
        }
    }

    /** One that has just been started. */
    Waiting fresh(Map<String, String> environment) throws IOException {
        Map<String, String> own = new TreeMap<>(environment);
        own.remove(TaggedProcesses.VARIABLE);
        Optional<Path> group = scopes.newGroup();
        ProcessBuilder command =
                new ProcessBuilder(
                        "/usr/bin/setsid",
                        program.toString(),
                        group.map(Path::toString).orElse(NO_GROUP));
        command.environment().clear();
        command.environment().putAll(own);
        command.redirectError(ProcessBuilder.Redirect.DISCARD);
        return new Waiting(scopes.launch(command), group, own);
    }

    /** Ends those that wait. */
    @Override
    public synchronized void close() {
        closed = true;
        spare.forEach(Waiting::discard);
        spare.clear();
    }
}
