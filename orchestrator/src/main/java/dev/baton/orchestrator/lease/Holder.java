package dev.baton.orchestrator.lease;

import dev.baton.config.LeaseTiming;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.cluster.Voters;
import dev.baton.orchestrator.exchange.Change;
import dev.baton.orchestrator.exchange.Refusal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The asking side of a lease: keeps the numbered list of rights this node wants, and counts what
 * voters say of it.
 *
 * <p>Core thread only. Source: {@code docs/safety.md}, clauses 1, 2, 4 and 7.
 */
final class Holder {

    private static final Duration CLAIM_EVERY = Duration.ofSeconds(1);

    /** A refusal of the present request; without a voter it is the cluster lock's. */
    private record No(long remainingMillis, Optional<Pnn> voter) {}

    private static final Comparator<Change> BY_PLACE = Comparator.comparingLong(Change::change);

    private final Pnn self;
    private final LeaseTiming timing;
    private final Clauses clauses;

    private final TreeMap<Right, Wanted> wanted = new TreeMap<>();
    private final GivenBack givenBack = new GivenBack();
    private final HighestNumbers highest = new HighestNumbers();
    private final TreeMap<Pnn, VoterSeen> seen = new TreeMap<>();

    /** The vote of the cluster lock, whichever node casts it now, and where it was cast last. */
    private final VoterSeen lock = new VoterSeen();

    private Optional<Pnn> lockAt = Optional.empty();
    private Quorum quorum;
    private boolean mayHold;
    private long lastChange;
    private boolean claims;

    /** Counts changes of what is held and until when; the earliest end as of one of them. */
    private long growth = 1;

    private long endedAtGrowth;
    private Moment firstEnd = Moment.NEVER;

    /** Heartbeats sent before that renew nothing: their moments were read from a bad clock. */
    private Moment trustedSince = Moment.PAST;

    Holder(Pnn self, Voters voters, LeaseTiming timing, Clauses clauses) {
        this.self = self;
        this.timing = timing;
        this.clauses = clauses;
        this.quorum = new Quorum(voters, clauses);
        this.mayHold = clauses.mayHold(voters, self);
    }

    /** From now on these voters count. What is held runs its time. */
    List<LeaseEvent> adopt(Moment now, Voters voters) {
        quorum = new Quorum(voters, clauses);
        mayHold = clauses.mayHold(voters, self);
        return recount(now);
    }

    /** Puts a fresh request on the list. The caller has made sure that its own voter is free. */
    void ask(Moment now, Right right, long highestSeen, long wallMillis) {
        long seenSoFar = Math.max(highestSeen, highest.of(right));
        long floor = Math.max(seenSoFar, newestLife());
        long number = Math.max(floor + 1, wallMillis);
        highest.note(right, number);
        givenBack.askedAgain(right);
        wanted.put(right, new Wanted(number, now, ++lastChange));
        growth++;
    }

    /** Takes a right off the list and tells every voter so. */
    void giveBack(Right right) {
        Wanted entry = wanted.remove(right);
        if (entry != null) {
            growth++;
            givenBack.add(new Change.GiveBack(++lastChange, right, entry.number));
            if (givenBack.hasTooManyObjects()) {
                givenBack.settle(++lastChange, wanted.keySet());
            }
        }
    }

    /** What {@code voter} has not applied yet, in order. */
    List<Change> changesFor(Moment now, Pnn voter) {
        boolean castsLock = lockAt.filter(voter::equals).isPresent();
        long byNode = voterOf(voter).applied;
        long applied = castsLock ? Math.min(byNode, lock.applied) : byNode;
        List<Change> changes = new ArrayList<>();
        for (Map.Entry<Right, Wanted> each : wanted.entrySet()) {
            Wanted entry = each.getValue();
            if (entry.change > applied && !entry.lapsed) {
                boolean running = entry.held && now.isBefore(entry.until);
                changes.add(new Change.Ask(entry.change, each.getKey(), entry.number, running));
            }
        }
        givenBack.addSince(applied, changes);
        changes.sort(BY_PLACE);
        return changes;
    }

    long incarnationOf(Pnn voter) {
        return voterOf(voter).incarnation;
    }

    /** The newest life of the cluster lock's vote that was counted. */
    long lockLife() {
        return lock.incarnation;
    }

    /** The life of the cluster lock's vote, when this node casts it; else 0. */
    long lockLifeAt(Pnn node) {
        return lockAt.filter(node::equals).isPresent() ? lock.incarnation : 0;
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
        note(state, beat, clauses.countedFrom(sent, now), vote);
        return recount(now);
    }

