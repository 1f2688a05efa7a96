package dev.baton.orchestrator.lease;

import dev.baton.config.LeaseTiming;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.Change;
import dev.baton.orchestrator.exchange.Refusal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The asking side of a lease: keeps the numbered list of rights this node wants, and counts what
 * voters say of it.
 *
 * <p>Core thread only. Source: {@code docs/safety.md}, clauses 1, 2, 4 and 7.
 */
final class Holder {

    private static final Duration CLAIM_EVERY = Duration.ofSeconds(1);
    private static final Comparator<Change> BY_PLACE = Comparator.comparingLong(Change::change);

    private final Pnn self;
    private final Voters voters;
    private final LeaseTiming timing;
    private final Clauses clauses;

    private final TreeMap<Right, Wanted> wanted = new TreeMap<>();
    private final TreeMap<Right, Change.GiveBack> givenBack = new TreeMap<>();
    private final TreeMap<Right, Long> highest = new TreeMap<>();
    private final TreeMap<Pnn, VoterSeen> seen = new TreeMap<>();
    private long lastChange;
    private boolean claims;

    /** Heartbeats sent before that renew nothing: their moments were read from a bad clock. */
    private Moment trustedSince = Moment.PAST;

    Holder(Pnn self, Voters voters, LeaseTiming timing, Clauses clauses) {
        this.self = self;
        this.voters = voters;
        this.timing = timing;
        this.clauses = clauses;
        voters.nodes().forEach(voter -> seen.put(voter, new VoterSeen()));
    }

    /** Puts a fresh request on the list. The caller has made sure that its own voter is free. */
    void ask(Moment now, Right right, long highestSeen, long wallMillis) {
        long floor = Math.max(highestSeen, highest.getOrDefault(right, 0L));
        long number = Math.max(floor + 1, wallMillis);
        highest.put(right, number);
        givenBack.remove(right);
        wanted.put(right, new Wanted(number, now, ++lastChange));
    }

    /** Takes a right off the list and tells every voter so. */
    void giveBack(Right right) {
        Wanted entry = wanted.remove(right);
        if (entry != null) {
            givenBack.put(right, new Change.GiveBack(++lastChange, right, entry.number));
        }
    }

    /** What {@code voter} has not applied yet, in order. */
    List<Change> changesFor(Moment now, Pnn voter) {
        long applied = voterOf(voter).applied;
        List<Change> changes = new ArrayList<>();
        for (Map.Entry<Right, Wanted> each : wanted.entrySet()) {
            Wanted entry = each.getValue();
            if (entry.change > applied && !entry.lapsed) {
                boolean running = entry.held && now.isBefore(entry.until);
                changes.add(new Change.Ask(entry.change, each.getKey(), entry.number, running));
            }
        }
        for (Change.GiveBack back : givenBack.values()) {
            if (back.change() > applied) {
                changes.add(back);
            }
        }
        changes.sort(BY_PLACE);
        return changes;
    }

    long incarnationOf(Pnn voter) {
        return voterOf(voter).incarnation;
    }

    /** Notes the life of a voter; a new one has applied nothing. True when it is new. */
    boolean meet(Pnn voter, long incarnation) {
        VoterSeen state = voterOf(voter);
        if (incarnation <= state.incarnation) {
            return false;
        }
        state.reborn(incarnation);
        return true;
    }

    /**
     * Counts a voter's answer to the heartbeat sent at {@code sent}. Answers of older lives count
     * for nothing.
     */
    List<LeaseEvent> count(
            Moment now, Pnn voter, long incarnation, long beat, Moment sent, Vote vote) {
        meet(voter, incarnation);
        VoterSeen state = voterOf(voter);
        if (state.incarnation != incarnation || beat < state.answered) {
            return List.of();
        }
        state.answered = beat;
        state.counted = clauses.countedFrom(sent, now);
        state.applied = vote.applied();
        state.refusals.clear();
        vote.refusals().forEach(refusal -> note(state, refusal));
        state.weak.clear();
        state.weak.addAll(vote.weak());
        return recount(now);
    }

    /**
     * Ends what has not been renewed in time. Voters stay bound until the right is given back, its
     * kernel clean.
     */
    List<LeaseEvent> expire(Moment now) {
        List<LeaseEvent> events = new ArrayList<>();
        for (Map.Entry<Right, Wanted> entry : wanted.entrySet()) {
            Wanted right = entry.getValue();
            if (right.held && !now.isBefore(right.until)) {
                right.held = false;
                right.lapsed = true;
                events.add(new LeaseEvent.Lapsed(entry.getKey(), right.number));
            }
        }
        return events;
    }

    /** From which moment on this node's clock may be counted on; NEVER while it is slewed. */
    void trustClockSince(Moment moment) {
        trustedSince = moment;
    }

    /** Whether a lease made of weak promises waits to be claimed as running; asked once. */
    boolean takeClaims() {
        boolean waiting = claims;
        claims = false;
        return waiting;
    }

    boolean wants(Right right) {
        return wanted.containsKey(right);
    }

    /** The end of the running lease on a right that is held. */
    Optional<Moment> until(Right right) {
        return Optional.ofNullable(wanted.get(right)).filter(entry -> entry.held).map(e -> e.until);
    }

    /** The number of a right that is asked for or held; 0 when it is neither. */
    long number(Right right) {
        Wanted entry = wanted.get(right);
        return entry == null ? 0 : entry.number;
    }

    /** When the next running lease ends. */
    Moment nextEnd() {
        Moment next = Moment.NEVER;
        for (Wanted entry : wanted.values()) {
            if (entry.held) {
                next = Moment.earlier(next, entry.until);
            }
        }
        return next;
    }

