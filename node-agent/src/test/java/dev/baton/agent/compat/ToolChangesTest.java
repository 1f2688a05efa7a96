package dev.baton.agent.compat;

import static dev.baton.orchestrator.cluster.NodeFlag.BANNED;
import static dev.baton.orchestrator.cluster.NodeFlag.DISABLED;
import static dev.baton.orchestrator.cluster.NodeFlag.DISCONNECTED;
import static dev.baton.orchestrator.cluster.NodeFlag.STOPPED;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** CTDB command contract, section 4: commands that change something, their words and waiting. */
class ToolChangesTest {

    private static final Answer DONE = new Answer(0, "", "");

    /** A core that sets and clears flags as it is asked. */
    private static ToolCluster obedient() {
        ToolCluster cluster = new ToolCluster();
        return cluster.answering(
                command -> {
                    switch (command) {
                        case OperatorCommand.Disable it -> flag(cluster, it, DISABLED);
                        case OperatorCommand.StopNode it -> flag(cluster, it, STOPPED);
                        case OperatorCommand.Ban it -> flag(cluster, it, BANNED);
                        case OperatorCommand.OnNode it -> flag(cluster, it);
                        case OperatorCommand.Move _,
                                OperatorCommand.Recover _,
                                OperatorCommand.Reallocate _,
                                OperatorCommand.ShareVariable _,
                                OperatorCommand.UnshareVariable _,
                                OperatorCommand.ReloadNodes _,
                                OperatorCommand.Failback _,
                                OperatorCommand.EnterSection _,
                                OperatorCommand.LeaveSection _,
                                OperatorCommand.TakeObject _,
                                OperatorCommand.GiveObjectBack _ -> {}
                    }
                    return new OperatorReply.Done("done");
                });
    }

    private static void flag(ToolCluster cluster, OperatorCommand.OnNode on, NodeFlag... flags) {
        var _ = cluster.flagged(on.node().value(), flags);
    }

    /** CTDB events contract, section 11 (number 7): EnableBans 0. */
    @Test
    void aBanThatIsIgnoredIsASuccess() {
        ToolCluster cluster =
                new ToolCluster()
                        .answering(
                                command ->
                                        command instanceof OperatorCommand.Ban
                                                ? new OperatorReply.Ignored("EnableBans is 0")
                                                : new OperatorReply.Done("done"));

        assertEquals(DONE, cluster.run("-n 0 ban 60"));
    }

    @Test
    void aFlagIsSetSeenAndThenAddressesAreMoved() {
        ToolCluster cluster = obedient();

        assertEquals(DONE, cluster.run("disable"));
        assertEquals(DONE, cluster.run("enable"));
        assertEquals(DONE, cluster.run("stop -n 3"));
        assertEquals(DONE, cluster.run("-n 3 continue"));
        assertEquals(DONE, cluster.run("-n 0 ban 60"));
        assertEquals(DONE, cluster.run("-n 0 unban"));

        assertEquals(
                """
                Disable[node=1, reason=ctdb]
                Reallocate[]
                Enable[node=1]
                Reallocate[]
                StopNode[node=3, reason=ctdb]
                Reallocate[]
                ContinueNode[node=3]
                Reallocate[]
                Ban[node=0, seconds=60, reason=ctdb]
                Reallocate[]
                Unban[node=0]
                Reallocate[]\
                """,
                cluster.asked());
    }

