package dev.baton.orchestrator.allocation;

import dev.baton.config.IpAddress;

import java.util.Arrays;

/**
 * The running sums of LCP2: what each address costs on each node, and how imbalanced each node is.
 *
 * <p>Kept up to date on every move in time linear in addresses, so no table of pairs is needed. All
 * sums wrap around as unsigned 32-bit numbers. Source: CTDB ipalloc contract, section 5.1.
 */
final class Lcp2Costs {

    private static final int[] UNUSED = {};

    private final Placement placement;
    private final long[] high;
    private final long[] low;
    private final int[][] costs;
    private final int[] imbalance;

    Lcp2Costs(Placement placement, int nodes) {
        this.placement = placement;
        int size = placement.size();
        high = new long[size];
        low = new long[size];
        costs = new int[nodes][];
        imbalance = new int[nodes];
        Arrays.fill(costs, UNUSED);
        for (int ip = 0; ip < size; ip++) {
            IpAddress address = placement.address(ip);
            high[ip] = address.high();
            low[ip] = address.low();
            for (int node : placement.takers(ip)) {
                costs[node] = costs[node].length == 0 ? new int[size] : costs[node];
            }
        }
        addOwned();
    }

    private void addOwned() {
        for (int ip = 0; ip < placement.size(); ip++) {
            int node = placement.owner(ip);
            if (node != Placement.NONE && costs[node].length > 0) {
                imbalance[node] += costs[node][ip];
                shift(node, ip, 1);
            }
        }
    }

    /** What an address costs on a node that may take it: unsigned. */
    int cost(int ip, int node) {
        return costs[node][ip];
    }

    /** Unsigned. */
    int imbalance(int node) {
        return imbalance[node];
    }

    /** Moves an address, which may have had no owner, to a node that may take it. */
    void move(int ip, int node) {
        int from = placement.owner(ip);
        if (from != Placement.NONE) {
            imbalance[from] -= costs[from][ip];
            shift(from, ip, -1);
        }
        imbalance[node] += costs[node][ip];
        shift(node, ip, 1);
        placement.give(ip, node);
    }

    /** An address coming or leaving changes what every other address costs on that node. */
    private void shift(int node, int moved, int sign) {
        int[] row = costs[node];
        int kept = row[moved];
        long movedHigh = high[moved];
        long movedLow = low[moved];
        for (int ip = 0; ip < row.length; ip++) {
            int distance = distance(high[ip] ^ movedHigh) + distance(low[ip] ^ movedLow);
            row[ip] += sign * distance * distance;
        }
        row[moved] = kept;
    }

    /** Leading zeros of both words: 32 where a word is equal. */
    private static int distance(long difference) {
        return Integer.numberOfLeadingZeros((int) (difference >>> 32))
                + Integer.numberOfLeadingZeros((int) difference);
    }
}
