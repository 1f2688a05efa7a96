package dev.baton.orchestrator.exchange;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a run does beyond following the allocation.
 *
 * @param recovery run startrecovery and recovered first
 * @param bans nodes to ban first, and for how many seconds
 * @param pins addresses an operator moves, and where to; followed where the node can host them
 * @param addresses whether addresses are moved at all; false when failover is disabled
 * @param force nodes that may receive addresses for balance although they hold some
 * @param staying addresses that are not moved for balance
 */
public record RunOptions(
        boolean recovery,
        SortedSet<Pnn> bans,
        long banSeconds,
        SortedMap<IpAddress, Pnn> pins,
        boolean addresses,
        SortedSet<Pnn> force,
        Staying staying) {

    public RunOptions {
        bans = Collections.unmodifiableSortedSet(new TreeSet<>(bans));
        force = Collections.unmodifiableSortedSet(new TreeSet<>(force));
        pins = Collections.unmodifiableSortedMap(new TreeMap<>(pins));
    }
}