    @Test
    void whatIsDoneAlreadyIsSaidOnStandardErrorWithExitZero() throws IOException {
        ToolCluster cluster = new ToolCluster();
        ToolCluster flagged =
                new ToolCluster().flagged(0, DISABLED).flagged(1, STOPPED).flagged(3, BANNED);

        new Transcript("changes", "Section 4: changes, their messages and exit codes.")
                .run(flagged, "-n 0 disable", "stop", "-n 3 ban 5", "-n 3 ban x")
                .run(cluster, "enable", "continue", "unban", "ban 0", "ban x", "ban", "disable x")
                .note("a node that cannot be reached is refused before anything is done")
                .run(new ToolCluster().flagged(3, DISCONNECTED), "-n 3 disable")
                .note("the flag is never seen")
                .run(new ToolCluster(), "disable")
                .note("arguments of the others")
                .run(
                        new ToolCluster(),
                        "moveip 10.8.1.31",
                        "moveip bad 1",
                        "moveip 10.8.1.31 9",
                        "moveip 10.8.9.9 0",
                        "-n 0 moveip 10.8.1.31 0",
                        "setifacelink ens2",
                        "setifacelink ens2 sideways",
                        "setifacelink ens9 up",
                        "gratarp 10.8.1.31",
                        "gratarp bad ens2",
                        "setvar MonitorInterval",
                        "setvar Frob 1",
                        "setvar MonitorInterval x",
                        "setvar MonitorInterval -1",
                        "setvar MonitorInterval 99999999999",
                        "setleaderrole",
                        "setleaderrole maybe",
                        "setlmasterrole maybe",
                        "ipreallocate now")
                .check();
        assertEquals(List.of(), cluster.asked);
        assertEquals(List.of(), flagged.asked);
    }

    @Test
    void theLeaderIsAskedAgainUntilItAnswers() {
        ArrayDeque<OperatorReply> replies = new ArrayDeque<>();
        replies.add(new OperatorReply.Refused("the cluster has no leader now"));
        replies.add(new OperatorReply.TimedOut("the agent did not decide within 15 s"));
        replies.add(new OperatorReply.Done("done"));
        ToolCluster cluster =
                new ToolCluster().answering(_ -> Objects.requireNonNull(replies.poll()));

        assertEquals(DONE, cluster.run("ipreallocate"));
        assertEquals(3, cluster.asked.size());
    }

    @Test
    void aFailedRunIsExitOneWithItsReason() {
        ToolCluster failing =
                new ToolCluster().answering(_ -> new OperatorReply.Failed("node 3: takeip"));

        assertEquals(
                new Answer(1, "", "IP reallocation failed: node 3: takeip\n"), failing.run("sync"));
        assertEquals(
                new Answer(1, "", "Recovery failed: node 3: takeip\n"), failing.run("recover"));
    }

    @Test
    @DisplayName("CTDB command contract, section 4, recover: wait for a new generation")
    void aRecoveryThatThisNodeDoesNotSeeIsExitOne() {
        assertEquals(
                new Answer(
                        1, "", "Recovery was done, but this node sees no new generation in time\n"),
                new ToolCluster().run("recover"));
    }

    @Test
    void withoutALeaderTheCallEndsWithItsLongestRunTime() {
        ToolCluster cluster =
                new ToolCluster().answering(_ -> new OperatorReply.Refused("no leader"));

        assertEquals(
                new Answer(1, "", "IP reallocation was not finished in time: no leader\n"),
                cluster.run("ipreallocate -T 20"));
    }

    @Test
    void anAddressIsMovedInAtMostFiveTries() {
        ArrayDeque<OperatorReply> replies = new ArrayDeque<>();
        replies.add(new OperatorReply.Failed("the run failed"));
        replies.add(new OperatorReply.Done("done"));
        ToolCluster second =
                new ToolCluster().answering(_ -> Objects.requireNonNull(replies.poll()));
        ToolCluster never =
                new ToolCluster().answering(_ -> new OperatorReply.Failed("the run failed"));

        assertEquals(DONE, second.run("moveip 10.8.1.31 3"));
        assertEquals(
                new Answer(1, "", "the run failed\nFailed to move IP 10.8.1.31 to node 3\n"),
                never.run("moveip 10.8.1.31 3"));

        assertEquals(2, second.asked.size());
        assertEquals(5, never.asked.size());
        assertEquals("Move[ip=10.8.1.31, to=3]", second.asked.getFirst().toString());
    }

