package dev.baton.orchestrator.lease;

import dev.baton.config.LeaseTiming;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.Change;
import dev.baton.orchestrator.exchange.Refusal;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The giving side of a lease: promises each right to at most one holder at a time.
 *
 * <p>Core thread only. Source: {@code docs/safety.md}, clauses 1, 4, 5, 6 and 7.
 */
final class Voter {

    private final Incarnation self;

    /** Its own life; changes meant for another are not applied. */
    private final long life;

    private final LeaseTiming timing;
    private final Clauses clauses;
    private final Moment started;

    /** Whether this node itself holds the right or its kernel carries the address. */
    private final Predicate<Right> mine;

    private final TreeMap<Incarnation, HeardHolder> holders = new TreeMap<>();
    private final TreeMap<Right, Promise> promises = new TreeMap<>();
    private final HighestNumbers highest = new HighestNumbers();

    /** Whether a weak promise may be among them: only a voter that has just started gives any. */
    private boolean mayBeWeak;

    /**
     * @param started since when it knows what it promised; before T after it, it knows too little
     */
    Voter(
            Incarnation self,
            long life,
            LeaseTiming timing,
            Clauses clauses,
            Moment started,
            Predicate<Right> mine) {
        this.self = self;
        this.life = life;
        this.timing = timing;
        this.clauses = clauses;
        this.started = started;
        this.mine = mine;
    }

    /**
     * Hears one heartbeat.
     *
     * @param meantFor the voter's life the sender had in mind; changes for another life are not
     *     applied
     */
    Vote hear(Moment now, Incarnation from, long meantFor, List<Change> changes) {
        return hear(now, now, from, meantFor, changes);
    }

    /**
     * Hears one heartbeat.
     *
     * @param surely until when this is known to have been the voter: a fresh request is granted
     *     only if it could have been granted then
     */
    Vote hear(Moment now, Moment surely, Incarnation from, long meantFor, List<Change> changes) {
        if (isOutlived(from) || !clauses.isMeantFor(meantFor, life)) {
            return new Vote(0, List.of(), List.of());
        }
        HeardHolder holder = holders.computeIfAbsent(from, _ -> new HeardHolder());
        forgetEnded(surely, from);
        holder.lastHeard = now;
        for (Change change : changes) {
            if (clauses.isNews(change.change(), holder.applied)) {
                apply(now, surely, from, holder, change);
                holder.applied = Math.max(holder.applied, change.change());
            }
        }
        return vote(surely, from, holder);
    }

    /** The holder a running promise of this voter names. */
    Optional<Incarnation> promisedTo(Moment now, Right right) {
        return Optional.ofNullable(promises.get(right))
                .filter(promise -> runs(now, promise))
                .map(Promise::holder);
    }

    /** How long a running promise may still bind this voter; zero when there is none. */
    Duration remaining(Moment now, Right right) {
        Promise promise = promises.get(right);
        return promise == null || !runs(now, promise) ? Duration.ZERO : end(promise).since(now);
    }

    long highestSeen(Right right) {
        return highest.of(right);
    }

    private void apply(
            Moment now, Moment surely, Incarnation from, HeardHolder holder, Change change) {
        switch (change) {
            case Change.Ask ask -> {
                consider(ask.running() ? now : surely, from, holder, ask);
                highest.note(ask.right(), ask.number());
            }
            case Change.GiveBack back -> {
                holder.refused.remove(back.right());
                Promise promise = promises.get(back.right());
                if (promise != null
                        && promise.holder().equals(from)
                        && promise.number() <= back.number()) {
                    promises.remove(back.right());
                }
                highest.note(back.right(), back.number());
            }
            case Change.Settled settled -> settle(from, holder, settled);
        }
    }

    private void settle(Incarnation from, HeardHolder holder, Change.Settled settled) {
        TreeSet<Right> kept = new TreeSet<>(settled.kept());
        holder.refused
                .keySet()
                .removeIf(right -> right instanceof Right.Changing && !kept.contains(right));
        promises.entrySet()
                .removeIf(
                        entry ->
                                entry.getKey() instanceof Right.Changing
                                        && entry.getValue().holder().equals(from)
                                        && !kept.contains(entry.getKey()));
    }

