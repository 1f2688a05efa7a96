package dev.baton.agent.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * A platform daemon thread that waits for descriptors to become readable and costs nothing between.
 *
 * <p>A platform thread, as a wait in the kernel holds its carrier. Bounds: closing waits at most
 * {@link #CLOSE_LIMIT} for the thread. Failure: what the handler throws ends the thread through its
 * uncaught-exception handler.
 */
final class ListenerThread implements AutoCloseable {

    static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
    private static final int WAIT_MILLIS = 60_000;
    private static final int ENTRY_BYTES = 8; // struct pollfd, poll.h
    private static final short POLLIN = 1; // poll.h
    private static final int EFD_CLOEXEC_NONBLOCK = 02004000; // sys/eventfd.h

    private final List<Descriptor> sources;
    private final IntConsumer readable;
    private final Descriptor wake;
    private final Thread thread;
    private volatile boolean closing;

    /** The handler gets the place of a readable source in the list, on the thread. */
    ListenerThread(String name, List<Descriptor> sources, IntConsumer readable) {
        this.sources = List.copyOf(sources);
        this.readable = readable;
        long answer = SocketCalls.eventDescriptor(EFD_CLOEXEC_NONBLOCK);
        wake = new Descriptor((int) KernelFailure.check("cannot open an event descriptor", answer));
        thread = Thread.ofPlatform().daemon().name(name).unstarted(this::listen);
    }

    ListenerThread start() {
        thread.start();
        return this;
    }

    private void listen() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment entries = arena.allocate((long) (sources.size() + 1) * ENTRY_BYTES, 8);
            for (int i = 0; i <= sources.size(); i++) {
                Descriptor each = i < sources.size() ? sources.get(i) : wake;
                entries.set(JAVA_INT, (long) i * ENTRY_BYTES, each.number());
                entries.set(JAVA_SHORT, (long) i * ENTRY_BYTES + 4, POLLIN);
            }
            while (!closing) {
                if (SocketCalls.poll(entries, sources.size() + 1, WAIT_MILLIS) > 0) {
                    tell(entries);
                }
            }
        }
    }

    private void tell(MemorySegment entries) {
        for (int i = 0; i < sources.size() && !closing; i++) {
            if (entries.get(JAVA_SHORT, (long) i * ENTRY_BYTES + 6) != 0) {
                readable.accept(i);
            }
        }
    }

    /** Ends the thread, then closes the sources; not from the thread itself. */
    @Override
    public void close() {
        end();
    }

    /** As {@link #close}; false when the thread did not end in time and the sources stay open. */
    boolean end() {
        closing = true;
        try (Arena arena = Arena.ofConfined()) {
            FileCalls.write(wake.number(), arena.allocateFrom(JAVA_LONG, 1).asSlice(0, 8));
        }
        if (!ended()) {
            return false; // Closed numbers are given out anew: it must not read another's.
        }
        wake.close();
        sources.forEach(Descriptor::close);
        return true;
    }

    private boolean ended() {
        if (thread.getState() == Thread.State.NEW) {
            return true;
        }
        try {
            return thread.join(CLOSE_LIMIT);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