    @Test
    void linksRolesTunablesAndAnnouncementsGoToTheCoreOfTheirNode() {
        ToolCluster cluster = new ToolCluster();
        cluster.answering(
                command -> {
                    cluster.generation += command instanceof OperatorCommand.Recover ? 1 : 0;
                    return new OperatorReply.Done("done");
                });

        assertEquals(DONE, cluster.run("setifacelink ens2 down"));
        assertEquals(DONE, cluster.run("setifacelink ens2 up"));
        assertEquals(DONE, cluster.run("setvar monitorinterval 0x1f"));
        assertEquals(DONE, cluster.run("setleaderrole off"));
        assertEquals(DONE, cluster.run("gratarp 10.8.1.31 ens2"));
        assertEquals(DONE, cluster.run("gratarp 192.0.2.9 lo"));
        assertEquals(DONE, cluster.run("recover"));
        assertEquals(DONE, cluster.run("-n 3 shutdown"));

        assertEquals(
                """
                SetLink[node=1, on=ens2, up=false]
                SetLink[node=1, on=ens2, up=true]
                SetVariable[node=1, name=monitorinterval, value=31]
                SetLeaderRole[node=1, mayLead=false]
                AnnounceAgain[node=1, ip=10.8.1.31]
                Recover[]
                Shutdown[node=3]\
                """,
                cluster.asked());
        assertEquals(List.of("192.0.2.9 lo"), cluster.heralded);
    }

    @Test
    void whatTheCoreRefusesIsExitOneAndAValueThatCannotBeIs22() {
        ToolCluster cluster =
                new ToolCluster().answering(_ -> new OperatorReply.Refused("it is so"));

        assertEquals(new Answer(1, "", "it is so\n"), cluster.run("gratarp 10.8.1.31 ens2"));
        assertEquals(new Answer(22, "", "setvar: it is so\n"), cluster.run("setvar EnableBans 0"));
    }

    /** Section 4: addip, delip, reloadips. */
    @Test
    void addressesAreChangedOnTheirNodeAndReadAgainOnAllThatTakePart() {
        ToolCluster cluster = new ToolCluster();

        assertEquals(DONE, cluster.run("addip 10.8.9.9/24 ens2,ens3"));
        assertEquals(DONE, cluster.run("delip 10.8.1.31"));
        assertEquals(DONE, cluster.run("reloadips"));
        assertEquals(DONE, cluster.run("reloadips all"));
        assertEquals(DONE, cluster.run("reloadips 0,3"));

        assertEquals(
                """
                AddAddress[node=1, address=10.8.9.9/24]
                DeleteAddress[node=1, ip=10.8.1.31]
                ReloadAddresses[node=1]
                Reallocate[]
                ReloadAddresses[node=0]
                ReloadAddresses[node=1]
                ReloadAddresses[node=3]
                Reallocate[]
                ReloadAddresses[node=0]
                ReloadAddresses[node=3]
                Reallocate[]\
                """,
                cluster.asked());
    }

    @Test
    void wrongAddressesChangeNothing() throws IOException {
        ToolCluster cluster = new ToolCluster();

        new Transcript("addresses", "Section 4: addip, delip, reloadips, with wrong arguments.")
                .run(
                        cluster,
                        "addip 10.8.9.9/24",
                        "addip 10.8.9.9 ens2",
                        "addip 10.8.9.9/33 ens2",
                        "addip bad/24 ens2",
                        "addip #10.8.9.9/24 ens2",
                        "addip 10.7.0.11/24 ens2",
                        "addip 10.8.9.9/24 a-name-that-is-too-long",
                        "addip 10.8.1.31/24 ens2",
                        "delip",
                        "delip bad",
                        "delip 10.8.9.9",
                        "reloadips x",
                        "reloadips 9",
                        "-n 0 reloadips",
                        "reloadips all 1")
                .check();
        assertEquals(List.of(), cluster.asked);
    }

