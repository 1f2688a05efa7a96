package dev.baton.orchestrator.lease;

import dev.baton.config.LeaseTiming;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.cluster.Voters;
import dev.baton.orchestrator.exchange.Change;
import dev.baton.orchestrator.exchange.LockVote;
import dev.baton.orchestrator.exchange.Message;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * All rights of one node: what it asks, holds and promises. The one door to the safety argument.
 *
 * <p>Every heartbeat asks this node's own voter too, at the same moment. Core thread only. Source:
 * {@code docs/safety.md}.
 */
public final class Rights {

    /** Each right that is asked for or given back is a heartbeat; many storage calls are many. */
    private static final int REMEMBERED_BEATS = 1024;

    private final Incarnation self;
    private final Moment started;
    private final LeaseTiming timing;
    private final Clauses clauses;
    private final Holder holder;
    private final Voter voter;
    private final Predicate<Right> mine;
    private final TreeMap<Long, Moment> sent = new TreeMap<>();
    private final List<LeaseEvent> events = new ArrayList<>();
    private long beats;
    private boolean urgent;
    private boolean slewed;
    private Voters voters;
    private long hash;
    private Optional<LockVoter> lock = Optional.empty();

    /**
     * @param carries whether this node's kernel carries the address of a right, or may
     */
    public Rights(
            Incarnation self,
            Voters voters,
            LeaseTiming timing,
            Clauses clauses,
            Moment started,
            Predicate<Right> carries) {
        this.self = self;
        this.started = started;
        this.voters = voters;
        this.hash = voters.hash();
        this.timing = timing;
        this.clauses = clauses;
        this.holder = new Holder(self.node(), voters, timing, clauses);
        this.mine = right -> holder.until(right).isPresent() || carries.test(right);
        this.voter = new Voter(self, self.number(), timing, clauses, started, mine);
        holder.meet(self.node(), self.number());
    }

    /** From now on these voters count, and only heartbeats of who goes by them. */
    public void adopt(Moment now, Voters newer) {
        voters = newer;
        hash = newer.hash();
        events.addAll(holder.adopt(now, newer));
    }

    /** The voters this node goes by. */
    public Voters voters() {
        return voters;
    }

    /** Whether no lease can be had any more without one of these nodes, which have stored them. */
    public boolean isStoredByEnough(SortedSet<Pnn> nodes) {
        return holder.isStoredByEnough(nodes);
    }

    /** Whether these nodes are enough for a lease, with the lock where another node casts it. */
    public boolean isEnough(Predicate<Pnn> nodes) {
        return holder.isEnough(nodes, lock.isEmpty());
    }

    /** Stands for {@link #voters} in heartbeats. */
    public long votersHash() {
        return hash;
    }

    /** Whether a heartbeat with this hash is of a node that goes by the same voters. */
    public boolean goesBySame(long other) {
        return clauses.isOfSameVoters(other, hash);
    }

    /** Whether this node may ask for rights at all. */
    public boolean mayHold() {
        return clauses.mayHold(voters, self.node());
    }

    /**
     * This node holds the cluster lock from now on, and casts its vote.
     *
     * @param proofs how long one proof of it is good for
     * @param doubt how long it may already have been lost when it was proven
     */
    public void lockTaken(Moment now, long wallMillis, Duration proofs, Duration doubt) {
        long life = Math.max(wallMillis, holder.lockLife() + 1);
        lock = Optional.of(new LockVoter(self, life, timing, clauses, now, proofs, doubt, mine));
    }

    /** The lock was seen to be held at that moment. */
    public void lockProven(Moment at) {
        lock.ifPresent(held -> held.proven(at));
    }

    /** The lock is held no more, or that is not known. */
    public void lockLost() {
        lock = Optional.empty();
    }

    /** The life of the cluster lock's vote while this node casts it; else 0. */
    public long lockLife(Moment now) {
        return lock.map(held -> held.life(now)).orElse(0L);
    }

    /** The life of the cluster lock's vote as that peer casts it; 0 when it does not. */
    public long lockLifeAt(Pnn peer) {
        return holder.lockLifeAt(peer);
    }

    /** Asks for a right, or says how long a promise of this node to another still binds it. */
    public Optional<LeaseEvent.Denied> ask(Moment now, Right right, long wallMillis) {
        if (holder.wants(right)) {
            return Optional.empty();
        }
        if (slewed || !mayHold()) {
            return Optional.of(new LeaseEvent.Denied(right, timing.heartbeat(), -1));
        }
        Optional<Incarnation> other =
                voter.promisedTo(now, right).filter(promised -> !promised.equals(self));
        if (other.isPresent() && clauses.bindsGiver()) {
            Duration remaining = voter.remaining(now, right);
            return Optional.of(new LeaseEvent.Denied(right, remaining, other.get().node().value()));
        }
        holder.ask(now, right, voter.highestSeen(right), wallMillis);
        urgent = true;
        return Optional.empty();
    }

    /**
     * This node's clock runs too fast or slow to be trusted, or can be trusted again: until then
     * nothing is asked for, and what is held lapses. Source: {@code docs/safety.md}, "Time".
     */
    public void slew(Moment now, boolean begins) {
        slewed = begins;
        holder.trustClockSince(begins ? Moment.NEVER : now);
    }

    /** Whether this node's clock cannot be trusted now. */
    public boolean isSlewed() {
        return slewed;
    }