    private void consider(Moment now, Incarnation from, HeardHolder holder, Change.Ask ask) {
        boolean fresh = !ask.running();
        boolean amnesic = clauses.isAmnesic(now, started, timing);
        Promise standing = promises.get(ask.right());
        boolean keeps = standing != null && standing.holder().equals(from);
        boolean refuse =
                isPromisedToAnother(now, from, ask, amnesic && fresh)
                        || (fresh && !keeps && !isNewNumber(ask))
                        || (fresh && amnesic && !mayPromiseWeakly(from, ask.right()));
        if (refuse) {
            holder.refused.put(ask.right(), ask.number());
            return;
        }
        overtake(standing, from, ask.right());
        holder.refused.remove(ask.right());
        mayBeWeak |= fresh && amnesic;
        promises.put(ask.right(), new Promise(from, ask.number(), fresh && amnesic));
    }

    private boolean isNewNumber(Change.Ask ask) {
        return clauses.isHigher(ask.number(), highestSeen(ask.right()));
    }

    /**
     * An amnesic voter drops its own open request for one of a node in front of it, so that two
     * never block.
     */
    private boolean isPromisedToAnother(
            Moment now, Incarnation from, Change.Ask ask, boolean weakly) {
        Promise promise = promises.get(ask.right());
        if (promise == null || !runs(now, promise) || !clauses.excludes(promise.holder(), from)) {
            return false;
        }
        if (from.equals(self) && !clauses.bindsGiver()) {
            return false;
        }
        boolean ownOpenRequest =
                promise.holder().equals(self) && clauses.mayPromiseWeakly(mine.test(ask.right()));
        return !(weakly && ownOpenRequest && from.compareTo(self) < 0);
    }

    private boolean mayPromiseWeakly(Incarnation from, Right right) {
        return clauses.mayPromiseWeakly(right)
                && (from.equals(self) || clauses.mayPromiseWeakly(mine.test(right)));
    }

    /** The holder of an ended promise must not go on counting this voter. */
    private void overtake(@Nullable Promise old, Incarnation by, Right right) {
        if (old != null && !old.holder().equals(by)) {
            HeardHolder overtaken = holders.get(old.holder());
            if (overtaken != null) {
                overtaken.refused.put(right, old.number());
            }
        }
    }

    private Vote vote(Moment now, Incarnation from, HeardHolder holder) {
        List<Refusal> refusals = new ArrayList<>();
        holder.refused.forEach(
                (right, number) ->
                        refusals.add(
                                new Refusal(
                                        right,
                                        number,
                                        highestSeen(right),
                                        remainingFor(now, from, right))));
        return new Vote(holder.applied, refusals, mayBeWeak ? weak(now, from) : List.of());
    }

    /** Weak promises to that holder; they are full ones as soon as this voter is not amnesic. */
    private List<Right> weak(Moment now, Incarnation from) {
        List<Right> weak = new ArrayList<>();
        boolean amnesic = clauses.isAmnesic(now, started, timing);
        for (var entry : promises.entrySet()) {
            if (entry.getValue().holder().equals(from) && entry.getValue().weak()) {
                if (amnesic) {
                    weak.add(entry.getKey());
                } else {
                    Promise promise = entry.getValue();
                    entry.setValue(new Promise(promise.holder(), promise.number(), false));
                }
            }
        }
        mayBeWeak = amnesic || promises.values().stream().anyMatch(Promise::weak);
        return weak;
    }

    private long remainingFor(Moment now, Incarnation from, Right right) {
        Promise promise = promises.get(right);
        if (promise != null && !promise.holder().equals(from) && runs(now, promise)) {
            return Math.max(1, end(promise).since(now).plusNanos(999_999).toMillis());
        }
        Moment knows = started.plus(timing.promise());
        return clauses.isAmnesic(now, started, timing)
                ? Math.max(1, knows.since(now).plusNanos(999_999).toMillis())
                : 0;
    }

    private boolean runs(Moment now, Promise promise) {
        return now.isBefore(end(promise));
    }

    private Moment end(Promise promise) {
        HeardHolder holder = holders.get(promise.holder());
        return holder == null ? Moment.PAST : holder.lastHeard.plus(timing.promise());
    }

    private boolean isOutlived(Incarnation from) {
        Incarnation newest = holders.floorKey(new Incarnation(from.node(), Long.MAX_VALUE));
        return newest != null && newest.node().equals(from.node()) && newest.compareTo(from) > 0;
    }

    /** Forgets earlier lives of {@code from}'s node once nothing promised to them can run. */
    private void forgetEnded(Moment now, Incarnation from) {
        Pnn node = from.node();
        boolean any =
                holders.entrySet()
                        .removeIf(
                                entry ->
                                        entry.getKey().node().equals(node)
                                                && !entry.getKey().equals(from)
                                                && !now.isBefore(
                                                        entry.getValue()
                                                                .lastHeard
                                                                .plus(timing.promise())));
        if (any) {
            promises.values().removeIf(promise -> !holders.containsKey(promise.holder()));
        }
    }
}
