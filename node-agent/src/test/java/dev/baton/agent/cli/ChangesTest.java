package dev.baton.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** Operator experience, sections 1.1 and 1.3: changes, their effects and their exit codes. */
class ChangesTest {

    private static final int DISABLED = 4;
    private static final int BANNED = 8;

    @Test
    void disableIsDoneWhenTheNodeHoldsNothing() {
        ExampleCluster cluster = new ExampleCluster();
        cluster.answering(
                new OperatorReply.Done(""),
                () -> cluster.flagged(1, DISABLED, "firmware").holding(1, 0));

        Answer answer = cluster.run("node disable n2 --reason firmware");

        assertEquals(List.of(new OperatorCommand.Disable(new Pnn(1), "firmware")), cluster.asked);
        assertEquals("n2 is disabled and holds no address (0.00 s)\n", answer.stdout());
        assertEquals(0, answer.exitCode());
    }

    @Test
    void anEffectThatDoesNotShowIsATimeOut() {
        ExampleCluster cluster = new ExampleCluster();

        Answer answer = cluster.runTicking("node disable n2 --wait 50ms");

        assertEquals(7, answer.exitCode());
        assertTrue(
                answer.stderr().contains("not seen within 0.05 s; the work goes on"),
                answer.stderr());
    }

    @Test
    void noWaitReturnsOnceTheChangeIsAccepted() {
        Answer answer = new ExampleCluster().run("node disable n2 --no-wait");

        assertEquals("n2: accepted\n", answer.stdout());
        assertEquals(0, answer.exitCode());
    }

    @Test
    void aMoveIsDoneWhenTheTargetServesTheAddressAlone() {
        ExampleCluster cluster = new ExampleCluster();
        cluster.answering(new OperatorReply.Done(""), () -> cluster.holding(0, 2));

        Answer answer = cluster.run("ip move 192.0.2.101 10.1.0.3");

        assertEquals(
                List.of(new OperatorCommand.Move(ExampleCluster.IPS.getFirst(), new Pnn(2))),
                cluster.asked);
        assertEquals("192.0.2.101 is served by n3 (0.00 s)\n", answer.stdout());
    }

    @Test
    void aBanTakesSeconds() {
        ExampleCluster cluster = new ExampleCluster();
        cluster.answering(
                new OperatorReply.Done(""),
                () -> cluster.flagged(2, BANNED, "noise").holding(2, 0));

        Answer answer = cluster.run("node ban 2 300 --reason noise");

        assertEquals(List.of(new OperatorCommand.Ban(new Pnn(2), 300, "noise")), cluster.asked);
        assertEquals(0, answer.exitCode());
    }

    @Test
    void aNameOfTwoNodesListsBoth() {
        ExampleCluster cluster = new ExampleCluster().named(2, "n2");

        Answer answer = cluster.run("node disable n2");

        assertEquals(List.of(), cluster.asked);
        assertEquals(4, answer.exitCode());
        assertEquals(
                "baton: \"n2\" is more than one node; say which by pnn or address: n2 (pnn 1,"
                        + " 10.1.0.2), n2 (pnn 2, 10.1.0.3)\n",
                answer.stderr());
    }

    @ParameterizedTest
    @CsvSource({"refused, 3", "not found, 4", "late, 7", "failed, 8"})
    void eachReplyHasItsExitCode(String kind, int exitCode) {
        OperatorReply reply =
                switch (kind) {
                    case "refused" -> new OperatorReply.Refused("no majority");
                    case "not found" -> new OperatorReply.NotFound("no such node");
                    case "late" -> new OperatorReply.TimedOut("n2 is silent");
                    default -> new OperatorReply.Failed("takeip failed");
                };
        ExampleCluster cluster = new ExampleCluster();
        cluster.answering(reply, () -> {});

        assertEquals(exitCode, cluster.run("node enable n2").exitCode());
    }

    @Test
    void quietPrintsNothingAndVerboseNamesTheAgent() {
        ExampleCluster cluster = new ExampleCluster();

        assertEquals("", cluster.run("status -q").stdout());
        assertEquals("answered by n1 in 0.0 ms\n", cluster.run("status -v").stderr());
        assertEquals("n1\nn2\nn3\n", cluster.run("node list -o name").stdout());
    }
}
