package dev.baton.orchestrator.allocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The program's text, in and out. Contract: CTDB ipalloc, section 7. */
class AllocationTableTest {

    private static final String FIVE =
            """
            10.50.1.11 0
            10.50.1.12 0
            10.50.1.13 1
            10.60.2.21 0
            10.60.2.22 1
            """;

    @Test
    void theContractsExampleComesOutAsPrinted() {
        prints(
                run("0,2,0", FIVE, Map.of("CTDB_IP_ALGORITHM", "lcp2")),
                """
                10.60.2.22 2
                10.60.2.21 0
                10.50.1.13 2
                10.50.1.12 0
                10.50.1.11 0
                """);
    }

    @Test
    void theThirdFieldSaysWhichNodesKnowAnAddress() {
        prints(
                run(
                        "0,0,0",
                        """
                        10.50.1.11	-1	0,1
                        10.50.1.12 -1 # 0,1
                        10.60.2.21 -1 1,2
                        10.60.2.22 -1 2
                        """,
                        Map.of()),
                """
                10.60.2.22 2
                10.60.2.21 1
                10.50.1.12 0
                10.50.1.11 1
                """);
    }

    @Test
    void readingStopsAtTheFirstEmptyLineAndAMissingPnnIsNowhere() {
        prints(run("0x10,0", "10.0.0.1\n\nnot an address\n", Map.of()), "10.0.0.1 1\n");
    }

    @Test
    void eachNodesOwnViewIsMergedAndTheHighestClaimantWins() {
        Map<String, String> nothingMoves = Map.of("CTDB_SET_NoIPTakeover", "1");

        AllocationTable.Printed printed =
                AllocationTable.parse(
                        "0,0,0",
                        true,
                        """
                        10.0.0.1 0
                        10.0.0.2 0
                        10.0.0.3 1

                        10.0.0.1 1
                        10.0.0.2 2
                        10.0.0.3 0

                        10.0.0.2 -1
                        """
                                .lines()
                                .toList(),
                        nothingMoves,
                        Optional.empty());

        prints(
                printed,
                """
                10.0.0.3 -1
                10.0.0.2 0
                10.0.0.1 1
                """);
    }

    @Test
    void aNodeThatIsNotRunningHostsNothing() {
        prints(
                run("0,0", "10.0.0.1 0\n", Map.of("CTDB_TEST_RUNSTATE", "4,5")),
                """
                10.0.0.1 1
                """);
        prints(run("0,0", "10.0.0.1 0\n", Map.of("CTDB_TEST_RUNSTATE", "1")), "10.0.0.1 -1\n");
    }

    @Test
    void ipv6ComesFirstInCompressedText() {
        prints(
                run("0", "10.0.0.1 0\nFD00:0:0:1:0:0:0:5 0\n::ffff:10.0.0.2 0\n", Map.of()),
                """
                fd00:0:0:1::5 0
                10.0.0.2 0
                10.0.0.1 0
                """);
    }

    /** Contract: section 3, homes. */
    @Test
    void aHomeIsHonouredAndABadFileCountsForNothing() {
        Map<String, String> deterministic =
                Map.of("CTDB_IP_ALGORITHM", "det", "CTDB_TEST_LOGLEVEL", "ERR");
        List<String> lines = FIVE.lines().toList();

        AllocationTable.Printed home =
                AllocationTable.parse(
                        "0,2,0", false, lines, deterministic, Optional.of("10.50.1.12 2\nlone\n"));
        AllocationTable.Printed spoiled =
                AllocationTable.parse(
                        "0,2,0", false, lines, deterministic, Optional.of("10.50.1.12 2\n# x\n"));

        assertEquals("10.50.1.12 2", home.stdout().get(3));
        assertEquals("10.50.1.12 0", spoiled.stdout().get(3));
        assertEquals(List.of(), spoiled.stderr());
    }

    @Test
    void aHomeOnNoNodeIsSaidAtLevelWarning() {
        AllocationTable.Printed printed =
                AllocationTable.parse(
                        "0,0",
                        false,
                        List.of("10.50.1.12 0"),
                        Map.of("CTDB_IP_ALGORITHM", "det"),
                        Optional.of("10.50.1.12 7"));

        assertEquals(List.of("10.50.1.12 0"), printed.stdout());
        assertTrue(printed.stderr().getFirst().contains("no node 7"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''      | 10.0.0.1 0     | STATES: expected comma-separated node flags
                    0,x     | 10.0.0.1 0     | STATES: expected comma-separated node flags
                    0,-1    | 10.0.0.1 0     | STATES: expected comma-separated node flags
                    0,0     | 10.0.0 0       | line 1: expected an address, got "10.0.0"
                    0,0     | 10.0.0.1 one   | line 1: expected a pnn or -1 for nowhere
                    0,0     | 10.0.0.1 -2    | line 1: expected a pnn or -1 for nowhere
                    0,0     | 10.0.0.1 9999  | line 1: expected a pnn or -1 for nowhere
                    0,0     | 10.0.0.1 0 2   | line 1: expected nodes below 2
                    0,0     | 10.0.0.1 0 0,  | line 1: expected nodes below 2
                    0,0     | 10.0.0.1 0 0 1 | line 1: expected nodes below 2
                    """)
    void badInputIsOneSentenceAndExitTwo(String states, String line, String sentence) {
        refuses(run(states, line, Map.of()), sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "CTDB_IP_ALGORITHM, lcp3",
        "CTDB_SET_NoIPTakeover, yes",
        "CTDB_TEST_RUNSTATE, '5,5,5'",
        "CTDB_TEST_RUNSTATE, RUNNING",
        "CTDB_TEST_LOGLEVEL, LOUD"
    })
    void aBadVariableIsNamed(String name, String value) {
        refuses(run("0,0", "10.0.0.1 0", Map.of(name, value)), name + ": expected ");
    }

    @Test
    void multiAllowsNoThirdFieldAndNoMoreListsThanNodes() {
        refuses(multi("0", "10.0.0.1 0 0"), "line 1: expected IP PNN and nothing more with multi");
        refuses(multi("0", "10.0.0.1 0\n\n10.0.0.2 0"), "line 3: expected no more than 1 lists");
    }

    private static AllocationTable.Printed multi(String states, String stdin) {
        return AllocationTable.parse(
                states, true, stdin.lines().toList(), Map.of(), Optional.empty());
    }

    private static AllocationTable.Printed run(
            String states, String stdin, Map<String, String> environment) {
        return AllocationTable.parse(
                states, false, stdin.lines().toList(), environment, Optional.empty());
    }

    private static void prints(AllocationTable.Printed printed, String expected) {
        assertEquals(expected.lines().toList(), printed.stdout());
        assertEquals(List.of(), printed.stderr());
        assertEquals(0, printed.exitCode());
    }

    private static void refuses(AllocationTable.Printed printed, String sentence) {
        assertEquals(List.of(), printed.stdout());
        assertEquals(1, printed.stderr().size());
        assertTrue(
                printed.stderr().getFirst().startsWith("ipalloc: " + sentence), printed::toString);
        assertEquals(2, printed.exitCode());
    }
}
