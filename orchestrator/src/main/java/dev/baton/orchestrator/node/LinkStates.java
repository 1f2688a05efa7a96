package dev.baton.orchestrator.node;

import dev.baton.config.InterfaceName;
import dev.baton.orchestrator.exchange.Fact;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which interfaces of this node are up, and which of them an address is best put on. */
final class LinkStates {

    private final TreeMap<InterfaceName, Boolean> links = new TreeMap<>();
    private final TreeSet<InterfaceName> saidDown = new TreeSet<>();
    private final Collection<HostedAddress> hosted;
    private final Tally tally;
    private final TreeMap<InterfaceName, Integer> carried = new TreeMap<>();
    private long countedMove;

    /**
     * @param hosted every public address of this node, as it stands whenever it is looked at
     */
    LinkStates(Collection<HostedAddress> hosted, Tally tally) {
        this.hosted = hosted;
        this.tally = tally;
    }

    /** Notes what was seen; the interfaces whose link is not what it was. */
    List<InterfaceName> observe(Work work, SortedMap<InterfaceName, Boolean> up) {
        List<InterfaceName> changed = new ArrayList<>();
        up.forEach(
                (name, carrier) -> {
                    boolean first = !links.containsKey(name);
                    boolean before = isUp(name);
                    links.put(name, carrier);
                    if (first || before != isUp(name)) {
                        tally.changed();
                        work.fact(new Fact.InterfaceChanged(name, isUp(name)));
                        changed.add(name);
                    }
                });
        return changed;
    }

    /** A script's word: what it calls down is down, whatever the carrier. */
    void say(Work work, InterfaceName name, boolean up) {
        boolean before = isUp(name);
        if (up) {
            saidDown.remove(name);
        } else {
            saidDown.add(name);
        }
        if (before != isUp(name)) {
            tally.changed();
            work.fact(new Fact.InterfaceChanged(name, isUp(name)));
        }
    }

    /** Interfaces that no address uses any more are nobody's matter. */
    void forgetAllBut(Collection<InterfaceName> used) {
        links.keySet().retainAll(used);
        saidDown.retainAll(used);
        tally.changed();
    }

    boolean isUp(InterfaceName name) {
        return links.getOrDefault(name, false) && !saidDown.contains(name);
    }

    List<InterfaceName> down() {
        List<InterfaceName> down = new ArrayList<>();
        for (InterfaceName name : links.keySet()) {
            if (!isUp(name)) {
                down.add(name);
            }
        }
        return down;
    }

    /** The interface that is up and carries the fewest addresses; the first configured on a tie. */
    Optional<InterfaceName> best(HostedAddress host) {
        Optional<InterfaceName> best = Optional.empty();
        int fewest = Integer.MAX_VALUE;
        for (InterfaceName name : host.address().interfaces()) {
            int count = carried(name, host);
            if (isUp(name) && count < fewest) {
                best = Optional.of(name);
                fewest = count;
            }
        }
        return best;
    }

    private int carried(InterfaceName name, HostedAddress without) {
        if (without.address().interfaces().size() == 1) {
            return 0;
        }
        if (countedMove != tally.moves()) {
            countedMove = tally.moves();
            carried.clear();
            hosted.forEach(host -> host.on().ifPresent(on -> carried.merge(on, 1, Integer::sum)));
        }
        return carried.getOrDefault(name, 0) - (without.isOn(name) ? 1 : 0);
    }
}