    /**
     * Counts the vote of the cluster lock, cast by {@code at}. Which of two casters is counted is a
     * matter of progress: both are bound by time.
     *
     * @param life of the vote; it begins when the lock is taken
     */
    List<LeaseEvent> countLock(Moment now, Pnn at, long life, long beat, Moment sent, Vote vote) {
        boolean other = life != lock.incarnation || !lockAt.equals(Optional.of(at));
        boolean silent = !lock.counted.plus(timing.promise()).isAfter(now);
        if (other && (life > lock.incarnation || silent)) {
            lock.reborn(life);
            lock.answered = 0;
            lock.counted = Moment.PAST;
            lockAt = Optional.of(at);
        }
        if (life != lock.incarnation || !lockAt.equals(Optional.of(at)) || beat < lock.answered) {
            return List.of();
        }
        note(lock, beat, clauses.countedFrom(sent, now), vote);
        return recount(now);
    }

    private void note(VoterSeen state, long beat, Moment counted, Vote vote) {
        state.answered = beat;
        state.counted = counted;
        state.applied = vote.applied();
        state.refusals.clear();
        vote.refusals().forEach(refusal -> note(state, refusal));
        state.weak.clear();
        state.weak.addAll(vote.weak());
    }

    /**
     * Ends what has not been renewed in time. Voters stay bound until the right is given back, its
     * kernel clean.
     */
    List<LeaseEvent> expire(Moment now) {
        if (now.isBefore(nextEnd())) {
            return List.of();
        }
        List<LeaseEvent> events = new ArrayList<>();
        for (Map.Entry<Right, Wanted> entry : wanted.entrySet()) {
            Wanted right = entry.getValue();
            if (!now.isBefore(right.until)) {
                end(entry.getKey(), right, events);
            }
        }
        return events;
    }

    /**
     * Ends all that is held, and has no heartbeat sent before now renew anything: the clock they
     * were counted by stood still.
     */
    List<LeaseEvent> endAll(Moment now) {
        trustedSince = Moment.later(trustedSince, now);
        List<LeaseEvent> events = new ArrayList<>();
        wanted.forEach((right, entry) -> end(right, entry, events));
        return events;
    }

    private void end(Right right, Wanted entry, List<LeaseEvent> events) {
        if (entry.held) {
            growth++;
            entry.held = false;
            entry.lapsed = true;
            events.add(new LeaseEvent.Lapsed(right, entry.number));
        }
    }

    boolean isStoredByEnough(SortedSet<Pnn> nodes) {
        return quorum.isStoredByEnough(nodes);
    }

    boolean isEnough(Predicate<Pnn> nodes, boolean withLock) {
        return quorum.isMet(nodes, withLock);
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
        if (endedAtGrowth != growth) {
            endedAtGrowth = growth;
            firstEnd = Moment.NEVER;
            for (Wanted entry : wanted.values()) {
                if (entry.held) {
                    firstEnd = Moment.earlier(firstEnd, entry.until);
                }
            }
        }
        return firstEnd;
    }

    /** Grows with every change of what is held and until when. */
    long growth() {
        return growth;
    }

    /** Whether a majority of voters, this node included, was heard to answer within {@code age}. */
    boolean hearsMajority(Moment now, Duration age) {
        Moment limit = now.minus(age);
        return quorum.isMet(
                voter -> voterOf(voter).counted.isAfter(limit), lock.counted.isAfter(limit));
    }

    private void note(VoterSeen state, Refusal refusal) {
        highest.note(refusal.right(), refusal.highest());
        state.refusals.put(refusal.right(), refusal);
    }

