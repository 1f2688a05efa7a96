package dev.baton.orchestrator.lease;

import dev.baton.config.LeaseTiming;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.cluster.Voters;

import java.time.Duration;

/**
 * The clauses of the safety rule and the checks of a receiver of orders, one small decision each,
 * so that each can be broken on purpose.
 *
 * <p>Production uses {@link #SAFE}. The simulator overrides one method at a time and must find the
 * two holders that follow. Source: {@code docs/safety.md}, sections "Clauses" and "Orders".
 */
public class Clauses {

    /** The rule as it is. */
    public static final Clauses SAFE = new Clauses();

    protected Clauses() {}

    /** Clause 1: a running promise to one holder excludes every other. */
    public boolean excludes(Incarnation promisedTo, Incarnation asker) {
        return !promisedTo.equals(asker);
    }

    /** Clause 1: a promise binds its giver too. */
    public boolean bindsGiver() {
        return true;
    }

    /** Clause 2: how many full acknowledgements of so many make a lease. */
    public int needed(int votes) {
        return votes / 2 + 1;
    }

    /** Voters: while the set changes, both sets are asked. */
    public boolean asksBoth() {
        return true;
    }

    /** Voters: a set ends only when no lease that counts on it alone can run. */
    public Duration settlesAfter(LeaseTiming timing) {
        return timing.promise();
    }

    /** Voters: who does not vote in the newest set asks for nothing. */
    public boolean mayHold(Voters voters, Pnn node) {
        return voters.mayHold(node);
    }

    /** Voters: a heartbeat of a node that goes by another set is not counted. */
    public boolean isOfSameVoters(long hash, long own) {
        return hash == own;
    }

    /** Clause 2: a lease is counted from asking, not from hearing the answer. */
    public Moment countedFrom(Moment asked, Moment heard) {
        return asked;
    }

    /** Clause 2: a request counts only for the life of the voter it names. */
    public boolean isMeantFor(long named, long own) {
        return named == own;
    }

    /** Clause 3: a live agent deletes the address itself when its lease ends. */
    public boolean dropsAtLeaseEnd() {
        return true;
    }

    /**
     * Clause 3: the latest moment at which a full lifetime may be written under a lease that ends
     * at {@code until}.
     */
    public Moment latestWrite(Moment until, LeaseTiming timing) {
        return until.minus(timing.lifetime()).minus(timing.kernelLateness());
    }

    /** Clause 4: a right goes back only when its address was read to be gone. */
    public boolean mayGiveBack(boolean clean) {
        return clean;
    }

    /** Clause 4: a voter applies each change once and in order, so late copies do nothing. */
    public boolean isNews(long change, long applied) {
        return change > applied;
    }

    /** Clause 5: a voter that has just started does not know what it promised before. */
    public boolean isAmnesic(Moment now, Moment started, LeaseTiming timing) {
        return now.isBefore(started.plus(timing.promise()));
    }

    /** Clause 6: an amnesic voter says yes only if it has nothing to do with the right itself. */
    public boolean mayPromiseWeakly(boolean holdsOrCarries) {
        return !holdsOrCarries;
    }

    /**
     * Clause 6, objects: none is promised weakly. What calls an earlier life of an agent has left
     * can be read from no kernel; they end within its lease.
     */
    public boolean mayPromiseWeakly(Right right) {
        return !(right instanceof Right.Changing);
    }

    /** Clause 6: weak promises count only when every voter has given one or a full one. */
    public boolean weakSuffices(int weakAndFull, int all) {
        return weakAndFull >= all;
    }

    /**
     * Clause 6, lock: where it is in every quorum, a node that was deleted and does not know it may
     * have had the lock a moment ago, and is not among those that say no. Once the voters have
     * changed only full votes count there.
     */
    public boolean mayCountByAll(boolean lockInEach, boolean changed) {
        return !(lockInEach && changed);
    }