    @Test
    void aFileThatCannotBeReadIsSaidWithItsNode() {
        ToolCluster cluster =
                new ToolCluster()
                        .answering(
                                command ->
                                        command instanceof OperatorCommand.ReloadAddresses
                                                ? new OperatorReply.Refused("line 3: no mask")
                                                : new OperatorReply.Done("done"));

        assertEquals(new Answer(1, "", "Node 1: line 3: no mask\n"), cluster.run("reloadips"));
    }

    private static final String TWO =
            "10.9.0.1:50000 10.8.1.31:445\n\n# no line\n [fd00::9]:50001   fd00::5:445\n";

    /** Sections 4 and 4.2: addtickle and deltickle, from arguments, standard input and afar. */
    @Test
    void connectionsAreRegisteredWhereTheyAreMeantFor() {
        ToolCluster cluster = new ToolCluster();

        assertEquals(DONE, cluster.run("addtickle 10.9.0.1:50000 10.8.1.31:445"));
        assertEquals(DONE, cluster.run("-n 3 addtickle", Map.of(), TWO));
        assertEquals(DONE, cluster.run("deltickle", Map.of(), TWO));
        assertEquals(DONE, cluster.run("addtickle", Map.of(), ""));

        assertEquals(
                """
                AddConnections[node=1, connections=[10.9.0.1:50000 10.8.1.31:445]]
                AddConnections[node=3, connections=[10.9.0.1:50000 10.8.1.31:445, [fd00::9]:50001 [fd00::5]:445]]
                RemoveConnections[node=1, connections=[10.9.0.1:50000 10.8.1.31:445, [fd00::9]:50001 [fd00::5]:445]]\
                """,
                cluster.asked());
    }

    @Test
    void aWrongLineRegistersNothing() {
        ToolCluster cluster = new ToolCluster();

        assertEquals(
                new Answer(1, "", "Invalid connection \"x y\", expected IP:PORT IP:PORT\n"),
                cluster.run("addtickle", Map.of(), TWO + "x y\n"));
        for (String wrong :
                List.of(
                        "10.9.0.1:50000 fd00::5:445",
                        "10.9.0.1:70000 10.8.1.31:445",
                        "10.9.0.1 10.8.1.31:445")) {
            assertEquals(1, cluster.run("deltickle " + wrong).exitCode(), wrong);
        }
        assertEquals(1, cluster.run("addtickle 10.9.0.1:50000").exitCode());
        assertEquals(List.of(), cluster.asked);
    }

    /** Section 4, gettickles: text, columns, one port of the server. */
    @Test
    void registeredConnectionsAreShown() throws IOException {
        ToolCluster cluster = new ToolCluster();
        cluster.registered =
                List.of(
                        "10.9.0.1:50000 10.8.1.31:445",
                        "10.9.0.2:50001 10.8.1.31:2049",
                        "[fd00::9]:50001 [fd00::5]:445");

        new Transcript("tickles", "Section 4: gettickles.")
                .run(
                        cluster,
                        "gettickles 10.8.1.31",
                        "-X gettickles 10.8.1.31",
                        "gettickles 10.8.1.31 445",
                        "-Y -x , gettickles fd00::5 445",
                        "gettickles 10.8.9.9",
                        "-X gettickles 10.8.9.9",
                        "gettickles",
                        "gettickles bad",
                        "gettickles 10.8.1.31 x")
                .check();
    }

    @Test
    void rolesAreShownAsTheyStand() {
        ToolCluster cluster = new ToolCluster();
        cluster.mayLead = false;

        assertEquals(DONE, cluster.run("setlmasterrole off"));
        assertEquals("LEADER: NO\nLMASTER: NO\n", cluster.run("getcapabilities").stdout());
        assertEquals(DONE, cluster.run("setlmasterrole on"));
        assertEquals("|LEADER|LMASTER|\n|0|1|\n", cluster.run("-X getcapabilities").stdout());
    }
}
