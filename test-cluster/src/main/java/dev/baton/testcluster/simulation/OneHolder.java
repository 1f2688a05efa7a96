package dev.baton.testcluster.simulation;

import dev.baton.orchestrator.cluster.Right;

import java.util.List;
import java.util.Optional;

/** No two living agents believe at one instant that they hold the same right. */
final class OneHolder implements Checker {

    private final String rule;
    private final List<Right> rights;

    OneHolder(String rule, List<? extends Right> rights) {
        this.rule = rule;
        this.rights = List.copyOf(rights);
    }

    @Override
    public String rule() {
        return rule;
    }

    @Override
    public Optional<String> broken(Simulator world, SimulatedNode changed) {
        long now = world.nanos();
        for (Right right : rights) {
            if (changed.isAlive() && changed.holdsUntil(right) > now) {
                for (SimulatedNode other : world.nodes()) {
                    boolean twice = other != changed && other.holdsUntil(right) > now;
                    if (twice && !world.isExcused(changed, other)) {
                        return Optional.of(
                                right + " of node " + changed.pnn() + " and of " + other.pnn());
                    }
                }
            }
        }
        return Optional.empty();
    }
}
