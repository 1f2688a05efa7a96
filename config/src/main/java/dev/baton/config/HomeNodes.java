package dev.baton.config;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The home of an address under the deterministic algorithm. Only the leader's file is used.
 *
 * <p>Source: CTDB ipalloc contract, section 3, "home_nodes": lines of fewer than two words are
 * skipped, there are no comments, the first line of an address wins, and one bad address or number
 * makes the whole file count for nothing.
 */
public record HomeNodes(SortedMap<IpAddress, Pnn> homes) {

    /** No address has a home. */
    public static final HomeNodes NONE = new HomeNodes(new TreeMap<>());

    public HomeNodes {
        homes = Collections.unmodifiableSortedMap(new TreeMap<>(homes));
    }

    /**
     * Reads the lines of a {@code home_nodes} file for a cluster of so many numbers, deleted
     * included.
     */
    public static Parsed<HomeNodes> parse(String fileName, List<String> lines, int nodeCount) {
        return new HomeNodesReader(fileName, nodeCount).read(lines);
    }

    /** The home of an address. */
    public Optional<Pnn> homeOf(IpAddress ip) {
        return Optional.ofNullable(homes.get(ip));
    }
}
