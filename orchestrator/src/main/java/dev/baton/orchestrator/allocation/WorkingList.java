package dev.baton.orchestrator.allocation;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Merges the reports of all nodes into one list. Source: CTDB ipalloc contract, section 2.
 *
 * <p>Two addresses of one key (an IPv4 address and the IPv6 address of the same low bits) are one
 * entry, under the address seen first; only that address counts for who can host it.
 */
final class WorkingList {

    private final SortedMap<IpAddress, Found> byKey =
            new TreeMap<>((a, b) -> AllocationProblem.compareKeys(b, a));

    private record Found(IpAddress ip, Optional<Pnn> owner) {}

    private WorkingList() {}

    static List<AllocationProblem.Entry> merge(List<NodeAddresses> nodes) {
        WorkingList list = new WorkingList();
        for (int node = 0; node < nodes.size(); node++) {
            Pnn pnn = new Pnn(node);
            nodes.get(node).known().forEach(claim -> list.add(pnn, claim));
        }
        List<AllocationProblem.Entry> entries = new ArrayList<>();
        list.byKey.values().forEach(found -> entries.add(list.entry(found, nodes)));
        return entries;
    }

    /** Only a node's word about itself counts; the later claimant wins. */
    private void add(Pnn node, NodeAddresses.Claim claim) {
        Optional<Pnn> candidate = claim.owner().filter(node::equals);
        Found found = byKey.get(claim.ip());
        if (found == null) {
            byKey.put(claim.ip(), new Found(claim.ip(), candidate));
        } else if (candidate.isPresent()) {
            byKey.put(found.ip(), new Found(found.ip(), candidate));
        }
    }

    private AllocationProblem.Entry entry(Found found, List<NodeAddresses> nodes) {
        SortedSet<Pnn> availableOn = new TreeSet<>();
        for (int node = 0; node < nodes.size(); node++) {
            if (nodes.get(node).available().contains(found.ip())) {
                availableOn.add(new Pnn(node));
            }
        }
        return new AllocationProblem.Entry(found.ip(), found.owner(), availableOn);
    }
}
