package dev.baton.testcluster.simulation;

import dev.baton.config.IpAddress;
import dev.baton.events.Event;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** On one node only events of different addresses run side by side. */
final class Lanes implements Checker {

    @Override
    public String rule() {
        return "lanes";
    }

    @Override
    public Optional<String> broken(Simulator world, SimulatedNode changed) {
        List<Event> running = changed.runningEvents();
        return mayRunTogether(running)
                ? Optional.empty()
                : Optional.of(running + " run side by side on node " + changed.pnn());
    }

    static boolean mayRunTogether(List<Event> events) {
        if (events.size() < 2) {
            return true;
        }
        TreeSet<IpAddress> busy = new TreeSet<>();
        for (Event event : events) {
            if (event.address().filter(busy::add).isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
