package dev.baton.orchestrator.allocation;

import dev.baton.config.Pnn;

import java.util.List;

/**
 * Spreads each network by itself: addresses with a long common prefix repel each other. The
 * default.
 *
 * <p>Moves nothing between two nodes that both host something, unless forced; its own output it
 * leaves as it is. Time: quadratic in addresses. Memory: four bytes per address and hosting node.
 * Source: CTDB ipalloc contract, section 5.
 */
public record Lcp2() implements Allocator {

    @Override
    public Assignment allocate(AllocationProblem problem) {
        Placement placement = new Placement(problem);
        placement.unassignUnsuitable();
        boolean[] candidates = candidates(problem, placement);
        Lcp2Costs costs = new Lcp2Costs(placement, problem.nodes());
        new Lcp2Assignment(placement, costs).run();
        if (!problem.policy().noFailback()) {
            new Lcp2Failback(placement, costs, candidates).run();
        }
        return placement.assignment(List.of());
    }

    /**
     * The nodes that may receive by failback: those that host nothing before assigning, and the
     * forced ones.
     */
    private static boolean[] candidates(AllocationProblem problem, Placement placement) {
        boolean[] candidates = new boolean[problem.nodes()];
        for (int node = 0; node < candidates.length; node++) {
            candidates[node] = placement.coverage(node) == 0;
        }
        for (Pnn forced : problem.policy().force()) {
            if (forced.value() < candidates.length) {
                candidates[forced.value()] = true;
            }
        }
        return candidates;
    }
}