    /**
     * Paused machines: who sees the clocks of most peers ahead of its own was paused, and gives up
     * what it holds.
     *
     * @param ahead peers whose clocks are
     * @param heard peers that could say so
     */
    public boolean wasPaused(int ahead, int heard) {
        return 2 * ahead > heard;
    }

    /** Lock: its vote counts only while its holder was seen to hold it not long ago. */
    public boolean isProven(Moment now, Moment proven, Duration proofs) {
        return now.isBefore(proven.plus(proofs));
    }

    /**
     * Lock: until when this node surely had it, which is the moment a fresh request is judged at.
     * Whoever has it since may have renewed what this node's promise has ended for.
     */
    public Moment lockHeldUntil(Moment now, Moment proven) {
        return proven;
    }

    /** Lock: who takes it knows nothing of what its last holder promised, and when that ended. */
    public Moment lockKnowsFrom(Moment taken, Duration proofs) {
        return taken.plus(proofs);
    }

    /**
     * Clause 7: a fresh request must carry a number higher than any the voter has seen for the
     * right.
     */
    public boolean isHigher(long number, long highest) {
        return number > highest;
    }

    /**
     * Clause 7: a request is counted only while its number is higher than the life of every voter,
     * which began at that wall-clock millisecond: what an earlier life granted is forgotten, but it
     * had a lower number.
     */
    public boolean isOutlived(long number, long newestLife) {
        return number <= newestLife;
    }

    /** Orders: they are obeyed only by the life they name. */
    public boolean isOrderFor(Incarnation named, Incarnation own) {
        return named.equals(own);
    }

    /** Orders: none of a run older than the newest that was obeyed. */
    public boolean mayObey(RunId run, RunId newest) {
        return run.compareTo(newest) >= 0;
    }

    /** Orders: who is promised to follow one leader obeys no other. */
    public boolean mayFollow(Incarnation promisedTo, Incarnation leader) {
        return promisedTo.equals(leader);
    }

    /** Orders: a leader that was not heard within T is not obeyed. */
    public boolean isHeard(Moment now, Moment lastHeard, LeaseTiming timing) {
        return now.isBefore(lastHeard.plus(timing.promise()));
    }

    /** Orders: at its limit an order is over, and what it asked for is not asked for any more. */
    public Moment endOfOrder(Moment begun, Duration limit) {
        return begun.plus(limit);
    }

    /** Orders: a release or an update ends the hold it names and no other. */
    public boolean isNamedHold(long named, long held) {
        return named == held;
    }

    /**
     * Sections: who is let in is told to begin, and to go on, only while it would hear of the
     * lease's end in time; a word of letting in may have come late.
     */
    public boolean mayBeInside(Duration left) {
        return left.compareTo(SectionTiming.LEAST_LEFT) >= 0;
    }

    /** Objects: a call is started only under a right that lasts for long enough. */
    public boolean mayStartCall(Duration left, CallTiming timing) {
        return left.compareTo(timing.renewable()) >= 0;
    }

    /** Objects: a call whose right is about to end is killed, and everything it started. */
    public boolean mustEndCall(Duration left, CallTiming timing) {
        return left.compareTo(timing.last()) < 0;
    }

    /** Objects: a launcher kills a call it has heard nothing about for so long. */
    public Duration callSilence(CallTiming timing) {
        return timing.silence();
    }

    /** Objects: a right goes back when no process of a call that ran under it lives. */
    public boolean mayGiveObjectBack(boolean anyAlive) {
        return !anyAlive;
    }

    /** Objects: also what only asks how a call ended is called under a right. */
    public boolean asksUnderRight() {
        return true;
    }

    /** Objects: what a holder vouches for counts from asking, as its own lease does. */
    public Moment vouchedFrom(Moment asked, Moment heard) {
        return asked;
    }

    /**
     * Objects: a part of another node that has not said that it is over may live for as long as a
     * lease could run when that node asked last.
     */
    public boolean mayForgetPart(Duration sinceAsked, LeaseTiming timing) {
        return sinceAsked.compareTo(timing.lease()) >= 0;
    }
}
