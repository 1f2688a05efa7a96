package dev.baton.orchestrator.allocation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The fast LCP2 against the plain one. Contract: CTDB ipalloc, section 5. */
class Lcp2PropertyTest {

    @Property(tries = 500)
    void theFastRuleDecidesAsThePlainOne(@ForAll long seed, @ForAll @IntRange(max = 24) int size) {
        AllocationProblem problem = random(new Random(seed), size);

        Assignment result = new Lcp2().allocate(problem);

        assertEquals(PlainLcp2.owners(problem), List.copyOf(result.owners().values()));
    }

    /** Some 800 addresses of one network on one node wrap its imbalance around 32 bits. */
    @Property(tries = 1)
    void sumsWrapAroundAsInThePlainRule() {
        List<AllocationProblem.Entry> entries = new ArrayList<>();
        for (int i = 799; i >= 0; i--) {
            IpAddress ip = IpAddress.of("10.0." + i / 256 + "." + i % 256);
            SortedSet<Pnn> nodes = new TreeSet<>(List.of(new Pnn(0)));
            if (i % 100 == 0) {
                nodes.add(new Pnn(1));
            }
            entries.add(new AllocationProblem.Entry(ip, Optional.of(new Pnn(0)), nodes));
        }
        AllocationProblem problem = new AllocationProblem(2, entries, AllocationPolicy.DEFAULT);

        Assignment result = new Lcp2().allocate(problem);

        assertEquals(PlainLcp2.owners(problem), List.copyOf(result.owners().values()));
    }

    /** Contract: section 5.3, "stable". */
    @Property(tries = 300)
    void itsOwnOutputStaysAsItIs(@ForAll long seed, @ForAll @IntRange(max = 40) int size) {
        AllocationProblem problem = unforced(random(new Random(seed), size));
        Assignment first = new Lcp2().allocate(problem);

        Assignment second = new Lcp2().allocate(withOwners(problem, first));

        assertEquals(first, second);
    }

    /** Contract: section 5.3, first sentence. */
    @Property(tries = 300)
    void withoutForceNothingMovesBetweenTwoHostingNodes(
            @ForAll long seed, @ForAll @IntRange(max = 40) int size) {
        AllocationProblem problem = unforced(random(new Random(seed), size));
        SortedSet<Pnn> hosting = new TreeSet<>();
        problem.entries().forEach(e -> keptOwner(e).ifPresent(pnn -> hosting.add(pnn)));

        Assignment result = new Lcp2().allocate(problem);

        for (AllocationProblem.Entry entry : problem.entries()) {
            Optional<Pnn> after = owner(result, entry.ip());
            if (keptOwner(entry).isPresent()
                    && after.filter(pnn -> hosting.contains(pnn)).isPresent()) {
                assertEquals(keptOwner(entry), after);
            }
        }
    }

    private static Optional<Pnn> keptOwner(AllocationProblem.Entry entry) {
        return entry.owner().filter(pnn -> entry.availableOn().contains(pnn));
    }

    private static AllocationProblem unforced(AllocationProblem problem) {
        return new AllocationProblem(
                problem.nodes(), problem.entries(), forced(problem.policy(), List.of()));
    }

    private static AllocationProblem withOwners(AllocationProblem problem, Assignment owners) {
        List<AllocationProblem.Entry> entries = new ArrayList<>();
        for (AllocationProblem.Entry e : problem.entries()) {
            entries.add(
                    new AllocationProblem.Entry(e.ip(), owner(owners, e.ip()), e.availableOn()));
        }
        return new AllocationProblem(problem.nodes(), entries, problem.policy());
    }

    private static AllocationProblem random(Random random, int size) {
        int nodes = 1 + random.nextInt(6);
        int family = random.nextInt(3);
        boolean restricted = random.nextBoolean();
        boolean crowded = random.nextBoolean();
        TreeMap<IpAddress, AllocationProblem.Entry> entries =
                new TreeMap<>((a, b) -> AllocationProblem.compareKeys(b, a));
        for (int i = 0; i < size; i++) {
            IpAddress ip = address(random, family == 2 ? random.nextInt(2) : family);
            int owner = crowded ? random.nextInt(2) - 1 : random.nextInt(nodes + 1) - 1;
            entries.put(
                    ip,
                    new AllocationProblem.Entry(
                            ip,
                            owner < 0 ? Optional.empty() : Optional.of(new Pnn(owner)),
                            available(random, nodes, restricted)));
        }
        return new AllocationProblem(nodes, List.copyOf(entries.values()), policy(random));
    }

    private static IpAddress address(Random random, int family) {
        String ip =
                family == 0
                        ? "10." + random.nextInt(3) + ".0." + random.nextInt(32)
                        : "fd00:0:"
                                + random.nextInt(2)
                                + ":1:"
                                + random.nextInt(2)
                                + "::"
                                + Integer.toHexString(random.nextInt(32));
        return IpAddress.of(ip);
    }

    private static SortedSet<Pnn> available(Random random, int nodes, boolean restricted) {
        SortedSet<Pnn> pnns = new TreeSet<>();
        for (int node = 0; node < nodes; node++) {
            if (!restricted || random.nextInt(3) > 0) {
                pnns.add(new Pnn(node));
            }
        }
        return pnns;
    }

    private static AllocationPolicy policy(Random random) {
        List<Pnn> force = new ArrayList<>();
        for (int i = random.nextInt(6) - 3; i > 0; i--) {
            force.add(new Pnn(random.nextInt(8)));
        }
        AllocationPolicy unforced =
                AllocationPolicy.DEFAULT.with(random.nextInt(8) == 0, random.nextInt(5) == 0);
        return forced(unforced, force);
    }

    private static AllocationPolicy forced(AllocationPolicy policy, List<Pnn> force) {
        return policy.withForce(force);
    }

    private static Optional<Pnn> owner(Assignment assignment, IpAddress ip) {
        return assignment.owners().getOrDefault(ip, Optional.empty());
    }
}
