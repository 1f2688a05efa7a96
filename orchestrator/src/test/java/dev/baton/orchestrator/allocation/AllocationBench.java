package dev.baton.orchestrator.allocation;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Prints median times of warm LCP2 runs; a program for people, not a test. */
public final class AllocationBench {

    private static final int NODES = 16;
    private static final int RUNS = 15;

    private AllocationBench() {}

    /** Measures 1000 and 4000 addresses: from nothing, a node failing, a node joining. */
    public static void main(String[] arguments) {
        for (int size : new int[] {1000, 4000}) {
            AllocationProblem empty = problem(size, Optional.empty(), NODES);
            report("from nothing", size, empty);
            report("one node failing", size, again(empty, NODES - 1));
            report("one node joining", size, again(problem(size, Optional.empty(), 15), NODES));
            report("all on node 0", size, problem(size, Optional.of(new Pnn(0)), NODES));
        }
    }

    private static void report(String what, int size, AllocationProblem problem) {
        long[] nanos = new long[RUNS];
        for (int run = -RUNS; run < RUNS; run++) {
            long start = System.nanoTime();
            int hash = new Lcp2().allocate(problem).owners().size();
            nanos[Math.floorMod(run, RUNS)] = System.nanoTime() - start + hash - size;
        }
        Arrays.sort(nanos);
        System.out.printf("%d x %d %s: %.1f ms%n", NODES, size, what, nanos[RUNS / 2] / 1e6);
    }

    private static AllocationProblem again(AllocationProblem first, int healthy) {
        Assignment result = new Lcp2().allocate(first);
        List<AllocationProblem.Entry> entries = new ArrayList<>();
        result.owners().forEach((ip, owner) -> entries.add(entry(ip, owner, healthy)));
        return new AllocationProblem(NODES, entries, AllocationPolicy.DEFAULT);
    }

    private static AllocationProblem problem(int size, Optional<Pnn> owner, int healthy) {
        List<AllocationProblem.Entry> entries = new ArrayList<>();
        for (int i = size - 1; i >= 0; i--) {
            int network = i / 250;
            IpAddress ip = IpAddress.of("10." + (network + 1) + ".7." + (i % 250 + 1));
            entries.add(entry(ip, owner, healthy));
        }
        return new AllocationProblem(NODES, entries, AllocationPolicy.DEFAULT);
    }

    private static AllocationProblem.Entry entry(IpAddress ip, Optional<Pnn> owner, int healthy) {
        SortedSet<Pnn> nodes = new TreeSet<>();
        for (int node = 0; node < healthy; node++) {
            nodes.add(new Pnn(node));
        }
        return new AllocationProblem.Entry(ip, owner, nodes);
    }
}
