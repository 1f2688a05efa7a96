package dev.baton.testcluster.simulation;

import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Input;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * A lock outside the cluster: at most one helper has it. A helper looks once a second whether it
 * still has it, and ends soon after its agent did.
 */
final class LockModel {

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration ORPHANED = Duration.ofMillis(50);
    private static final Duration ANSWER = Duration.ofMillis(5);
    private static final long NOBODY = 0;

    /** One node's helper processes: a new one for each attempt, at most one of them wanted. */
    final class Claimant {
        private final MachineTime time;
        private final NodeClock clock;
        private final Consumer<Input> agent;
        private long helper;
        private boolean hangs;

        Claimant(MachineTime time, NodeClock clock, Consumer<Input> agent) {
            this.time = time;
            this.clock = clock;
            this.agent = agent;
        }

        void take(Effect.TakeLock order) {
            helper = ++helpers;
            long mine = helper;
            time.after(ANSWER, () -> answer(mine, order.attempt()));
        }

        private void answer(long mine, long attempt) {
            if (mine != helper) {
                return;
            }
            boolean free = holder == NOBODY || !coherent;
            if (free && reachable && !hangs) {
                holder = mine;
                agent.accept(new Input.LockTaken(attempt, now()));
                time.after(LOOK, () -> look(mine, attempt));
            } else {
                helper = NOBODY;
                agent.accept(new Input.LockDenied(attempt, "contention"));
            }
        }

        private void look(long mine, long attempt) {
            if (mine != helper) {
                return;
            }
            if (hangs) {
                time.after(LOOK, () -> look(mine, attempt));
            } else if (holder == mine || !coherent) {
                agent.accept(new Input.LockProven(attempt, now()));
                time.after(LOOK, () -> look(mine, attempt));
            } else {
                helper = NOBODY;
                agent.accept(new Input.LockLost(attempt, "taken away"));
            }
        }

        /** Whether its agent takes it for granted that it has what somebody else may have. */
        boolean isMistaken() {
            return helper != NOBODY && holder != helper;
        }

        /** Whether the file system gives this machine no answer. */
        void hang(boolean now) {
            hangs = now;
        }

        /** The agent does not want it any more. */
        void leave() {
            free(helper);
            helper = NOBODY;
        }

        /** The agent died; its helper sees so, whatever the next life asks meanwhile. */
        void orphaned() {
            long mine = helper;
            helper = NOBODY;
            time.after(ORPHANED, () -> free(mine));
        }

        private Moment now() {
            return clock.read(time.now());
        }
    }

    private long helpers;
    private long holder = NOBODY;
    private boolean reachable = true;
    private boolean coherent = true;

    /** The storage forgets who had the lock; its holder does not know before it looks. */
    void revoke() {
        holder = NOBODY;
    }

    private void free(long helper) {
        if (holder == helper) {
            holder = NOBODY;
        }
    }

    /** From now on it keeps nobody out: each helper that asks is told that it has it. */
    void excludesNobody() {
        coherent = false;
    }

    boolean isCoherent() {
        return coherent;
    }

    /** Whether anybody can take it. */
    void reachable(boolean now) {
        reachable = now;
    }
}
