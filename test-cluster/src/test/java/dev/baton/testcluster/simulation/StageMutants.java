package dev.baton.testcluster.simulation;

import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.takeover.StageRules;

/** The rules of a run's stages with one of them broken on purpose. */
final class StageMutants {

    private StageMutants() {}

    static final class BeginsWithinARun extends StageRules {
        @Override
        public boolean mayBegin(boolean isRunning) {
            return true;
        }
    }

    static final class WaitsForNobody extends StageRules {
        @Override
        public boolean mayGoOn(boolean isAnswerMissing) {
            return true;
        }
    }

    static final class CountsLateAnswers extends StageRules {
        @Override
        public boolean isOfThisStage(int answered, int stage) {
            return true;
        }
    }

    static final class WaitsForEver extends StageRules {
        @Override
        public boolean isOver(Moment now, Moment deadline) {
            return false;
        }
    }

    static final class TakesWhatIsNotReleased extends StageRules {
        @Override
        public boolean mayTake(boolean isReleaseUndone) {
            return true;
        }
    }

    static final class ServesUnready extends StageRules {
        @Override
        public boolean mayServe(boolean hasNotMadeReady) {
            return true;
        }
    }

    static final class RecoversUnstarted extends StageRules {
        @Override
        public boolean mayRecover(boolean hasNotStarted) {
            return true;
        }
    }

    static final class GoesOnWithALaterLife extends StageRules {
        @Override
        public boolean isInTheRun(boolean isLaterLife) {
            return true;
        }
    }

    static final class StopsAtTheFirstFailure extends StageRules {
        @Override
        public boolean goesOnAfterFailures() {
            return false;
        }
    }

    static final class LeavesOutTheLastStage extends StageRules {
        @Override
        public boolean isSent(boolean isLate, boolean isLast) {
            return !isLate;
        }
    }

    static final class GivesUp extends StageRules {
        @Override
        public boolean repeatsFailures() {
            return false;
        }
    }

    static final class BlamesTheUnreached extends StageRules {
        @Override
        public boolean blamesTheUnreached() {
            return true;
        }
    }
}
