package dev.baton.testcluster.simulation;

import dev.baton.config.IpAddress;

import java.util.Optional;

/** At most one node's kernel answers for an address, and only one that may host it. */
final class OneServer implements Checker {

    @Override
    public String rule() {
        return "one server";
    }

    @Override
    public Optional<String> broken(Simulator world, SimulatedNode changed) {
        for (IpAddress ip : world.addresses()) {
            if (changed.carries(ip)) {
                if (!changed.watches(ip)) {
                    return Optional.of(ip + " is on node " + changed.pnn() + ", not its host");
                }
                for (SimulatedNode other : world.nodes()) {
                    boolean twice = other != changed && other.carries(ip);
                    if (twice && !world.isExcused(changed, other)) {
                        return Optional.of(
                                ip + " is on node " + changed.pnn() + " and on " + other.pnn());
                    }
                }
            }
        }
        return Optional.empty();
    }
}
