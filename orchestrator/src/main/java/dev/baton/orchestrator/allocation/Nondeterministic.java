package dev.baton.orchestrator.allocation;

import java.util.List;

/**
 * Leaves addresses where they are and evens out how many each node hosts.
 *
 * <p>Bound: at most addresses + 5 moves. Source: CTDB ipalloc contract, section 4.
 */
public record Nondeterministic() implements Allocator {

    private static final int EXTRA_MOVES = 5;

    @Override
    public Assignment allocate(AllocationProblem problem) {
        Placement placement = new Placement(problem);
        placement.unassignUnsuitable();
        placement.basicAssign();
        if (!problem.policy().noFailback()) {
            balance(placement);
        }
        return placement.assignment(List.of());
    }

    private static void balance(Placement placement) {
        for (int moves = 0; moves < placement.size() + EXTRA_MOVES; moves++) {
            int crowded = crowdedNode(placement);
            int victim =
                    crowded == Placement.NONE ? Placement.NONE : firstOwnedBy(placement, crowded);
            if (victim == Placement.NONE) {
                return;
            }
            placement.findNode(victim);
        }
    }

    /** The fullest node of the first address that could be hosted more evenly. */
    private static int crowdedNode(Placement placement) {
        for (int ip = 0; ip < placement.size(); ip++) {
            if (placement.owner(ip) != Placement.NONE) {
                int crowded = crowdedNode(placement, placement.takers(ip));
                if (crowded != Placement.NONE) {
                    return crowded;
                }
            }
        }
        return Placement.NONE;
    }

    private static int crowdedNode(Placement placement, int[] takers) {
        if (takers.length == 0) {
            return Placement.NONE;
        }
        int most = takers[0];
        int least = takers[0];
        for (int node : takers) {
            most = placement.coverage(node) > placement.coverage(most) ? node : most;
            least = placement.coverage(node) < placement.coverage(least) ? node : least;
        }
        return placement.coverage(most) > placement.coverage(least) + 1 ? most : Placement.NONE;
    }

    /** Of those that may leave it; there is none only when all others stay. */
    private static int firstOwnedBy(Placement placement, int node) {
        for (int ip = 0; ip < placement.size(); ip++) {
            if (placement.owner(ip) == node && !placement.stays(ip)) {
                return ip;
            }
        }
        return Placement.NONE;
    }
}
