package dev.baton.agent.compat;

import static dev.baton.orchestrator.cluster.NodeFlag.BANNED;
import static dev.baton.orchestrator.cluster.NodeFlag.DISABLED;
import static dev.baton.orchestrator.cluster.NodeFlag.DISCONNECTED;
import static dev.baton.orchestrator.cluster.NodeFlag.STOPPED;
import static dev.baton.orchestrator.cluster.NodeFlag.UNHEALTHY;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.config.ClusterLock;
import dev.baton.config.DatabaseDaemon;
import dev.baton.config.LogLevel;
import dev.baton.config.Pnn;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** CTDB command contract, sections 1 and 3: what the tool prints, byte by byte. */
class CtdbToolGoldenTest {

    @Test
    void optionsStandAnywhereAndWrongOnesAreRefused() throws IOException {
        new Transcript("options", "Section 1: options, targets, usage, exit codes.")
                .run(
                        new ToolCluster().flagged(3, DISCONNECTED, UNHEALTHY),
                        "ip -v -X",
                        "-Xv ip",
                        "-Xn1 ip",
                        "-x : -Y ip",
                        "-x ; -X ip",
                        "--separator=, -X ip",
                        "-x : ip",
                        "-- pnn",
                        "-d DEBUG -t 5 -T 7 pnn",
                        "pnn -n 1",
                        "-n 7 status",
                        "-n -1 status",
                        "-n 3 status",
                        "-n 2 status",
                        "-n all status",
                        "-n x status",
                        "status -n",
                        "-Q status",
                        "--frob status",
                        "-j pnn",
                        "-j -X status",
                        "-x",
                        "nosuch",
                        "status extra",
                        "ipinfo",
                        "-n 1 version")
                .check();
    }

    @Test
    void withoutACommandAllCommandsAreShownAndTheExitCodeIsOne() throws IOException {
        new Transcript("usage", "Section 1: no command. Help is the same with exit 0.")
                .run(new ToolCluster(), "")
                .check();
        assertEquals(0, new ToolCluster().run("--help").exitCode());
        assertEquals(new ToolCluster().run("").stdout(), new ToolCluster().run("-? ip").stdout());
    }

    @Test
    void statusShowsNodesMembersModeAndLeader() throws IOException {
        new Transcript("status", "Section 3.1: status as text, columns and JSON.")
                .run(new ToolCluster(), "status", "-X status", "-j status")
                .note("flags in their order; a disconnected node counts no more")
                .run(
                        new ToolCluster()
                                .flagged(0, UNHEALTHY)
                                .flagged(1, DISABLED, BANNED, STOPPED)
                                .flagged(3, DISCONNECTED, UNHEALTHY),
                        "status",
                        "-X status")
                .note("an interface is down: partially online, which is no flag")
                .run(new ToolCluster().linkDown("ens4"), "status", "-X status", "nodestatus")
                .note("no leader; a node that does not know the others yet")
                .run(
                        new ToolCluster().withoutLeader().in(Runstate.FIRST_RECOVERY),
                        "status",
                        "-j status",
                        "-X nodestatus all")
                .check();
    }

    @Test
    void nodestatusAnswersWithTheFlagsAsExitCode() throws IOException {
        new Transcript(
                        "nodestatus",
                        "Section 3.2: the exit code is the flags of all printed nodes.")
                .run(
                        new ToolCluster().flagged(0, DISABLED).flagged(3, DISCONNECTED, UNHEALTHY),
                        "nodestatus",
                        "nodestatus all",
                        "nodestatus 0",
                        "nodestatus 0,1",
                        "nodestatus 3,0",
                        "-X nodestatus",
                        "-X nodestatus all",
                        "nodestatus 2",
                        "nodestatus 9",
                        "nodestatus x",
                        "nodestatus 0-1",
                        "nodestatus 0 1")
                .check();
    }

    @Test
    void addressesAreShownWithTheirNodesAndInterfaces() throws IOException {
        new Transcript("ip", "Section 3.3: ip, ipinfo, ifaces.")
                .run(
                        new ToolCluster(),
                        "ip",
                        "ip all",
                        "-X ip",
                        "-X ip all",
                        "ip -v",
                        "ip -v -X",
                        "ipinfo 10.8.2.31",
                        "ipinfo 10.8.1.31",
                        "ipinfo 10.8.1.32",
                        "ipinfo 10.8.9.9",
                        "ipinfo bad",
                        "ip some",
                        "ifaces",
                        "-X ifaces")
                .note("an interface is down, its address hosted by nobody")
                .run(
                        new ToolCluster().linkDown("ens3").without("fd00::5"),
                        "ip -v",
                        "-X ip",
                        "ipinfo 10.8.1.31",
                        "-X ifaces")
                .note("no public addresses")
                .run(new ToolCluster().withAddresses(), "ip", "-X ip", "ifaces", "-X ifaces")
                .note("the word of a disconnected node does not count")
                .run(new ToolCluster().flagged(0, DISCONNECTED, UNHEALTHY), "ip")
                .check();
    }

    @Test
    void detailsOfAllAddressesAreThoseOfTheirOwners() throws IOException {
        ToolCluster cluster =
                new ToolCluster()
                        .answering(
                                _ ->
                                        new OperatorReply.Printed(
                                                0,
                                                """
                                                |Public IP|Node|A|A|C|
                                                |10.8.1.31|0|e9|e9,e8|e9,e8|
                                                """,
                                                ""));

        new Transcript("ip-verbose-all", "Section 3.3: with all and -v, each owner is asked.")
                .run(cluster, "ip -v all", "-X -v ip all")
                .check();

        assertEquals(
                new OperatorCommand.CallTool(new Pnn(0), List.of("-Y", "-x", "|", "-v", "ip")),
                cluster.asked.getFirst());
    }

