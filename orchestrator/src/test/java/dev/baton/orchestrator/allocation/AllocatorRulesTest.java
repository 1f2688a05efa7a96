package dev.baton.orchestrator.allocation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/**
 * One rule per row, as owner before and owner after. Contract: CTDB ipalloc, sections 2 to 5.
 *
 * <p>A row has the rule and its section, the number of nodes, the nodes that can host nothing, and
 * the addresses in order; a slash ends each.
 */
class AllocatorRulesTest {

    @DisplayName("Non-deterministic (section 4)")
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    who is able keeps its own (4, 1) | 2 | '' | .3 1 -> 1/.2 0 -> 0
                    the emptiest node, then the lowest (2) | 3 | '' | .3 - -> 0/.2 - -> 1/.1 - -> 2
                    a node that is unable loses its own (2) | 3 | '1' | .3 1 -> 2/.2 0 -> 0
                    one more than another is even (4, 4) | 2 | '' | .3 0 -> 0/.2 0 -> 0/.1 1 -> 1
                    two more is not: the first goes (4, 4) | 2 | '' | .3 0 -> 1/.2 0 -> 0
                    who may go nowhere stays; the bound (4) | 2 | '' | .3 0 0 -> 0/.2 0 0,1 -> 0
                    no node at all: nowhere (2) | 2 | '0,1' | .3 0 -> -/.2 - -> -
                    """)
    void nondeterministic(String rule, int nodes, String unable, String rows) {
        check(new Nondeterministic(), AllocationPolicy.DEFAULT, nodes, unable, rows);
    }

    @DisplayName("Non-deterministic with NoIPFailback and NoIPTakeover (section 4)")
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    NoIPFailback: nothing is balanced (4, 3) | false | true | .3 0 -> 0/.2 0 -> 0
                    NoIPFailback: but what is free is placed | false | true | .3 0 -> 0/.2 - -> 1
                    NoIPTakeover: nothing is placed (4) | true | false | .3 0 -> 0/.2 - -> -
                    NoIPTakeover: nothing is balanced (4) | true | false | .3 0 -> 0/.2 0 -> 0
                    """)
    void nondeterministicWithTunables(
            String rule, boolean noTakeover, boolean noFailback, String rows) {
        check(
                new Nondeterministic(),
                AllocationPolicy.DEFAULT.with(noTakeover, noFailback),
                2,
                "",
                rows);
    }

    @DisplayName("Deterministic (section 3)")
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    place modulo nodes (3, 1) | 2 | '' | .3 1 -> 0/.2 1 -> 1/.1 1 -> 0
                    also of nodes that host nothing (3) | 3 | '1' | .3 - -> 0/.2 - -> 0/.1 - -> 2
                    who may not be there is free (3, 3) | 2 | '' | .3 - 1 -> 1/.2 - -> 1/.1 - -> 0
                    """)
    void deterministic(String rule, int nodes, String unable, String rows) {
        check(new Deterministic(), AllocationPolicy.DEFAULT, nodes, unable, rows);
    }

    @DisplayName("LCP2 (section 5.2)")
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    tie: first address, lowest node (5.2, 3) | 2 | '' | .3 - -> 0/.2 - -> 1
                    who has one gets no other (5.2, 2) | 2 | '' | .3 0 -> 0/.2 0 -> 0/.1 1 -> 1
                    an empty node gets some (5.2, 5) | 2 | '' | .3 0 -> 1/.2 0 -> 0
                    a single address is no imbalance (5.2, 5b) | 2 | '' | .3 0 -> 0
                    no pair is left: nowhere (5.2, 3) | 2 | '0' | .3 - 0 -> -/.2 0 -> 1
                    """)
    void lcp2(String rule, int nodes, String unable, String rows) {
        check(new Lcp2(), AllocationPolicy.DEFAULT, nodes, unable, rows);
    }

    private static void check(
            Allocator allocator, AllocationPolicy policy, int nodes, String unable, String rows) {
        String text = "10.50.1" + rows.strip().replace("/", "\n10.50.1");
        Integer[] unfit =
                unable.isEmpty()
                        ? new Integer[0]
                        : List.of(unable.split(",")).stream()
                                .map(Integer::valueOf)
                                .toArray(Integer[]::new);
        AllocatedTable table = AllocatedTable.onNodes(nodes, text).unhealthy(unfit);

        Assignment result = allocator.allocate(table.problem(policy));

        assertEquals(table.expected(), AllocatedTable.print(result));
    }
}
