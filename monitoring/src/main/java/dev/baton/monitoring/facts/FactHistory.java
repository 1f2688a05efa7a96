package dev.baton.monitoring.facts;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.Fact;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The last facts of this node, in memory.
 *
 * <p>Bounds: the newest {@value #MOST} facts. Thread: any.
 */
public final class FactHistory implements Consumer<Fact> {

    /** How many facts are kept. */
    public static final int MOST = 10_000;

    /**
     * One fact that was told.
     *
     * @param id counts the facts of this agent from 1, without gaps
     * @param at wall time, for people; never for decisions
     */
    public record Entry(long id, Instant at, Fact fact) {}

    /**
     * Which facts are wanted; an empty part matches all.
     *
     * @param since facts told at or after it
     * @param node facts about this node
     * @param ip facts about this public address
     */
    public record Query(Instant since, Optional<Pnn> node, Optional<IpAddress> ip) {

        /** Every fact that is kept. */
        public static final Query ALL =
                new Query(Instant.EPOCH, Optional.empty(), Optional.empty());
    }

    private final Pnn self;
    private final Clock clock;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private long lastId;

    /** The history of the node {@code self}. */
    public FactHistory(Pnn self, Clock clock) {
        this.self = self;
        this.clock = clock;
    }

    @Override
    public synchronized void accept(Fact fact) {
        if (entries.size() == MOST) {
            entries.removeFirst();
        }
        lastId++;
        entries.addLast(new Entry(lastId, clock.instant(), fact));
    }

    /** The kept facts that match, oldest first. */
    public synchronized List<Entry> query(Query query) {
        Predicate<Entry> wanted = entry -> !entry.at().isBefore(query.since());
        return entries.stream().filter(wanted.and(entry -> matches(query, entry.fact()))).toList();
    }

    /** The kept facts told after the one with this id, oldest first; the first {@code most}. */
    public synchronized List<Entry> after(long id, int most) {
        if (lastId <= id) {
            return List.of();
        }
        long forgotten = lastId - entries.size();
        return entries.stream().skip(Math.max(0, id - forgotten)).limit(most).toList();
    }

    /** The newest kept fact that is wanted. */
    public synchronized Optional<Entry> newest(Predicate<Fact> wanted) {
        return entries.reversed().stream().filter(entry -> wanted.test(entry.fact())).findFirst();
    }

    private boolean matches(Query query, Fact fact) {
        FactSubject subject = FactSubject.of(fact);
        boolean node =
                query.node().isEmpty() || subject.node().orElse(self).equals(query.node().get());
        return node && (query.ip().isEmpty() || subject.ip().equals(query.ip()));
    }
}
