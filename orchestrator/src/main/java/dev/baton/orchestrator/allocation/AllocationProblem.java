package dev.baton.orchestrator.allocation;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The whole input of an allocation. Source: CTDB ipalloc contract, sections 1 and 2.
 *
 * <p>Failure: {@link IllegalArgumentException} when entries are out of order or name a node that is
 * none.
 *
 * @param nodes number of nodes, deleted and disconnected ones counted: 1 to 4096
 * @param entries the working list, by key strictly descending
 */
public record AllocationProblem(int nodes, List<Entry> entries, AllocationPolicy policy) {

    /**
     * One address to allocate.
     *
     * @param owner the node that holds it now
     * @param availableOn the nodes that can host it now
     */
    public record Entry(IpAddress ip, Optional<Pnn> owner, SortedSet<Pnn> availableOn) {

        public Entry {
            availableOn = Collections.unmodifiableSortedSet(new TreeSet<>(availableOn));
        }

        private boolean fits(int nodes) {
            return owner.stream().allMatch(pnn -> pnn.value() < nodes)
                    && (availableOn.isEmpty() || availableOn.last().value() < nodes);
        }
    }

    public AllocationProblem {
        entries = List.copyOf(entries);
        if (nodes < 1 || nodes > Pnn.MAX + 1) {
            throw new IllegalArgumentException("expected 1 to 4096 nodes, got " + nodes);
        }
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (!entry.fits(nodes)) {
                throw new IllegalArgumentException(
                        "expected pnns below " + nodes + ", got " + entry);
            }
            if (i > 0 && compareKeys(entries.get(i - 1).ip(), entry.ip()) <= 0) {
                throw new IllegalArgumentException(
                        "expected descending addresses, got " + entry.ip() + " out of order");
            }
        }
    }

    /** Merges what the nodes report, node i at index i. Contract: section 2. */
    public static AllocationProblem of(List<NodeAddresses> nodes, AllocationPolicy policy) {
        return new AllocationProblem(nodes.size(), WorkingList.merge(nodes), policy);
    }

    /** The same cluster after this assignment, under another policy. */
    public AllocationProblem after(Assignment assignment, AllocationPolicy next) {
        List<Entry> moved =
                entries.stream()
                        .map(
                                entry ->
                                        new Entry(
                                                entry.ip(),
                                                assignment
                                                        .owners()
                                                        .getOrDefault(entry.ip(), entry.owner()),
                                                entry.availableOn()))
                        .toList();
        return new AllocationProblem(nodes, moved, next);
    }

    /** The same cluster under another policy. */
    public AllocationProblem with(AllocationPolicy next) {
        return new AllocationProblem(nodes, entries, next);
    }

    /** Whether no node holds and no node can host anything: then only the last stage runs. */
    public boolean nothingToDo() {
        return entries.stream()
                .allMatch(entry -> entry.owner().isEmpty() && entry.availableOn().isEmpty());
    }

    /**
     * Order of keys, ascending: the address as a 128-bit unsigned number, families not told apart.
     */
    static int compareKeys(IpAddress a, IpAddress b) {
        int byHigh = Long.compareUnsigned(a.high(), b.high());
        return byHigh != 0 ? byHigh : Long.compareUnsigned(a.low(), b.low());
    }
}
