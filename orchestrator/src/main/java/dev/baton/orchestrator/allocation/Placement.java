package dev.baton.orchestrator.allocation;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * An allocation being worked out: owners by position in the list, and what all algorithms do alike.
 *
 * <p>Lives within one call of one thread. Source: CTDB ipalloc contract, section 2, the helpers.
 */
final class Placement {

    static final int NONE = -1;
    private static final int[] NOBODY = {};

    private final AllocationProblem problem;
    private final int[] owners;
    private final int[] coverage;
    private final int[][] hosts;
    private final boolean[] stays;

    Placement(AllocationProblem problem) {
        this.problem = problem;
        coverage = new int[problem.nodes()];
        owners = new int[problem.entries().size()];
        hosts = new int[owners.length][];
        stays = new boolean[owners.length];
        Arrays.fill(owners, NONE);
        for (int ip = 0; ip < owners.length; ip++) {
            AllocationProblem.Entry entry = problem.entries().get(ip);
            hosts[ip] = entry.availableOn().stream().mapToInt(Pnn::value).toArray();
            give(ip, entry.owner().map(Pnn::value).orElse(NONE));
            stays[ip] = isSuitable(ip) && problem.policy().staying().contains(entry.ip());
            if (stays[ip]) {
                hosts[ip] = new int[] {owners[ip]};
            }
        }
    }

    /** Whether an address may not leave its node, which can host it. */
    boolean stays(int ip) {
        return stays[ip];
    }

    private boolean isSuitable(int ip) {
        return owners[ip] != NONE && Arrays.binarySearch(hosts[ip], owners[ip]) >= 0;
    }

    int size() {
        return owners.length;
    }

    int owner(int ip) {
        return owners[ip];
    }

    int coverage(int node) {
        return coverage[node];
    }

    IpAddress address(int ip) {
        return problem.entries().get(ip).ip();
    }

    /** Nodes that may take an address now, ascending. */
    int[] takers(int ip) {
        return problem.policy().noTakeover() ? NOBODY : hosts[ip];
    }

    void give(int ip, int node) {
        if (owners[ip] != NONE) {
            coverage[owners[ip]]--;
        }
        owners[ip] = node;
        if (node != NONE) {
            coverage[node]++;
        }
    }

    void unassignUnsuitable() {
        for (int ip = 0; ip < owners.length; ip++) {
            if (owners[ip] != NONE && !isSuitable(ip)) {
                give(ip, NONE);
            }
        }
    }

    void basicAssign() {
        for (int ip = 0; ip < owners.length; ip++) {
            if (owners[ip] == NONE) {
                findNode(ip);
            }
        }
    }

    /** Gives an address to the taker that hosts least, the lowest on a tie. */
    void findNode(int ip) {
        int least = NONE;
        for (int node : takers(ip)) {
            if (least == NONE || coverage[node] < coverage[least]) {
                least = node;
            }
        }
        if (least != NONE) {
            give(ip, least);
        }
    }

    Assignment assignment(List<AllocationWarning> warnings) {
        SequencedMap<IpAddress, Optional<Pnn>> result = new LinkedHashMap<>();
        for (int ip = 0; ip < owners.length; ip++) {
            result.put(
                    address(ip),
                    owners[ip] == NONE ? Optional.empty() : Optional.of(new Pnn(owners[ip])));
        }
        return new Assignment(result, warnings);
    }
}
