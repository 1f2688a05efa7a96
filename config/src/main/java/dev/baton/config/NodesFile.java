package dev.baton.config;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The nodes of the cluster: private addresses by number. A deleted node keeps its number and has no
 * address.
 *
 * <p>Bounds: at most {@value #MOST} lines that take a number. Source: CTDB events contract, section
 * 15, "nodes".
 *
 * @param addresses the nodes that are not deleted, in order of pnn
 * @param count numbers in use, deleted ones included; the next node gets this number
 */
public record NodesFile(SortedMap<Pnn, IpAddress> addresses, int count) {

    /** The most numbers a file can give. */
    public static final int MOST = Pnn.MAX + 1;

    public NodesFile {
        addresses = Collections.unmodifiableSortedMap(new TreeMap<>(addresses));
        if (count > MOST || (!addresses.isEmpty() && addresses.lastKey().value() >= count)) {
            throw new IllegalArgumentException(
                    "expected pnns below " + count + " and at most " + MOST + ": " + addresses);
        }
        if (addresses.values().stream().distinct().count() != addresses.size()) {
            throw new IllegalArgumentException("expected distinct addresses: " + addresses);
        }
    }

    /** Reads the lines of a {@code nodes} file; a line it cannot read still takes its number. */
    public static Parsed<NodesFile> parse(String fileName, List<String> lines) {
        return new NodesReader(fileName).read(lines);
    }

    /** The number of the node with this private address; empty for an unknown or deleted one. */
    public Optional<Pnn> pnnOf(IpAddress address) {
        return addresses.entrySet().stream()
                .filter(entry -> entry.getValue().equals(address))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The private address of a node; empty for a deleted or unknown one. */
    public Optional<IpAddress> addressOf(Pnn pnn) {
        return Optional.ofNullable(addresses.get(pnn));
    }

    /** Whether the number belongs to a deleted node. */
    public boolean isDeleted(Pnn pnn) {
        return pnn.value() < count && !addresses.containsKey(pnn);
    }
}
