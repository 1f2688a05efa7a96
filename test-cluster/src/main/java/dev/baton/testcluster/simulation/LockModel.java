package dev.baton.testcluster.simulation;

import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Input;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A lock outside the cluster: at most one helper has it. A helper looks once a second whether it
 * still has it, and ends soon after its agent did.
 */
final class LockModel {

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration ORPHANED = Duration.ofMillis(50);
    private static final Duration ANSWER = Duration.ofMillis(5);

    /** One node's helper process. */
    final class Claimant {
        private final NodeClock clock;
        private final Consumer<Input> agent;
        private long attempt;
        private boolean hangs;

        Claimant(NodeClock clock, Consumer<Input> agent) {
            this.clock = clock;
            this.agent = agent;
        }

        void take(Effect.TakeLock order) {
            attempt = order.attempt();
            long mine = attempt;
            time.after(ANSWER, () -> answer(mine));
        }

        private void answer(long mine) {
            if (mine != attempt) {
                return;
            }
            boolean free = holder.isEmpty() && reachable && !hangs;
            if (free) {
                holder = Optional.of(this);
                agent.accept(new Input.LockTaken(mine, now()));
                time.after(LOOK, () -> look(mine));
            } else {
                attempt = 0;
                agent.accept(new Input.LockDenied(mine, "contention"));
            }
        }

        private void look(long mine) {
            if (mine != attempt) {
                return;
            }
            if (hangs) {
                time.after(LOOK, () -> look(mine));
            } else if (holder.equals(Optional.of(this))) {
                agent.accept(new Input.LockProven(mine, now()));
                time.after(LOOK, () -> look(mine));
            } else {
                attempt = 0;
                agent.accept(new Input.LockLost(mine, "taken away"));
            }
        }

        /** Whether the file system gives this machine no answer. */
        void hang(boolean now) {
            hangs = now;
        }

        /** The agent does not want it any more. */
        void leave() {
            attempt = 0;
            holder = holder.filter(other -> other != this);
        }

        /** The agent died; its helper sees so. */
        void orphaned() {
            long mine = attempt;
            time.after(
                    ORPHANED,
                    () -> {
                        if (mine == attempt) {
                            leave();
                        }
                    });
        }

        private Moment now() {
            return clock.read(time.now());
        }
    }

    private final VirtualTime time;
    private Optional<Claimant> holder = Optional.empty();
    private boolean reachable = true;

    LockModel(VirtualTime time) {
        this.time = time;
    }

    /** The storage forgets who had the lock; its holder does not know before it looks. */
    void revoke() {
        holder = Optional.empty();
    }

    /** Whether anybody can take it. */
    void reachable(boolean now) {
        reachable = now;
    }
}
