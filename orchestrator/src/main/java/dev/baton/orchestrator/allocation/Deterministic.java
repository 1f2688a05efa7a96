package dev.baton.orchestrator.allocation;

import dev.baton.config.Pnn;

import java.util.ArrayList;
import java.util.List;

/**
 * Position modulo number of nodes, or the home; what is unsuitable goes where least is hosted.
 *
 * <p>Who holds what now does not matter, but for addresses that stay. Source: CTDB ipalloc
 * contract, section 3.
 */
public record Deterministic() implements Allocator {

    @Override
    public Assignment allocate(AllocationProblem problem) {
        List<AllocationWarning> warnings = new ArrayList<>();
        Placement placement = new Placement(problem);
        for (int ip = 0; ip < placement.size(); ip++) {
            if (!placement.stays(ip)) {
                placement.give(ip, wanted(problem, ip, warnings));
            }
        }
        if (problem.policy().noFailback()) {
            warnings.add(new AllocationWarning.NoFailbackIgnored());
        }
        placement.unassignUnsuitable();
        placement.basicAssign();
        return placement.assignment(warnings);
    }

    private static int wanted(AllocationProblem problem, int ip, List<AllocationWarning> warnings) {
        AllocationProblem.Entry entry = problem.entries().get(ip);
        Pnn usual = new Pnn(ip % problem.nodes());
        Pnn home = problem.policy().homes().getOrDefault(entry.ip(), usual);
        if (home.value() < problem.nodes()) {
            return home.value();
        }
        warnings.add(new AllocationWarning.HomeIsNoNode(entry.ip(), home, problem.nodes()));
        return usual.value();
    }
}
