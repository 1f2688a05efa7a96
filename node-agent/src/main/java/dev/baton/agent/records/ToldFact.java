package dev.baton.agent.records;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.monitoring.facts.FactFields;
import dev.baton.monitoring.facts.FactHistory;
import dev.baton.monitoring.facts.FactSubject;
import dev.baton.orchestrator.cluster.Incarnation;

import java.time.Instant;
import java.util.Comparator;

/**
 * One fact of any node, as far as others need to know it.
 *
 * @param teller the node that decided or saw it, and in which of its lives
 * @param id counts the facts of that life
 * @param at wall time of the teller; clocks of nodes differ
 * @param subject what it is about
 */
public record ToldFact(
        Incarnation teller, long id, Instant at, FactFields fields, FactSubject subject)
        implements Comparable<ToldFact> {

    private static final Comparator<ToldFact> ORDER =
            Comparator.comparing(ToldFact::at)
                    .thenComparing(ToldFact::teller)
                    .thenComparingLong(ToldFact::id);

    /** A fact of this node. */
    public static ToldFact of(Incarnation self, FactHistory.Entry entry) {
        return new ToldFact(
                self,
                entry.id(),
                entry.at(),
                FactFields.of(entry.fact()),
                FactSubject.of(entry.fact()));
    }

    /** Whether a node told it, or it is about that node. */
    public boolean concerns(Pnn node) {
        return teller.node().equals(node) || subject.node().filter(node::equals).isPresent();
    }

    /** Whether it is about a public address. */
    public boolean concerns(IpAddress ip) {
        return subject.ip().filter(ip::equals).isPresent();
    }

    @Override
    public int compareTo(ToldFact other) {
        return ORDER.compare(this, other);
    }
}
