package dev.baton.orchestrator.allocation;

import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Moves addresses from the most imbalanced nodes to candidates, while that helps.
 *
 * <p>Ends because each move lowers what its address costs, hence the sum of all costs, which cannot
 * wrap around below 2^18 addresses (only imbalances can). Source: CTDB ipalloc contract, section
 * 5.2, steps 4 and 5.
 */
final class Lcp2Failback {

    private final Placement placement;
    private final Lcp2Costs costs;
    private final boolean[] candidates;
    private final int[] order;

    private record Move(int ip, int node) {}

    Lcp2Failback(Placement placement, Lcp2Costs costs, boolean[] candidates) {
        this.placement = placement;
        this.costs = costs;
        this.candidates = candidates;
        order = IntStream.range(0, candidates.length).toArray();
    }

    void run() {
        Optional<Move> move = nextMove();
        while (move.isPresent()) {
            costs.move(move.get().ip(), move.get().node());
            move = nextMove();
        }
    }

    private Optional<Move> nextMove() {
        sort();
        for (int source : order) {
            if (costs.imbalance(source) == 0) {
                return Optional.empty();
            }
            Optional<Move> move = bestMove(source);
            if (move.isPresent()) {
                return move;
            }
        }
        return Optional.empty();
    }

    /** By imbalance descending, then by pnn. Insertion, because a move displaces two nodes only. */
    private void sort() {
        for (int i = 1; i < order.length; i++) {
            int node = order[i];
            int place = i;
            while (place > 0 && precedes(node, order[place - 1])) {
                order[place] = order[place - 1];
                place--;
            }
            order[place] = node;
        }
    }

    private boolean precedes(int a, int b) {
        int byImbalance = Integer.compareUnsigned(costs.imbalance(a), costs.imbalance(b));
        return byImbalance > 0 || (byImbalance == 0 && a < b);
    }

    private Optional<Move> bestMove(int source) {
        int bestIp = Placement.NONE;
        int bestNode = Placement.NONE;
        int bestSum = 0;
        for (int ip = 0; ip < placement.size(); ip++) {
            if (placement.owner(ip) == source) {
                for (int node : placement.takers(ip)) {
                    int sum = sumAfter(source, ip, node);
                    if (candidates[node]
                            && (bestIp == Placement.NONE
                                    || Integer.compareUnsigned(sum, bestSum) < 0)
                            && allowed(source, ip, node)) {
                        bestIp = ip;
                        bestNode = node;
                        bestSum = sum;
                    }
                }
            }
        }
        return bestIp == Placement.NONE
                ? Optional.empty()
                : Optional.of(new Move(bestIp, bestNode));
    }

    private int sumAfter(int source, int ip, int node) {
        return costs.imbalance(source)
                - costs.cost(ip, source)
                + costs.imbalance(node)
                + costs.cost(ip, node);
    }

    /** A move to the source itself is never allowed: there it would cost the same. */
    private boolean allowed(int source, int ip, int node) {
        int targetAfter = costs.imbalance(node) + costs.cost(ip, node);
        return Integer.compareUnsigned(targetAfter, costs.imbalance(source)) < 0
                && Integer.compareUnsigned(costs.cost(ip, node), costs.cost(ip, source)) < 0;
    }
}
