package dev.baton.agent.callout;

import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The parts of this node's jobs that other nodes carry out: vouches for each while this node waits
 * for it and has the right, and knows until when one may live that is not waited for any more.
 *
 * <p>Bounds: one for each job that runs, and those that are closed for a lease at least. Thread:
 * any. Source: {@code docs/safety.md}, "Storage objects".
 */
final class OpenParts {

    private final ObjectRoom objects;
    private final Predicate<String> isJobOpen;
    private final Map<VolumeRequest.Part, OpenPart> parts = new LinkedHashMap<>();

    /**
     * None yet.
     *
     * @param isJobOpen whether a job of this node is not over
     */
    OpenParts(ObjectRoom objects, Predicate<String> isJobOpen) {
        this.objects = objects;
        this.isJobOpen = isJobOpen;
    }

    /** One that is asked of another node from now on; its job does nothing else meanwhile. */
    synchronized OpenPart open(VolumeRequest.Part part, Exclusive rights, Right.Changing object) {
        parts.values().removeIf(each -> each.isClosed && !each.mayLive());
        OpenPart opened = new OpenPart(rights, object);
        parts.put(part, opened);
        return opened;
    }

    /** What may be said to a node that carries it out. */
    synchronized VouchLine.Answer answer(VolumeRequest.Part part) {
        Optional<OpenPart> known = Optional.ofNullable(parts.get(part));
        known.ifPresent(open -> open.asked = objects.now());
        if (known.isPresent() && !known.get().isClosed) {
            OpenPart open = known.get();
            long number = open.rights.fence(open.object);
            Duration left = objects.left(open.object, number);
            return new VouchLine.Answer(VouchLine.State.VOUCHED, number, left.toNanos());
        }
        boolean isElsewhere =
                parts.entrySet().stream()
                        .anyMatch(
                                each ->
                                        each.getKey().parent().equals(part.parent())
                                                && !each.getValue().isClosed);
        boolean isOver = known.isPresent() || isElsewhere || !isJobOpen.test(part.parent());
        return new VouchLine.Answer(isOver ? VouchLine.State.OVER : VouchLine.State.WAIT, 0, 0);
    }

    /** A part of another node, as long as something of it may live. */
    final class OpenPart {

        private final Exclusive rights;
        private final Right.Changing object;
        private Moment asked = Moment.PAST;
        private boolean isClosed;
        private boolean saidOver;

        OpenPart(Exclusive rights, Right.Changing object) {
            this.rights = rights;
            this.object = object;
        }

        /** Its node says that it is over, and that no process of it lives. */
        void over() {
            synchronized (OpenParts.this) {
                saidOver = true;
            }
        }

        /** Whether a process of it may live: what it was vouched for last may not be over. */
        boolean mayLive() {
            synchronized (OpenParts.this) {
                Duration since = objects.now().since(asked);
                return !saidOver && !objects.clauses().mayForgetPart(since, objects.leaseTiming());
            }
        }

        /** Nothing is vouched for from now on. */
        void close() {
            synchronized (OpenParts.this) {
                isClosed = true;
            }
        }
    }
}
