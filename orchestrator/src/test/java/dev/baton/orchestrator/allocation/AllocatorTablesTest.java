package dev.baton.orchestrator.allocation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The worked examples, each as owner before and owner after. Contract: CTDB ipalloc, section 6. */
class AllocatorTablesTest {

    private static final AllocationPolicy PLAIN = AllocationPolicy.DEFAULT;

    @Test
    void lcp2MovesTheFirstOfTheBestAddressesToTheEmptyNode() {
        check(
                new Lcp2(),
                PLAIN,
                """
                10.60.2.22  1 -> 1
                10.60.2.21  0 -> 0
                10.50.1.13  1 -> 1
                10.50.1.12  0 -> 2
                10.50.1.11  0 -> 0
                """);
    }

    @Test
    void lcp2TakesOverFromAnUnhealthyNode() {
        check(
                new Lcp2(),
                PLAIN,
                """
                10.60.2.22  1 -> 2
                10.60.2.21  0 -> 0
                10.50.1.13  1 -> 2
                10.50.1.12  0 -> 0
                10.50.1.11  0 -> 0
                """,
                1);
    }

    @Test
    void lcp2WithoutFailbackLeavesTheEmptyNodeEmpty() {
        check(
                new Lcp2(),
                PLAIN.with(false, true),
                """
                10.60.2.22  1 -> 1
                10.60.2.21  0 -> 0
                10.50.1.13  1 -> 1
                10.50.1.12  0 -> 0
                10.50.1.11  0 -> 0
                """);
    }

    @Test
    void lcp2WithoutTakeoverLeavesAddressesOfAnUnhealthyNodeNowhere() {
        check(
                new Lcp2(),
                PLAIN.with(true, false),
                """
                10.60.2.22  1 -> -
                10.60.2.21  0 -> 0
                10.50.1.13  1 -> -
                10.50.1.12  0 -> 0
                10.50.1.11  0 -> 0
                """,
                1);
    }

    @Test
    void nondeterministicEvensOutTheCounts() {
        check(
                new Nondeterministic(),
                PLAIN,
                """
                10.60.2.22  1 -> 1
                10.60.2.21  0 -> 2
                10.50.1.13  1 -> 1
                10.50.1.12  0 -> 0
                10.50.1.11  0 -> 0
                """);
    }

    @Test
    void deterministicGoesByPosition() {
        check(
                new Deterministic(),
                PLAIN,
                """
                10.60.2.22  1 -> 0
                10.60.2.21  0 -> 1
                10.50.1.13  1 -> 2
                10.50.1.12  0 -> 0
                10.50.1.11  0 -> 1
                """);
    }

    @Test
    void deterministicReplacesAnUnhealthyNode() {
        check(
                new Deterministic(),
                PLAIN,
                """
                10.60.2.22  1 -> 0
                10.60.2.21  0 -> 2
                10.50.1.13  1 -> 2
                10.50.1.12  0 -> 0
                10.50.1.11  0 -> 0
                """,
                1);
    }

    @Test
    void deterministicHonoursAHomeWithoutShiftingTheOthers() {
        check(
                new Deterministic(),
                PLAIN.withHomes(home(2)),
                """
                10.60.2.22  1 -> 0
                10.60.2.21  0 -> 0
                10.50.1.13  1 -> 2
                10.50.1.12  0 -> 2
                10.50.1.11  0 -> 0
                """,
                1);
    }

    @Test
    void lcp2RespectsWhereEachAddressIsAllowed() {
        check(
                new Lcp2(),
                PLAIN,
                """
                10.60.2.22  - 2   -> 2
                10.60.2.21  - 1,2 -> 1
                10.50.1.12  - 0,1 -> 0
                10.50.1.11  - 0,1 -> 1
                """);
    }

    @Test
    void withoutForceNothingMovesBetweenNodesThatHostSomething() {
        check(
                new Lcp2(),
                PLAIN,
                """
                10.60.2.23  2 -> 2
                10.60.2.22  1 -> 1
                10.60.2.21  0 -> 0
                10.50.1.13  0 -> 0
                10.50.1.12  0 -> 0
                10.50.1.11  0 -> 0
                """);
    }

