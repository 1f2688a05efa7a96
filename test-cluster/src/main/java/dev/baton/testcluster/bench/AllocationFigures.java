package dev.baton.testcluster.bench;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.allocation.AllocationPolicy;
import dev.baton.orchestrator.allocation.AllocationProblem;
import dev.baton.orchestrator.allocation.Lcp2;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** LCP2 from nothing on 16 nodes, warm, on one core. */
final class AllocationFigures {

    private static final int NODES = 16;
    private static final int RUNS = 9;

    private AllocationFigures() {}

    static List<Figure> measure() {
        return List.of(measure(1000, 0.1), measure(4000, 1.0));
    }

    private static Figure measure(int size, double bar) {
        AllocationProblem problem = problem(size);
        List<Double> seconds = new ArrayList<>();
        for (int run = -RUNS; run < RUNS; run++) {
            long start = System.nanoTime();
            int owners = new Lcp2().allocate(problem).owners().size();
            long took = System.nanoTime() - start;
            if (owners != size) {
                throw new IllegalStateException("expected " + size + " owners, got " + owners);
            }
            if (run >= 0) {
                seconds.add(took / 1e9);
            }
        }
        return new Figure("lcp2_16x" + size, "s", seconds, bar);
    }

    private static AllocationProblem problem(int size) {
        SortedSet<Pnn> nodes = new TreeSet<>();
        for (int node = 0; node < NODES; node++) {
            nodes.add(new Pnn(node));
        }
        List<AllocationProblem.Entry> entries = new ArrayList<>();
        for (int i = size - 1; i >= 0; i--) {
            IpAddress ip = IpAddress.of("10." + (i / 250 + 1) + ".7." + (i % 250 + 1));
            entries.add(new AllocationProblem.Entry(ip, Optional.empty(), nodes));
        }
        return new AllocationProblem(NODES, entries, AllocationPolicy.DEFAULT);
    }
}
