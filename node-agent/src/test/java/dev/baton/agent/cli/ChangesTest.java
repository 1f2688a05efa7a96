package dev.baton.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.config.FailbackPolicy;
import dev.baton.config.FailbackRules;
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

    @Test
    void anAddressIsAddedOnEveryNodeThatTakesPart() {
        ExampleCluster cluster = new ExampleCluster();
        cluster.answering(new OperatorReply.Done(""), () -> {});

        Answer answer = cluster.run("ip add 192.0.2.101/24 e0 --node all -o json");

        assertEquals(
                "[AddAddress[node=0, address=192.0.2.101/24], AddAddress[node=1,"
                        + " address=192.0.2.101/24], AddAddress[node=2, address=192.0.2.101/24]]",
                cluster.asked.toString());
        assertTrue(
                answer.stdout().contains("192.0.2.101 may be carried by n1, n2, n3"),
                answer.stdout());
        assertEquals(0, answer.exitCode());
    }

    @Test
    void aDeletedAddressGoesWithARunThatIsAskedForAtOnce() {
        ExampleCluster cluster = new ExampleCluster();

        Answer answer = cluster.run("ip delete 192.0.2.101 --node n2 --no-wait");

        assertEquals(
                "[DeleteAddress[node=1, ip=192.0.2.101], Reallocate[]]", cluster.asked.toString());
        assertEquals("192.0.2.101: accepted\n", answer.stdout());
    }

    @Test
    void failbackIsForOneAddressOrAll() {
        ExampleCluster cluster = new ExampleCluster();
        cluster.answering(new OperatorReply.Done("run 7.1 is done, addresses moved: 1"), () -> {});

        Answer one = cluster.run("ip failback 192.0.2.101");
        Answer all = cluster.run("ip failback all -o json");
        Answer none = cluster.run("ip failback 192.0.2.9");

        assertEquals("[Failback[ips=[192.0.2.101]], Failback[ips=[]]]", cluster.asked.toString());
        assertEquals("192.0.2.101: run 7.1 is done, addresses moved: 1\n", one.stdout());
        assertTrue(all.stdout().contains("\"object\" : \"all\""), all.stdout());
        assertEquals(4, none.exitCode());
    }

    @Test
    void theFailbackPolicyOfAnAddressIsShown() {
        FailbackRules rules =
                FailbackRules.parse(
                                "failback",
                                List.of("192.0.2.0/24 daily 00:00-24:00"),
                                new FailbackPolicy.ByHand())
                        .value();

        Answer answer = new ExampleCluster().failback(rules).run("ip show 192.0.2.101");

        assertTrue(
                answer.stdout().endsWith("failback daily 00:00-24:00 (open now)\n"),
                answer.stdout());
    }

    @Test
    void filesAreReadAgainAndThenAddressesAreMoved() {
        ExampleCluster cluster = new ExampleCluster();

        Answer answer = cluster.run("ip reload --node all");

        assertEquals(
                "[ReloadAddresses[node=0], ReloadAddresses[node=1], ReloadAddresses[node=2],"
                        + " Reallocate[]]",
                cluster.asked.toString());
        assertEquals("n1, n2, n3 read the file of public addresses anew\n", answer.stdout());
    }

    @ParameterizedTest
    @CsvSource({
        "ip add 192.0.2.9 e0, 2, the prefix length is missing",
        "ip add 10.1.0.2/24 e0, 2, this is the private address of a node",
        "ip add 192.0.2.9/24 e0 --node n9, 4, no node is called",
        "ip delete 192.0.2.9, 4, is no public address of this cluster"
    })
    void wrongAddressesAreOneSentenceAndChangeNothing(String line, int exit, String words) {
        ExampleCluster cluster = new ExampleCluster();

        Answer answer = cluster.run(line);

        assertEquals(exit, answer.exitCode());
        assertTrue(answer.stderr().contains(words), answer.stderr());
        assertEquals(List.of(), cluster.asked);
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