    /** Ends a request or a hold. For an address only after its kernel was read clean. */
    public void giveBack(Right right) {
        if (holder.wants(right)) {
            holder.giveBack(right);
            urgent = true;
        }
    }

    /**
     * This node's clock stood still for a while: the voters' promises have run on. All that is held
     * is over, and what was asked before renews nothing. Source: {@code docs/safety.md}, "Paused
     * machines".
     */
    public void stoodStill(Moment now) {
        events.addAll(holder.endAll(now));
        lock.ifPresent(held -> held.distrust(now));
    }

    /** How long this life has lasted, in milliseconds. */
    private long age(Moment now) {
        return now.since(started).toMillis();
    }

    /** Begins the next heartbeat and counts this node's own vote for it. */
    public long beat(Moment now) {
        urgent = false;
        beats = Math.max(beats + 1, age(now));
        sent.put(beats, now);
        if (sent.size() > REMEMBERED_BEATS) {
            sent.pollFirstEntry();
        }
        List<Change> own = holder.changesFor(now, self.node());
        Vote vote = voter.hear(now, self, self.number(), own);
        events.addAll(holder.count(now, self.node(), self.number(), beats, now, vote));
        lock.flatMap(held -> held.hear(now, self, holder.lockLifeAt(self.node()), own))
                .ifPresent(cast -> countLock(now, self.node(), beats, now, cast));
        return beats;
    }

    private void countLock(Moment now, Pnn at, long beat, Moment asked, LockVote cast) {
        Vote vote = new Vote(cast.applied(), cast.refusals(), cast.weak());
        events.addAll(holder.countLock(now, at, cast.life(), beat, asked, vote));
    }

    public List<Change> changesFor(Moment now, Pnn peer) {
        return holder.changesFor(now, peer);
    }

    public long incarnationOf(Pnn peer) {
        return holder.incarnationOf(peer);
    }

    /** Notes which life a peer is in; true when it is a new one. */
    public boolean meet(Incarnation peer) {
        return holder.meet(peer.node(), peer.number());
    }

    /** This node's vote on a peer's heartbeat, as the answer to send. */
    public Message.BeatAck vote(Moment now, Message.Beat beat) {
        Vote vote = voter.hear(now, beat.from(), beat.meantFor(), beat.changes());
        return new Message.BeatAck(
                self,
                beat.from(),
                hash,
                beat.number(),
                age(now),
                vote.applied(),
                beat.version(),
                vote.refusals(),
                vote.weak(),
                lock.flatMap(held -> held.hear(now, beat.from(), beat.lock(), beat.changes())));
    }

    /** When a heartbeat was sent; empty when it is forgotten. */
    public Optional<Moment> sent(long number) {
        return Optional.ofNullable(sent.get(number));
    }

    /** When this life sent the heartbeat that is answered; empty when it is forgotten. */
    public Optional<Moment> asked(Message.BeatAck ack) {
        return ack.to().equals(self) ? sent(ack.number()) : Optional.empty();
    }

    /** Counts a peer's vote. An answer to a forgotten heartbeat, or to another life, is ignored. */
    public void count(Moment now, Message.BeatAck ack) {
        Moment asked = sent.get(ack.number());
        if (asked == null || !ack.to().equals(self)) {
            return;
        }
        Vote vote = new Vote(ack.done(), ack.refusals(), ack.weak());
        Incarnation from = ack.from();
        events.addAll(holder.count(now, from.node(), from.number(), ack.number(), asked, vote));
        ack.lock().ifPresent(cast -> countLock(now, from.node(), ack.number(), asked, cast));
    }

    /** What happened since the last call, leases that ended by now included. */
    public List<LeaseEvent> events(Moment now) {
        events.addAll(holder.expire(now));
        urgent |= holder.takeClaims();
        if (events.isEmpty()) {
            return List.of();
        }
        List<LeaseEvent> happened = List.copyOf(events);
        events.clear();
        urgent |= happened.stream().anyMatch(LeaseEvent.Denied.class::isInstance);
        return happened;
    }

    /** Whether something waits that must not wait for the next heartbeat. */
    public boolean isUrgent() {
        return urgent;
    }

    /** The end of the lease, while the right is held. */
    public Optional<Moment> until(Right right) {
        return holder.until(right);
    }

    /** Grows whenever a lease may end later than before, or sooner. */
    public long growth() {
        return holder.growth();
    }

    /** The number of the right while it is asked for or held; else 0. */
    public long number(Right right) {
        return holder.number(right);
    }

    public boolean wants(Right right) {
        return holder.wants(right);
    }

    public Moment nextEnd() {
        return holder.nextEnd();
    }

    /** The node this voter's running promise names. */
    public Optional<Incarnation> promisedTo(Moment now, Right right) {
        return voter.promisedTo(now, right);
    }

    /** How long this voter's promise may still run; zero when there is none. */
    public Duration promiseLeft(Moment now, Right right) {
        return voter.remaining(now, right);
    }

    /** Whether a majority answered heartbeats sent within the last {@code age}. */
    public boolean hearsMajority(Moment now, Duration age) {
        return holder.hearsMajority(now, age);
    }

    public Incarnation self() {
        return self;
    }

    public LeaseTiming timing() {
        return timing;
    }

    public Clauses clauses() {
        return clauses;
    }
}