    private List<LeaseEvent> recount(Moment now) {
        List<LeaseEvent> events = new ArrayList<>();
        LeaseEnds ends = new LeaseEnds(votersAndLock(), this::leaseEnd);
        long newestLife = newestLife();
        growth++;
        for (Map.Entry<Right, Wanted> each : wanted.entrySet()) {
            Right right = each.getKey();
            Wanted entry = each.getValue();
            if (entry.lapsed) {
                continue;
            }
            if (!entry.held && clauses.isOutlived(entry.number, newestLife)) {
                events.add(new LeaseEvent.Denied(right, Duration.ZERO, -1));
                continue;
            }
            entry.until = Moment.later(entry.until, ends.of(right, entry));
            if (entry.held) {
                claimAgain(now, right, entry, ends);
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
    private void claimAgain(Moment now, Right right, Wanted entry, LeaseEnds ends) {
        if (!now.isBefore(entry.claimAt) && ends.isSpecial(right) && isRefused(right)) {
            entry.claimAt = now.plus(CLAIM_EVERY);
            entry.change = ++lastChange;
        }
    }

    private boolean isRefused(Right right) {
        if (lock.refusals.containsKey(right)) {
            return true;
        }
        for (VoterSeen state : seen.values()) {
            if (state.refusals.containsKey(right)) {
                return true;
            }
        }
        return false;
    }

    private void grant(Moment now, Right right, Wanted entry, List<LeaseEvent> events) {
        entry.held = true;
        boolean weak = seen.values().stream().anyMatch(state -> state.weak.contains(right));
        if (weak || lock.weak.contains(right)) {
            entry.change = ++lastChange;
            claims = true;
        }
        events.add(new LeaseEvent.Granted(right, entry.number, now.since(entry.asked)));
    }

    /** The full acknowledgements, or those of all voters where some are weak. */
    private Moment leaseEnd(Right right, Wanted entry) {
        boolean bound = clauses.bindsGiver() && !acknowledges(voterOf(self), right, entry);
        if (bound || !mayHold) {
            return Moment.PAST;
        }
        Moment byMajority =
                quorum.counted(
                        voter -> fullVote(voterOf(voter), right, entry),
                        fullVote(lock, right, entry));
        Moment byAll =
                quorum.countedByAll(
                        voter -> vote(voterOf(voter), right, entry), vote(lock, right, entry));
        return Moment.later(byMajority, byAll).plus(timing.lease());
    }

    private Moment fullVote(VoterSeen state, Right right, Wanted entry) {
        return state.weak.contains(right) ? Moment.PAST : vote(state, right, entry);
    }

    private Moment vote(VoterSeen state, Right right, Wanted entry) {
        return acknowledges(state, right, entry) ? state.counted : Moment.PAST;
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
        TreeSet<Pnn> open = new TreeSet<>();
        TreeSet<Pnn> full = new TreeSet<>();
        List<No> refusals = new ArrayList<>();
        for (Pnn voter : quorum.voters()) {
            VoterSeen state = voterOf(voter);
            Refusal refusal = state.refusals.get(right);
            if (refusal != null && refusal.number() == entry.number) {
                refusals.add(new No(refusal.remainingMillis(), Optional.of(voter)));
            } else if (mayStillAnswer(now, state, entry)) {
                open.add(voter);
                if (!state.weak.contains(right)) {
                    full.add(voter);
                }
            }
        }
        boolean lockOpen = mayStillAnswer(now, lock, entry);
        Refusal byLock = lock.refusals.get(right);
        if (byLock != null && byLock.number() == entry.number) {
            refusals.add(new No(byLock.remainingMillis(), Optional.empty()));
            lockOpen = false;
        }
        boolean selfRefuses =
                refusals.stream().anyMatch(no -> no.voter().equals(Optional.of(self)));
        boolean blocked = isBlocked(right, refusals, full, lockOpen && !lock.weak.contains(right));
        if (!selfRefuses && !blocked && quorum.isMet(open::contains, lockOpen)) {
            return Optional.empty();
        }
        return Optional.of(new LeaseEvent.Denied(right, untilEnough(refusals, open, lockOpen), -1));
    }

    private Duration untilEnough(List<No> refusals, NavigableSet<Pnn> open, boolean lockOpen) {
        Duration wait = timing.heartbeat();
        TreeSet<Pnn> free = new TreeSet<>(open);
        boolean lockFree = lockOpen;
        refusals.sort(Comparator.comparingLong(No::remainingMillis));
        for (No no : refusals) {
            wait = Duration.ofMillis(no.remainingMillis());
            no.voter().ifPresent(free::add);
            lockFree |= no.voter().isEmpty();
            if (quorum.isMet(free::contains, lockFree)) {
                return wait;
            }
        }
        return wait;
    }

    /**
     * Candidates that asked together after a start of the whole cluster: weak promises need every
     * voter, and one was given to another candidate. Asking again soon wins long before the voters
     * remember; an address is rather waited for, its taker would come back no sooner.
     */
    private boolean isBlocked(
            Right right, List<No> refusals, NavigableSet<Pnn> full, boolean lockIsFull) {
        return right instanceof Right.Leading
                && !refusals.isEmpty()
                && !quorum.isMet(full::contains, lockIsFull);
    }

    private boolean mayStillAnswer(Moment now, VoterSeen voter, Wanted entry) {
        return now.isBefore(entry.asked.plus(timing.heartbeat()))
                || voter.counted.plus(timing.promise()).isAfter(now);
    }

    /** The life of a voter that began last; lives are numbered by the wall clock. */
    private long newestLife() {
        long newest = 0;
        for (VoterSeen voter : votersAndLock()) {
            newest = Math.max(newest, voter.incarnation);
        }
        return newest;
    }

    private List<VoterSeen> votersAndLock() {
        List<VoterSeen> all = new ArrayList<>();
        quorum.voters().forEach(voter -> all.add(voterOf(voter)));
        all.add(voterOf(self));
        all.add(lock);
        return all;
    }

    private VoterSeen voterOf(Pnn voter) {
        return seen.computeIfAbsent(voter, _ -> new VoterSeen());
    }
}