    /** Whether a majority of voters, this node included, was heard to answer within {@code age}. */
    boolean hearsMajority(Moment now, Duration age) {
        Moment limit = now.minus(age);
        int heard = 0;
        for (VoterSeen state : seen.values()) {
            heard += state.counted.isAfter(limit) ? 1 : 0;
        }
        return heard >= voters.majority();
    }

    private void note(VoterSeen state, Refusal refusal) {
        highest.merge(refusal.right(), refusal.highest(), Math::max);
        state.refusals.put(refusal.right(), refusal);
    }

    private List<LeaseEvent> recount(Moment now) {
        List<LeaseEvent> events = new ArrayList<>();
        for (Map.Entry<Right, Wanted> each : wanted.entrySet()) {
            Right right = each.getKey();
            Wanted entry = each.getValue();
            if (entry.lapsed) {
                continue;
            }
            entry.until = Moment.later(entry.until, leaseEnd(right, entry));
            if (entry.held) {
                claimAgain(now, right, entry);
            } else if (now.isBefore(entry.until)) {
                grant(now, right, entry, events);
            } else {
                denial(now, right, entry).ifPresent(events::add);
            }
        }
        for (LeaseEvent event : events) {
            if (event instanceof LeaseEvent.Denied denied) {
                giveBack(denied.right());
            }
        }
        return events;
    }

    /**
     * A voter that refused when the lease was won may be free by now. Without it the lease would
     * stand on a bare majority and fall with the next voter that dies.
     */
    private void claimAgain(Moment now, Right right, Wanted entry) {
        if (!now.isBefore(entry.claimAt) && isRefused(right)) {
            entry.claimAt = now.plus(CLAIM_EVERY);
            entry.change = ++lastChange;
        }
    }

    private boolean isRefused(Right right) {
        for (VoterSeen state : seen.values()) {
            if (state.refusals.containsKey(right)) {
                return true;
            }
        }
        return false;
    }

    private void grant(Moment now, Right right, Wanted entry, List<LeaseEvent> events) {
        entry.held = true;
        if (seen.values().stream().anyMatch(state -> state.weak.contains(right))) {
            entry.change = ++lastChange;
            claims = true;
        }
        events.add(new LeaseEvent.Granted(right, entry.number, now.since(entry.asked)));
    }

    /**
     * The majority-th newest full acknowledgement, or the oldest of all where every voter gave one.
     */
    private Moment leaseEnd(Right right, Wanted entry) {
        if (clauses.bindsGiver() && !acknowledges(voterOf(self), right, entry)) {
            return Moment.PAST;
        }
        List<Moment> full = new ArrayList<>();
        List<Moment> any = new ArrayList<>();
        for (VoterSeen state : seen.values()) {
            if (acknowledges(state, right, entry)) {
                any.add(state.counted);
                if (!state.weak.contains(right)) {
                    full.add(state.counted);
                }
            }
        }
        full.sort(Collections.reverseOrder());
        int needed = clauses.needed(voters);
        Moment byMajority = full.size() >= needed ? full.get(needed - 1) : Moment.PAST;
        Moment byAll =
                clauses.weakSuffices(any.size(), voters) ? Collections.min(any) : Moment.PAST;
        Moment counted = Moment.later(byMajority, byAll);
        return counted.plus(timing.lease());
    }

    private boolean acknowledges(VoterSeen state, Right right, Wanted entry) {
        Refusal refusal = state.refusals.get(right);
        return state.applied >= entry.since
                && !state.counted.isBefore(trustedSince)
                && (refusal == null || refusal.number() < entry.number);
    }

    /**
     * When no majority is left among the voters that neither refuse nor are silent: how long until
     * enough promises to others may have ended.
     */
    private Optional<LeaseEvent> denial(Moment now, Right right, Wanted entry) {
        List<Long> remaining = new ArrayList<>();
        boolean selfRefuses = false;
        int possible = 0;
        int weak = 0;
        for (Map.Entry<Pnn, VoterSeen> each : seen.entrySet()) {
            Refusal refusal = each.getValue().refusals.get(right);
            if (refusal != null && refusal.number() == entry.number) {
                remaining.add(refusal.remainingMillis());
                selfRefuses |= each.getKey().equals(self);
            } else if (mayStillAnswer(now, each.getValue(), entry)) {
                possible++;
                weak += each.getValue().weak.contains(right) ? 1 : 0;
            }
        }
        boolean blocked = isBlocked(right, remaining.size(), possible - weak);
        if (!selfRefuses && !blocked && possible >= voters.majority()) {
            return Optional.empty();
        }
        Collections.sort(remaining);
        int index = Math.max(0, Math.min(remaining.size(), voters.majority() - possible) - 1);
        Duration wait =
                remaining.isEmpty() ? timing.heartbeat() : Duration.ofMillis(remaining.get(index));
        return Optional.of(new LeaseEvent.Denied(right, wait, -1));
    }

    /**
     * Candidates that asked together after a start of the whole cluster: weak promises need every
     * voter, and one was given to another candidate. Asking again soon wins long before the voters
     * remember; an address is rather waited for, its taker would come back no sooner.
     */
    private boolean isBlocked(Right right, int refusals, int full) {
        return right instanceof Right.Leading && refusals > 0 && full < voters.majority();
    }

    private boolean mayStillAnswer(Moment now, VoterSeen voter, Wanted entry) {
        return now.isBefore(entry.asked.plus(timing.heartbeat()))
                || voter.counted.plus(timing.promise()).isAfter(now);
    }

    private VoterSeen voterOf(Pnn voter) {
        VoterSeen state = seen.get(voter);
        if (state == null) {
            throw new IllegalArgumentException("node " + voter + " is not a voter");
        }
        return state;
    }
}