    @Test
    void aForcedNodeReceivesAlthoughItHostsSomething() {
        check(
                new Lcp2(),
                PLAIN.withForce(List.of(new Pnn(2), new Pnn(2), new Pnn(77))),
                """
                10.60.2.23  2 -> 2
                10.60.2.22  1 -> 1
                10.60.2.21  0 -> 0
                10.50.1.13  0 -> 2
                10.50.1.12  0 -> 0
                10.50.1.11  0 -> 0
                """);
    }

    /** Operator documentation, "Failback": each algorithm leaves it where it can be hosted. */
    @Test
    void anAddressThatStaysIsNotMovedForBalance() {
        AllocationPolicy policy = PLAIN.withStaying(ips("10.50.1.12", "10.50.1.11"));
        check(
                new Lcp2(),
                policy,
                """
                10.60.2.22  1 -> 1
                10.60.2.21  0 -> 2
                10.50.1.13  1 -> 1
                10.50.1.12  0 -> 0
                10.50.1.11  0 -> 0
                """);
        check(
                new Nondeterministic(),
                policy,
                """
                10.60.2.22  0 -> 1
                10.60.2.21  0 -> 2
                10.50.1.13  0 -> 1
                10.50.1.12  0 -> 0
                10.50.1.11  0 -> 0
                """);
        check(
                new Deterministic(),
                policy,
                """
                10.60.2.22  1 -> 0
                10.60.2.21  0 -> 1
                10.50.1.13  1 -> 2
                10.50.1.12  2 -> 2
                10.50.1.11  0 -> 0
                """);
    }

    @Test
    void anAddressThatStaysLeavesANodeThatCannotHostIt() {
        for (Allocator each : List.of(new Lcp2(), new Nondeterministic(), new Deterministic())) {
            check(each, PLAIN.withStaying(ips("10.50.1.12")), "10.50.1.12  1 -> 0\n", 1);
        }
    }

    private static SortedSet<IpAddress> ips(String... texts) {
        return new TreeSet<>(Arrays.stream(texts).map(IpAddress::of).toList());
    }

    /** Contract: section 3, steps 1 and 2. */
    @Test
    void deterministicSaysWhatItCouldNotRespect() {
        AllocatedTable table = AllocatedTable.onNodes(3, "10.50.1.12 1 -> 0");

        Assignment result =
                new Deterministic()
                        .allocate(table.problem(PLAIN.with(false, true).withHomes(home(9))));

        assertEquals(table.expected(), AllocatedTable.print(result));
        assertEquals(
                List.of(
                        new AllocationWarning.HomeIsNoNode(
                                IpAddress.of("10.50.1.12"), new Pnn(9), 3),
                        new AllocationWarning.NoFailbackIgnored()),
                result.warnings());
    }

    /** Contract: section 3, "noTakeover only stops step 4". */
    @Test
    void deterministicWithoutTakeoverStillMovesByPosition() {
        check(
                new Deterministic(),
                PLAIN.with(true, false),
                """
                10.60.2.22  1 -> 0
                10.60.2.21  0 -> -
                10.50.1.13  1 -> 2
                """,
                1);
    }

    /** Contract: section 1, "anything else". */
    @Test
    void anUnknownAlgorithmNumberIsLcp2() {
        assertEquals(new Deterministic(), Allocator.of(0));
        assertEquals(new Nondeterministic(), Allocator.of(1));
        assertEquals(new Lcp2(), Allocator.of(2));
        assertEquals(new Lcp2(), Allocator.of(3));
    }

    private static SortedMap<IpAddress, Pnn> home(int node) {
        SortedMap<IpAddress, Pnn> homes = new TreeMap<>();
        homes.put(IpAddress.of("10.50.1.12"), new Pnn(node));
        return homes;
    }

    private static void check(
            Allocator allocator, AllocationPolicy policy, String text, Integer... unhealthy) {
        AllocatedTable table = AllocatedTable.onNodes(3, text).unhealthy(unhealthy);

        Assignment result = allocator.allocate(table.problem(policy));

        assertEquals(table.expected(), AllocatedTable.print(result));
    }
}
