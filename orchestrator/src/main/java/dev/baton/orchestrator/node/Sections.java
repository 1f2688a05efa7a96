package dev.baton.orchestrator.node;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.exchange.RequestId;
import dev.baton.orchestrator.lease.LeaseEvent;
import dev.baton.orchestrator.lease.Rights;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Cluster-wide exclusive sections and storage objects of this node: each a right with a fencing
 * number. On one node they are entered in the order they were asked for.
 */
final class Sections {

    private static final int MOST_WAITING = 1000;

    /** Sections and objects that are held or waited for at a time. */
    private static final int MOST = 4096;

    /**
     * A promise to another may end early, so nobody waits it out; and nodes that asked together do
     * not ask again together, or they would refuse each other for ever.
     */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(400);

    private static final Duration STAGGER = Duration.ofMillis(25);
    private static final int STAGGERED_NODES = 32;

    private record Entry(RequestId request, Moment until) {}

    private static final class Section {
        final ArrayDeque<Entry> waiting = new ArrayDeque<>();
        boolean inside;
        Moment askAt = Moment.PAST;

        /** The node that a denial named last. */
        Optional<Pnn> heldBy = Optional.empty();
    }

    private final TreeMap<Right, Section> sections = new TreeMap<>();
    private final Rights rights;
    private final Duration stagger;

    Sections(Rights rights) {
        this.rights = rights;
        this.stagger = STAGGER.multipliedBy(rights.self().node().value() % STAGGERED_NODES);
    }

    /** Waits so long for a section or an object, and holds it from then on. */
    void enter(Work work, RequestId request, Right right, long waitMillis) {
        Section section = sections.computeIfAbsent(right, _ -> new Section());
        if (section.waiting.size() >= MOST_WAITING || sections.size() > MOST) {
            reply(work, request, new OperatorReply.Refused("too many wait for " + name(right)));
        } else {
            Moment until = work.now().plus(Duration.ofMillis(waitMillis));
            section.waiting.add(new Entry(request, until));
        }
        drive(work);
    }

    /** Leaves one, or gives up waiting; an older number does nothing. */
    void leave(Work work, RequestId request, Right right, long number) {
        Section section = sections.get(right);
        if (section != null && section.inside && rights.number(right) == number) {
            section.inside = false;
            rights.giveBack(right);
            reply(work, request, new OperatorReply.Done("left " + right));
        } else {
            reply(work, request, new OperatorReply.NotFound(name(right) + " is not held"));
        }
        drive(work);
    }

    void lease(Work work, LeaseEvent event) {
        if (!(event.right() instanceof Right.Section || event.right() instanceof Right.Changing)) {
            return;
        }
        Section section = sections.computeIfAbsent(event.right(), _ -> new Section());
        switch (event) {
            case LeaseEvent.Granted granted -> admit(work, section, granted);
            case LeaseEvent.Denied denied -> denied(work, section, denied);
            case LeaseEvent.Lapsed lapsed ->
                    work.fact(new Fact.RightLost(lapsed.right(), lapsed.number(), "lease_ended"));
        }
    }

    private void admit(Work work, Section section, LeaseEvent.Granted granted) {
        Entry next = section.waiting.poll();
        if (next == null) {
            rights.giveBack(granted.right());
            return;
        }
        section.inside = true;
        section.heldBy = Optional.empty();
        work.fact(new Fact.RightGranted(granted.right(), granted.number(), granted.took()));
        reply(work, next.request(), entered(granted.right(), granted.number()));
    }

    private static OperatorReply entered(Right right, long number) {
        return right instanceof Right.Section(String name)
                ? new OperatorReply.Entered(name, number)
                : new OperatorReply.Obtained((Right.Changing) right, number);
    }

    /** Asks where somebody waits, and tells those who waited too long. */
    void drive(Work work) {
        if (sections.isEmpty()) {
            return;
        }
        sections.forEach((right, section) -> drive(work, right, section));
        sections.values().removeIf(section -> section.waiting.isEmpty() && !section.inside);
    }

    private void drive(Work work, Right right, Section section) {
        section.waiting.removeIf(
                entry -> {
                    boolean late = !work.now().isBefore(entry.until());
                    if (late) {
                        String why = waitedInVain(work, right, section);
                        reply(work, entry.request(), new OperatorReply.TimedOut(why));
                    }
                    return late;
                });
        if (section.waiting.isEmpty()) {
            if (!section.inside) {
                rights.giveBack(right);
            }
        } else if (!section.inside && !work.now().isBefore(section.askAt)) {
            rights.ask(work.now(), right, work.wallMillis())
                    .ifPresent(denied -> denied(work, section, denied));
        }
    }

    /** Whom this node's own promise binds is who has it, as far as this node can know. */
    private String waitedInVain(Work work, Right right, Section section) {
        if (right instanceof Right.Section) {
            return name(right) + " was not free within the wait";
        }
        Optional<Pnn> holder =
                rights.promisedTo(work.now(), right)
                        .map(Incarnation::node)
                        .filter(node -> !node.equals(rights.self().node()))
                        .or(() -> section.heldBy);
        String nobody =
                section.inside
                        ? "busy: this node has " + right
                        : "no majority of the voters gave " + right + " to this node";
        return holder.map(node -> "busy: node " + node + " has " + right).orElse(nobody);
    }

    private void denied(Work work, Section section, LeaseEvent.Denied denied) {
        section.askAt = askAgain(work, denied);
        section.heldBy =
                denied.heldBy() < 0 ? Optional.empty() : Optional.of(new Pnn(denied.heldBy()));
    }

    private Moment askAgain(Work work, LeaseEvent.Denied denied) {
        boolean soon = denied.retryAfter().compareTo(LONGEST_WAIT) < 0;
        return work.now().plus(soon ? denied.retryAfter() : LONGEST_WAIT).plus(stagger);
    }

    Moment nextDeadline() {
        Moment next = Moment.NEVER;
        for (var entry : sections.entrySet()) {
            for (Entry waiting : entry.getValue().waiting) {
                next = Moment.earlier(next, waiting.until());
            }
            boolean asks = rights.wants(entry.getKey());
            if (!entry.getValue().waiting.isEmpty() && !entry.getValue().inside && !asks) {
                next = Moment.earlier(next, entry.getValue().askAt);
            }
        }
        return next;
    }

    /** What is held now, with the end of its lease. */
    SortedMap<Right, NodeView.Section> held() {
        TreeMap<Right, NodeView.Section> held = new TreeMap<>();
        sections.forEach(
                (right, section) ->
                        rights.until(right)
                                .filter(_ -> section.inside)
                                .ifPresent(until -> held.put(right, section(right, until))));
        return held;
    }

    private NodeView.Section section(Right right, Moment until) {
        return new NodeView.Section(rights.number(right), until);
    }

    private static String name(Right right) {
        return right instanceof Right.Section(String name) ? "section " + name : right.toString();
    }

    private static void reply(Work work, RequestId request, OperatorReply reply) {
        work.effect(new Effect.Reply(request, reply));
    }
}
