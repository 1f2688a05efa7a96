package dev.baton.orchestrator.node;

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
 * Cluster-wide exclusive sections of this node: each a right with a fencing number. On one node
 * they are entered in the order they were asked for.
 */
final class Sections {

    private static final int MOST_WAITING = 1000;

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
    }

    private final TreeMap<String, Section> sections = new TreeMap<>();
    private final Rights rights;
    private final Duration stagger;

    Sections(Rights rights) {
        this.rights = rights;
        this.stagger = STAGGER.multipliedBy(rights.self().node().value() % STAGGERED_NODES);
    }

    void enter(Work work, RequestId request, String name, long waitMillis) {
        Section section = sections.computeIfAbsent(name, _ -> new Section());
        if (section.waiting.size() >= MOST_WAITING) {
            reply(work, request, new OperatorReply.Refused("too many wait for section " + name));
            return;
        }
        Moment until = work.now().plus(Duration.ofMillis(waitMillis));
        section.waiting.add(new Entry(request, until));
        drive(work);
    }

    /** Leaves a section, or gives up waiting; an older number does nothing. */
    void leave(Work work, RequestId request, String name, long number) {
        Right right = new Right.Section(name);
        Section section = sections.get(name);
        if (section != null && section.inside && rights.number(right) == number) {
            section.inside = false;
            rights.giveBack(right);
            reply(work, request, new OperatorReply.Done("left " + name));
        } else {
            reply(work, request, new OperatorReply.NotFound("section " + name + " is not held"));
        }
        drive(work);
    }

    void lease(Work work, LeaseEvent event) {
        if (!(event.right() instanceof Right.Section(String name))) {
            return;
        }
        Section section = sections.computeIfAbsent(name, _ -> new Section());
        switch (event) {
            case LeaseEvent.Granted granted -> admit(work, section, granted);
            case LeaseEvent.Denied denied -> section.askAt = askAgain(work, denied);
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
        work.fact(new Fact.RightGranted(granted.right(), granted.number(), granted.took()));
        String name = ((Right.Section) granted.right()).name();
        reply(work, next.request(), new OperatorReply.Entered(name, granted.number()));
    }

    /** Asks where somebody waits, and tells those who waited too long. */
    void drive(Work work) {
        if (sections.isEmpty()) {
            return;
        }
        sections.forEach((name, section) -> drive(work, name, section));
        sections.entrySet()
                .removeIf(entry -> entry.getValue().waiting.isEmpty() && !entry.getValue().inside);
    }

    private void drive(Work work, String name, Section section) {
        section.waiting.removeIf(
                entry -> {
                    boolean late = !work.now().isBefore(entry.until());
                    if (late) {
                        String why = "section " + name + " was not free within the wait";
                        reply(work, entry.request(), new OperatorReply.TimedOut(why));
                    }
                    return late;
                });
        Right right = new Right.Section(name);
        if (section.waiting.isEmpty()) {
            if (!section.inside) {
                rights.giveBack(right);
            }
        } else if (!section.inside && !work.now().isBefore(section.askAt)) {
            Optional<LeaseEvent.Denied> denied = rights.ask(work.now(), right, work.wallMillis());
            denied.ifPresent(no -> section.askAt = askAgain(work, no));
        }
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
            boolean asks = rights.wants(new Right.Section(entry.getKey()));
            if (!entry.getValue().waiting.isEmpty() && !entry.getValue().inside && !asks) {
                next = Moment.earlier(next, entry.getValue().askAt);
            }
        }
        return next;
    }

    SortedMap<String, NodeView.Section> held() {
        TreeMap<String, NodeView.Section> held = new TreeMap<>();
        sections.forEach(
                (name, section) -> {
                    Right right = new Right.Section(name);
                    rights.until(right)
                            .filter(_ -> section.inside)
                            .ifPresent(
                                    until ->
                                            held.put(
                                                    name,
                                                    new NodeView.Section(
                                                            rights.number(right), until)));
                });
        return held;
    }

    private static void reply(Work work, RequestId request, OperatorReply reply) {
        work.effect(new Effect.Reply(request, reply));
    }
}
