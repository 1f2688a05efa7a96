package dev.baton.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.config.Pnn;
import dev.baton.config.Tunables;
import dev.baton.orchestrator.cluster.Ballot;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.NodeTunables;
import dev.baton.orchestrator.cluster.SharedTunables;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.List;

@DisplayName("CTDB events contract, section 16, line 7; operator experience, section 1.1")
class TunableCommandsTest {

    private final ExampleCluster cluster = new ExampleCluster();

    /** Shared MonitorInterval, if any, under what a node's files and its operator say. */
    static NodeTunables tuned(String files, Tunables shared, String own) {
        Ballot number = new Ballot(9, new Incarnation(new Pnn(2), 1));
        return new NodeTunables(values(files), new SharedTunables(number, shared), values(own));
    }

    private static Tunables values(String text) {
        Tunables tunables = Tunables.DEFAULT;
        for (String each : text.split(" ", -1)) {
            if (!each.isEmpty()) {
                String[] words = each.split("=", -1);
                tunables = tunables.with(words[0], Integer.parseInt(words[1]));
            }
        }
        return tunables;
    }

    private static final Tunables FIVE = values("MonitorInterval=5");

    private void allShare(Tunables shared) {
        for (int node = 0; node < 3; node++) {
            cluster.tuned(node, tuned("", shared, ""));
        }
    }

    @Test
    void setIsDoneWhenEveryConnectedNodeSaysSo() {
        cluster.flagged(1, 1, "");
        cluster.answering(
                new OperatorReply.Done("done"),
                () -> {
                    cluster.tuned(0, tuned("", FIVE, ""));
                    cluster.tuned(2, tuned("", FIVE, ""));
                });

        Answer answer = cluster.run("tunable set monitorinterval 5");

        assertEquals(
                List.of(new OperatorCommand.ShareVariable("MonitorInterval", 5)), cluster.asked);
        assertEquals("MonitorInterval is 5 for all nodes (0.00 s)\n", answer.stdout());
        assertEquals("", answer.stderr());
        assertEquals(0, answer.exitCode());
    }

    @Test
    void oneNodeThatDoesNotSaySoIsATimeOut() {
        cluster.tuned(0, tuned("", FIVE, ""));
        cluster.tuned(1, tuned("", FIVE, ""));

        Answer answer = cluster.runTicking("tunable set MonitorInterval 5 --wait 50ms");

        assertEquals(7, answer.exitCode());
        assertTrue(
                answer.stderr().contains("look with: baton tunable show MonitorInterval"),
                answer.stderr());
    }

    @Test
    void aNodeWithAValueOfItsOwnIsNamedWithTheCure() {
        allShare(FIVE);
        cluster.tuned(1, tuned("", FIVE, "MonitorInterval=30"));

        Answer answer = cluster.run("tunable set MonitorInterval 5");

        assertEquals(0, answer.exitCode());
        assertTrue(
                answer.stderr()
                        .contains(
                                "n2 goes by 30 of its own; end that with: baton tunable reset"
                                        + " MonitorInterval --node n2"),
                answer.stderr());
    }

    @Test
    @DisplayName("CTDB command contract, section 4, setvar: that node only")
    void withANodeItIsThatNodesAlone() {
        cluster.answering(
                new OperatorReply.Done("done"),
                () -> cluster.tuned(1, tuned("", Tunables.DEFAULT, "EnableBans=0")));

        Answer answer = cluster.run("tunable set EnableBans 0 --node n2");

        assertEquals(
                List.of(new OperatorCommand.SetVariable(new Pnn(1), "EnableBans", 0)),
                cluster.asked);
        assertEquals("EnableBans is 0 on n2 until that is restarted (0.00 s)\n", answer.stdout());
    }

    @Test
    void resetEndsTheSharingOrANodesOwnValue() {
        allShare(FIVE);
        cluster.tuned(1, tuned("", FIVE, "MonitorInterval=30"));
        cluster.answering(new OperatorReply.Done("done"), () -> allShare(FIVE));

        Answer own = cluster.run("tunable reset MonitorInterval --node 10.1.0.2");
        cluster.answering(new OperatorReply.Done("done"), () -> allShare(Tunables.DEFAULT));
        Answer shared = cluster.run("tunable reset MonitorInterval -o json");

        assertEquals(
                List.of(
                        new OperatorCommand.ResetVariable(new Pnn(1), "MonitorInterval"),
                        new OperatorCommand.UnshareVariable("MonitorInterval")),
                cluster.asked);
        assertEquals("MonitorInterval of n2 follows the other nodes (0.00 s)\n", own.stdout());
        assertTrue(
                shared.stdout().contains("MonitorInterval is not shared; each node's files decide"),
                shared.stdout());
        assertEquals(0, shared.exitCode());
    }

    @Test
    void oneWithoutEffectIsSetAndSaidToHaveNone() {
        Answer answer = cluster.run("tunable set KeepaliveLimit 3 --no-wait");

        assertEquals("KeepaliveLimit: accepted\n", answer.stdout());
        assertTrue(
                answer.stderr().contains("KeepaliveLimit has no effect here: See [lease] promise"),
                answer.stderr());
    }

    @Test
    void withoutALeaderNothingIsChangedExit3() {
        cluster.answering(new OperatorReply.Refused("the cluster has no leader now"), () -> {});

        Answer answer = cluster.run("tunable set MonitorInterval 5");

        assertEquals(3, answer.exitCode());
        assertEquals("baton: the cluster has no leader now\n", answer.stderr());
    }
}
