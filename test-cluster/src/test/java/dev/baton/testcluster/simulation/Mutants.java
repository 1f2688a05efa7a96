package dev.baton.testcluster.simulation;

import dev.baton.config.LeaseTiming;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.cluster.Voters;
import dev.baton.orchestrator.lease.CallTiming;
import dev.baton.orchestrator.lease.Clauses;

import java.time.Duration;

/** The safety rule with one clause, or one check of a receiver of orders, broken on purpose. */
final class Mutants {

    private Mutants() {}

    static final class PromisesToMany extends Clauses {
        @Override
        public boolean excludes(Incarnation promisedTo, Incarnation asker) {
            return false;
        }
    }

    static final class GiverIsFree extends Clauses {
        @Override
        public boolean bindsGiver() {
            return false;
        }
    }

    static final class OneVoteSuffices extends Clauses {
        @Override
        public int needed(int votes) {
            return 1;
        }
    }

    static final class CountedFromHearing extends Clauses {
        @Override
        public Moment countedFrom(Moment asked, Moment heard) {
            return heard;
        }
    }

    static final class WritesUntilTheEnd extends Clauses {
        @Override
        public Moment latestWrite(Moment until, LeaseTiming timing) {
            return until;
        }
    }

    static final class GivesBackUnclean extends Clauses {
        @Override
        public boolean mayGiveBack(boolean clean) {
            return true;
        }
    }

    static final class AppliesTwice extends Clauses {
        @Override
        public boolean isNews(long change, long applied) {
            return true;
        }
    }

    static final class ForgetsWithoutKnowing extends Clauses {
        @Override
        public boolean isAmnesic(Moment now, Moment started, LeaseTiming timing) {
            return false;
        }
    }

    static final class PromisesWhatItHolds extends Clauses {
        @Override
        public boolean mayPromiseWeakly(boolean holdsOrCarries) {
            return true;
        }
    }

    static final class WeakMajority extends Clauses {
        @Override
        public boolean weakSuffices(int weakAndFull, int all) {
            return weakAndFull > all / 2;
        }
    }

    static final class AnyNumber extends Clauses {
        @Override
        public boolean isHigher(long number, long highest) {
            return true;
        }
    }

    static final class OldRequestsOfNewLives extends Clauses {
        @Override
        public boolean isOutlived(long number, long newestLife) {
            return false;
        }
    }

    static final class HeardByAnyLife extends Clauses {
        @Override
        public boolean isMeantFor(long named, long own) {
            return true;
        }
    }

    static final class WaitsForTheKernel extends Clauses {
        @Override
        public boolean dropsAtLeaseEnd() {
            return false;
        }
    }

    static final class OrdersForAnyLife extends Clauses {
        @Override
        public boolean isOrderFor(Incarnation named, Incarnation own) {
            return true;
        }
    }

    static final class OrdersOfOldRuns extends Clauses {
        @Override
        public boolean mayObey(RunId run, RunId newest) {
            return true;
        }
    }

    static final class OrdersOfAnyLeader extends Clauses {
        @Override
        public boolean mayFollow(Incarnation promisedTo, Incarnation leader) {
            return true;
        }
    }

    static final class OrdersOfSilentLeaders extends Clauses {
        @Override
        public boolean isHeard(Moment now, Moment lastHeard, LeaseTiming timing) {
            return true;
        }
    }

    static final class OrdersWithoutEnd extends Clauses {
        @Override
        public Moment endOfOrder(Moment begun, Duration limit) {
            return Moment.NEVER;
        }
    }

    static final class EndsAnyHold extends Clauses {
        @Override
        public boolean isNamedHold(long named, long held) {
            return true;
        }
    }

    static final class AsksTheNewSetOnly extends Clauses {
        @Override
        public boolean asksBoth() {
            return false;
        }
    }

    static final class SettlesAtOnce extends Clauses {
        @Override
        public Duration settlesAfter(LeaseTiming timing) {
            return Duration.ZERO;
        }
    }

    static final class NoVoteNeeded extends Clauses {
        @Override
        public boolean mayHold(Voters voters, Pnn node) {
            return voters.isFounded();
        }
    }

    static final class CountsOtherVoters extends Clauses {
        @Override
        public boolean isOfSameVoters(long hash, long own) {
            return true;
        }
    }

    static final class NeverWasPaused extends Clauses {
        @Override
        public boolean wasPaused(int ahead, int heard) {
            return false;
        }
    }

    static final class LockNeedsNoProof extends Clauses {
        @Override
        public boolean isProven(Moment now, Moment proven, Duration proofs) {
            return true;
        }
    }

    static final class LockForgetsItsLastHolder extends Clauses {
        @Override
        public Moment lockKnowsFrom(Moment taken, Duration proofs) {
            return taken;
        }
    }

    static final class LockGrantsOnOldProofs extends Clauses {
        @Override
        public Moment lockHeldUntil(Moment now, Moment proven) {
            return now;
        }
    }

    static final class ForgetsDeletedNodes extends Clauses {
        @Override
        public boolean mayCountByAll(boolean lockInEach, boolean changed) {
            return true;
        }
    }

    static final class EntersAtAnyTime extends Clauses {
        @Override
        public boolean mayBeInside(Duration left) {
            return true;
        }
    }

    static final class StartsWithoutRight extends Clauses {
        @Override
        public boolean mayStartCall(Duration left, CallTiming timing) {
            return true;
        }
    }

    static final class CallsOutliveTheirRight extends Clauses {
        @Override
        public boolean mustEndCall(Duration left, CallTiming timing) {
            return false;
        }

        @Override
        public Duration callSilence(CallTiming timing) {
            return Duration.ofHours(1);
        }
    }

    static final class LaunchersNeverTire extends Clauses {
        @Override
        public Duration callSilence(CallTiming timing) {
            return Duration.ofHours(1);
        }
    }

    static final class GivesBackAlive extends Clauses {
        @Override
        public boolean mayGiveObjectBack(boolean anyAlive) {
            return true;
        }
    }

    static final class PromisesObjectsWeakly extends Clauses {
        @Override
        public boolean mayPromiseWeakly(Right right) {
            return true;
        }
    }

    static final class AsksWithoutRight extends Clauses {
        @Override
        public boolean asksUnderRight() {
            return false;
        }
    }

    static final class VouchesFromHearing extends Clauses {
        @Override
        public Moment vouchedFrom(Moment asked, Moment heard) {
            return heard;
        }
    }

    static final class ForgetsParts extends Clauses {
        @Override
        public boolean mayForgetPart(Duration sinceAsked, LeaseTiming timing) {
            return true;
        }
    }
}
