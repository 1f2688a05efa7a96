package dev.baton.orchestrator.exchange;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a leader allocates: what its tunables and its files said when it planned.
 *
 * @param algorithm value of tunable IPAllocAlgorithm
 * @param noTakeover value of tunable NoIPTakeover
 * @param noFailback value of tunable NoIPFailback
 * @param homes the wanted nodes of addresses
 */
public record PlanRules(
        long algorithm, boolean noTakeover, boolean noFailback, SortedMap<IpAddress, Pnn> homes) {

    public PlanRules {
        homes = Collections.unmodifiableSortedMap(new TreeMap<>(homes));
    }
}
