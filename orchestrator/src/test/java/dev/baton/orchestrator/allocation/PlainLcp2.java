package dev.baton.orchestrator.allocation;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * LCP2 written down as the contract says it, with no thought of time: what the fast one is compared
 * with.
 *
 * <p>Contract: CTDB ipalloc, section 5. Numbers are kept modulo 2^32 in longs.
 */
final class PlainLcp2 {

    private static final long MODULUS = 1L << 32;

    private final AllocationProblem problem;
    private final int[] owner;
    private final long[] imb;
    private final boolean[] candidate;

    private PlainLcp2(AllocationProblem problem) {
        this.problem = problem;
        owner = new int[problem.entries().size()];
        imb = new long[problem.nodes()];
        candidate = new boolean[problem.nodes()];
    }

    static List<Optional<Pnn>> owners(AllocationProblem problem) {
        return new PlainLcp2(problem).run();
    }

    private List<Optional<Pnn>> run() {
        unassignUnsuitable();
        for (int n = 0; n < imb.length; n++) {
            int node = n;
            imb[n] = imbalance(n);
            candidate[n] = IntStream.of(owner).noneMatch(o -> o == node);
        }
        problem.policy().force().stream()
                .filter(pnn -> pnn.value() < candidate.length)
                .forEach(pnn -> candidate[pnn.value()] = true);
        while (assignOne()) {}
        if (!problem.policy().noFailback()) {
            while (moveOne()) {}
        }
        List<Optional<Pnn>> result = new ArrayList<>();
        for (int o : owner) {
            result.add(o < 0 ? Optional.empty() : Optional.of(new Pnn(o)));
        }
        return result;
    }

    private void unassignUnsuitable() {
        for (int i = 0; i < owner.length; i++) {
            AllocationProblem.Entry entry = problem.entries().get(i);
            owner[i] =
                    entry.owner()
                            .filter(pnn -> entry.availableOn().contains(pnn))
                            .map(Pnn::value)
                            .orElse(-1);
        }
    }

    private boolean assignOne() {
        int bestIp = -1;
        int bestNode = -1;
        for (int i = 0; i < owner.length; i++) {
            for (int n = 0; owner[i] < 0 && n < imb.length; n++) {
                if (canTake(n, i) && (bestIp < 0 || cost(i, n) < cost(bestIp, bestNode))) {
                    bestIp = i;
                    bestNode = n;
                }
            }
        }
        if (bestIp < 0) {
            return false;
        }
        imb[bestNode] = (imb[bestNode] + cost(bestIp, bestNode)) % MODULUS;
        owner[bestIp] = bestNode;
        return true;
    }

    private boolean moveOne() {
        List<Integer> order =
                IntStream.range(0, imb.length)
                        .boxed()
                        .sorted(Comparator.comparingLong((Integer n) -> -imb[n]))
                        .toList();
        for (int src : order) {
            if (imb[src] == 0) {
                return false;
            }
            if (moveFrom(src)) {
                return true;
            }
        }
        return false;
    }

    private boolean moveFrom(int src) {
        int bestIp = -1;
        int bestNode = -1;
        long best = 0;
        for (int i = 0; i < owner.length; i++) {
            for (int n = 0; owner[i] == src && n < imb.length; n++) {
                long sum = (srcAfter(i, src) + dstAfter(i, n)) % MODULUS;
                if (candidate[n]
                        && canTake(n, i)
                        && dstAfter(i, n) < imb[src]
                        && cost(i, n) < cost(i, src)
                        && (bestIp < 0 || sum < best)) {
                    bestIp = i;
                    bestNode = n;
                    best = sum;
                }
            }
        }
        if (bestIp < 0) {
            return false;
        }
        long destination = dstAfter(bestIp, bestNode);
        imb[src] = srcAfter(bestIp, src);
        imb[bestNode] = destination;
        owner[bestIp] = bestNode;
        return true;
    }

    private long srcAfter(int ip, int src) {
        return Math.floorMod(imb[src] - cost(ip, src), MODULUS);
    }

    private long dstAfter(int ip, int node) {
        return (imb[node] + cost(ip, node)) % MODULUS;
    }

    private boolean canTake(int node, int ip) {
        return !problem.policy().noTakeover()
                && problem.entries().get(ip).availableOn().contains(new Pnn(node));
    }

    private long cost(int ip, int node) {
        long sum = 0;
        for (int x = 0; x < owner.length; x++) {
            sum += x != ip && owner[x] == node ? square(ip, x) : 0;
        }
        return sum % MODULUS;
    }

    private long imbalance(int node) {
        long sum = 0;
        for (int a = 0; a < owner.length; a++) {
            for (int b = 0; b < a; b++) {
                sum += owner[a] == node && owner[b] == node ? square(a, b) : 0;
            }
        }
        return sum % MODULUS;
    }

    private long square(int a, int b) {
        int distance = distance(problem.entries().get(a).ip(), problem.entries().get(b).ip());
        return (long) distance * distance;
    }

    static int distance(IpAddress a, IpAddress b) {
        int sum = 0;
        long[] differences = {
            (a.high() ^ b.high()) >>> 32,
            (a.high() ^ b.high()) & 0xffffffffL,
            (a.low() ^ b.low()) >>> 32,
            (a.low() ^ b.low()) & 0xffffffffL
        };
        for (long difference : differences) {
            sum += difference == 0 ? 32 : Long.numberOfLeadingZeros(difference) - 32;
        }
        return sum;
    }
}
