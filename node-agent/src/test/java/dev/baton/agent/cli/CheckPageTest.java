package dev.baton.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.orchestrator.cluster.NodeFlag;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Monitoring, section 3: baton check is one line with figures, exit 0, 1, 2 or 3")
class CheckPageTest {

    private final ExampleCluster cluster = new ExampleCluster();

    private void says(int exitCode, String line, int nodes, int addresses, int problems) {
        Answer answer = cluster.run("check");

        String figures =
                ("nodes_ok=%d;;;0;3 addresses_served=%d;;;0;3 leader=1;;;0;1 majority=1;;;0;1"
                                + " problems=%d;;;0\n")
                        .formatted(nodes, addresses, problems);
        assertEquals(line + " | " + figures, answer.stdout());
        assertEquals(exitCode, answer.exitCode());
        assertEquals("", answer.stderr());
    }

    @Test
    void whereAllIsWell() {
        says(0, "BATON OK - 3 of 3 nodes OK, 3 of 3 addresses served", 3, 3, 0);
    }

    @Test
    void aNodeThatIsTakenOutIsAWarning() {
        cluster.flagged(1, NodeFlag.DISABLED.bit(), "new | disks").holding(1, 0);

        says(
                1,
                "BATON WARNING - n2 is DISABLED: \"new / disks\"; next: baton node enable n2",
                2,
                3,
                1);
    }

    @Test
    void anAddressOnNoNodeIsCriticalWhateverElseIsWrong() {
        cluster.flagged(1, NodeFlag.DISABLED.bit(), "new disks").holding(1, -1);

        says(
                2,
                "BATON CRITICAL - 192.0.2.102 is unserved, and 1 more; next: baton ip show"
                        + " 192.0.2.102",
                2,
                2,
                2);
    }

    @Test
    void aNodeWithoutAMajorityIsCritical() {
        cluster.withoutMajority();

        Answer answer = cluster.run("check");

        assertEquals(2, answer.exitCode());
        assertTrue(answer.stdout().startsWith("BATON CRITICAL - no majority of nodes answers"));
    }

    @Test
    void programsGetTheSame() {
        Answer answer = cluster.run("check -o json");

        assertEquals(0, answer.exitCode());
        assertTrue(answer.stdout().contains("\"verdict\" : \"OK\""), answer.stdout());
    }
}
