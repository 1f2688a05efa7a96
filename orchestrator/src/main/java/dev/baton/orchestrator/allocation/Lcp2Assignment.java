package dev.baton.orchestrator.allocation;

import java.util.Arrays;

/**
 * Gives homeless addresses away, one per round: the cheapest pair of address and node first, on a
 * tie the earliest address, then the lowest node.
 *
 * <p>Only one node's costs change in a round, so each address remembers its cheapest node and looks
 * at all nodes again only when that node is the one. Source: CTDB ipalloc contract, section 5.2,
 * step 3.
 */
final class Lcp2Assignment {

    private final Placement placement;
    private final Lcp2Costs costs;
    private final int[] homeless;
    private final int[] cheapest;
    private int left;

    Lcp2Assignment(Placement placement, Lcp2Costs costs) {
        this.placement = placement;
        this.costs = costs;
        homeless = new int[placement.size()];
        cheapest = new int[placement.size()];
    }

    void run() {
        for (int ip = 0; ip < placement.size(); ip++) {
            if (placement.owner(ip) == Placement.NONE && placement.takers(ip).length > 0) {
                homeless[left++] = ip;
                cheapest[ip] = cheapestNode(ip);
            }
        }
        while (left > 0) {
            int position = cheapestPosition();
            int ip = homeless[position];
            int node = cheapest[ip];
            System.arraycopy(homeless, position + 1, homeless, position, --left - position);
            costs.move(ip, node);
            costsRoseOn(node);
        }
    }

    private int cheapestPosition() {
        int best = 0;
        int bestCost = Integer.MAX_VALUE;
        for (int i = 0; i < left; i++) {
            int cost = costs.cost(homeless[i], cheapest[homeless[i]]) ^ Integer.MIN_VALUE;
            if (cost < bestCost) {
                best = i;
                bestCost = cost;
            }
        }
        return best;
    }

    /** A sum that wrapped around fell instead: the node may now be cheapest for others too. */
    private void costsRoseOn(int node) {
        for (int i = 0; i < left; i++) {
            int ip = homeless[i];
            if (cheapest[ip] == node) {
                cheapest[ip] = cheapestNode(ip);
            } else if (undercuts(ip, node)
                    && Arrays.binarySearch(placement.takers(ip), node) >= 0) {
                cheapest[ip] = node;
            }
        }
    }

    private boolean undercuts(int ip, int node) {
        int order = Integer.compareUnsigned(costs.cost(ip, node), costs.cost(ip, cheapest[ip]));
        return order < 0 || (order == 0 && node < cheapest[ip]);
    }

    private int cheapestNode(int ip) {
        int[] takers = placement.takers(ip);
        int best = takers[0];
        for (int node : takers) {
            if (Integer.compareUnsigned(costs.cost(ip, node), costs.cost(ip, best)) < 0) {
                best = node;
            }
        }
        return best;
    }
}
