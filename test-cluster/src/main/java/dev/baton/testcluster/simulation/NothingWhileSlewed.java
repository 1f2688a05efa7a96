package dev.baton.testcluster.simulation;

import dev.baton.orchestrator.cluster.Right;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** An agent whose clock cannot be trusted stops asking: within T it holds nothing. */
final class NothingWhileSlewed implements Checker {

    private final List<Right> rights;
    private final long within;

    NothingWhileSlewed(List<Right> rights, Duration promise) {
        this.rights = List.copyOf(rights);
        this.within = promise.toNanos();
    }

    @Override
    public String rule() {
        return "nothing while slewed";
    }

    @Override
    public Optional<String> broken(Simulator world, SimulatedNode changed) {
        if (changed.distrustsItsClockSince() >= world.nanos() - within) {
            return Optional.empty();
        }
        for (Right right : rights) {
            if (changed.holdsUntil(right) > world.nanos()) {
                return Optional.of(right + " is held by node " + changed.pnn());
            }
        }
        return Optional.empty();
    }
}