    @Test
    void anAgentTellsOfItself() throws IOException {
        ToolCluster cluster = new ToolCluster();
        cluster.history.accept(ended("startipreallocate", 4));
        cluster.history.accept(ended("ipreallocated", 1204));

        new Transcript("agent", "Section 3.4: one agent about itself.")
                .run(
                        cluster,
                        "pnn",
                        "leader",
                        "runstate",
                        "runstate running",
                        "runstate Setup startup",
                        "runstate frob",
                        "uptime",
                        "ping",
                        "getpid",
                        "getcapabilities",
                        "-X getcapabilities",
                        "listnodes",
                        "-X listnodes",
                        "getreclock",
                        "version",
                        "-j version")
                .note("no leader, no run, and a lock")
                .run(
                        new ToolCluster()
                                .withoutLeader()
                                .in(Runstate.SETUP)
                                .locked(new ClusterLock.LockCommand(List.of("/bin/l", "a"))),
                        "leader",
                        "runstate",
                        "uptime",
                        "getreclock")
                .run(new ToolCluster().locked(new ClusterLock.LockFile("/g/l")), "getreclock")
                .check();
    }

    @Test
    void tunablesAreListedInTheirOrder() throws IOException {
        new Transcript("tunables", "Sections 4 and 4.1: getvar, listvars.")
                .run(
                        new ToolCluster(),
                        "getvar MonitorInterval",
                        "getvar monitorinterval",
                        "getvar IpEventParallelism",
                        "getvar Frob",
                        "getvar DeterministicIPs",
                        "getvar",
                        "listvars",
                        "-X listvars")
                .check();
    }

    @Test
    void levelsAreNamesBeginningsAndNumbers() throws IOException {
        ToolCluster cluster = new ToolCluster();

        new Transcript("debug", "Section 3.4: getdebug, setdebug.")
                .run(
                        cluster,
                        "getdebug",
                        "setdebug debug",
                        "getdebug",
                        "setdebug ERR",
                        "getdebug",
                        "setdebug 2",
                        "getdebug",
                        "setdebug 10",
                        "getdebug",
                        "setdebug 11",
                        "setdebug loud",
                        "setdebug")
                .check();
        assertEquals(LogLevel.DEBUG, cluster.level.get());
    }

    @Test
    void whatIsAboutDatabasesIsNotSupported() throws IOException {
        new Transcript("unsupported", "Section 7: answered with exit 1.")
                .run(
                        new ToolCluster(),
                        "getdbmap",
                        "catdb secrets.tdb",
                        "ptrans a b c d",
                        "statistics",
                        "process-exists 1")
                .check();
    }

    @Test
    void whatIsAboutDatabasesIsHandedToCtdbsOwnToolWhereACtdbdIsBeside() {
        DatabaseDaemon ctdbd =
                new DatabaseDaemon(Path.of("/etc/c"), Path.of("/run/c"), Path.of("/bin/c"));
        ToolCluster cluster = new ToolCluster().flagged(3, DISCONNECTED).beside(ctdbd);
        Answer become = new Answer(256, "/bin/c\0CTDB_BASE=/etc/c\0CTDB_SOCKET=/run/c\0", "");

        for (String line :
                List.of(
                        "getdbmap",
                        "-X -n 3 getdbmap",
                        "attach",
                        "ptrans a b",
                        "statistics",
                        "process-exists 1 2")) {
            assertEquals(become, cluster.run(line), line);
        }
        assertEquals(new Answer(0, "1\n", ""), cluster.run("pnn"));
        assertEquals(1, cluster.run("--frob getdbmap").exitCode());
    }

    @Test
    void aCallForAnotherNodeIsAnsweredByItsAgent() {
        ToolCluster cluster =
                new ToolCluster()
                        .answering(_ -> new OperatorReply.Printed(3, "there\n", "trouble\n"));

        var answer = cluster.run("-n 0 getvar -X EnableBans");

        assertEquals(3, answer.exitCode());
        assertEquals("there\n", answer.stdout());
        assertEquals("trouble\n", answer.stderr());
        assertEquals(
                List.of(
                        new OperatorCommand.CallTool(
                                new Pnn(0),
                                List.of(
                                        "-Y",
                                        "-x",
                                        "|",
                                        "-t",
                                        "10",
                                        "--",
                                        "getvar",
                                        "EnableBans"))),
                cluster.asked);
    }

    @Test
    void aNodeThatDoesNotAnswerIsExitOne() {
        ToolCluster cluster =
                new ToolCluster().answering(_ -> new OperatorReply.TimedOut("node 0 is silent"));

        var answer = cluster.run("-n 0 getpid");

        assertEquals(1, answer.exitCode());
        assertEquals("node 0 is silent\n", answer.stderr());
    }

    @Test
    void theLimitOfACallIsThatOfTheOptionThenOfTheEnvironment() {
        Map<String, String> environment = Map.of("CTDB_TIMEOUT", "7");

        assertEquals(Duration.ofSeconds(7), ToolOptions.read(List.of(), environment).maxRuntime());
        assertEquals(
                Duration.ofSeconds(3), ToolOptions.read(List.of("-T3"), environment).maxRuntime());
        assertEquals(Duration.ofMinutes(2), ToolOptions.read(List.of(), Map.of()).maxRuntime());
    }

    private static Fact ended(String event, int tookMillis) {
        return new Fact.EventEnded(
                event,
                "",
                new SequenceResult(
                        SequenceStatus.OK, List.of(), Duration.ofMillis(tookMillis), ""));
    }
}
