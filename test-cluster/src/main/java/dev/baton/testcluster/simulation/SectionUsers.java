package dev.baton.testcluster.simulation;

import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.exchange.RequestId;
import dev.baton.orchestrator.lease.Clauses;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Processes that enter cluster-wide sections, stay inside for a while and leave. Every entry must
 * have a higher number than all before it.
 */
final class SectionUsers {

    private record Visit(int node, RequestId request) implements Comparable<Visit> {
        private static final Comparator<Visit> ORDER =
                Comparator.comparingInt(Visit::node).thenComparingLong(v -> v.request().value());

        @Override
        public int compareTo(Visit other) {
            return ORDER.compare(this, other);
        }
    }

    private final VirtualTime time;
    private final Clauses clauses;

    /** Of one life of one agent, to which it is known. */
    private record Stay(SimulatedNode node, Incarnation life, Duration length) {
        boolean isKnown() {
            return node.isAlive() && node.life().equals(life);
        }
    }

    private final TreeMap<Visit, Stay> waiting = new TreeMap<>();
    private final TreeMap<String, Long> numbers = new TreeMap<>();
    private long entries;

    SectionUsers(VirtualTime time, Clauses clauses) {
        this.time = time;
        this.clauses = clauses;
    }

    /** A process on the node waits so long for the section, stays inside so long and leaves. */
    void enter(SimulatedNode node, String section, Duration wait, Duration stay) {
        if (node.isAlive()) {
            Visit visit = new Visit(node.pnn(), node.nextRequest());
            waiting.put(visit, new Stay(node, node.life(), stay));
            node.ask(new OperatorCommand.EnterSection(section, wait.toMillis()));
        }
    }

    /** What is broken by this answer; empty when nothing is. */
    Optional<String> answered(SimulatedNode node, RequestId request, OperatorReply reply) {
        Stay stay = waiting.remove(new Visit(node.pnn(), request));
        if (stay == null || !(reply instanceof OperatorReply.Entered entered)) {
            return Optional.empty();
        }
        long number = entered.number();
        String section = entered.name();
        OperatorCommand leave = new OperatorCommand.LeaveSection(section, number);
        if (!clauses.mayBeInside(node.left(new Right.Section(section)))) {
            node.ask(leave);
            return Optional.empty();
        }
        entries++;
        time.after(stay.length(), () -> node.ask(leave));
        long before = numbers.getOrDefault(section, 0L);
        numbers.put(section, Math.max(before, number));
        return number > before
                ? Optional.empty()
                : Optional.of("section " + section + " entered as " + number + " after " + before);
    }

    /** Whether somebody waits for an answer of an agent that still lives. */
    boolean isAnyoneWaiting() {
        waiting.values().removeIf(stay -> !stay.isKnown());
        return !waiting.isEmpty();
    }

    /** How often a section was entered. */
    long entries() {
        return entries;
    }
}
