package dev.baton.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.agent.records.NodeRecord;
import dev.baton.agent.records.SharedHistory;
import dev.baton.agent.records.SharedHistory.Reading;
import dev.baton.agent.records.ToldFact;
import dev.baton.config.NodeName;
import dev.baton.config.Pnn;
import dev.baton.config.Tunables;
import dev.baton.events.ScriptResult;
import dev.baton.events.ScriptStatus;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.monitoring.facts.FactHistory;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.exchange.Fact;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Operator experience, section 1.2: what commands print, as text and as JSON. */
class PagesGoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/cli");
    private static final int DISCONNECTED = 1;
    private static final int DISABLED = 4;

    @Test
    void aHealthyClusterIsOneSentenceAndTwoTables() throws IOException {
        check("status-healthy", "status", healthy());
    }

    @Test
    void aDisabledNodeIsAProblemWithTheCommandThatEndsIt() throws IOException {
        check("status-disabled", "status", disabled());
    }

    @Test
    void aDeadNodeHoldsNothingAndItsAgeIsShown() throws IOException {
        ExampleCluster cluster = healthy().flagged(2, DISCONNECTED, "");

        check("status-dead", "status", cluster);
    }

    @Test
    void aMachineOutsideTheClusterIsAProblemOfWhoServesOrWouldServeTheAddress() throws IOException {
        check("status-foreign", "status", healthy().foreignFoundBy(0));
        check("ip-show-foreign", "ip show 192.0.2.101", healthy().foreignFoundBy(0));

        String unserved = healthy().holding(0, -1).foreignFoundBy(1).run("status").stdout();
        String past = healthy().foreignFoundBy(1).run("status").stdout();

        assertTrue(unserved.contains("uses 192.0.2.101, as n2 found"), unserved);
        assertFalse(past.contains("outside the cluster"), past);
    }

    /** CTDB events contract, section 12.2 (8). */
    @Test
    void aLockThatKeepsNobodyOutIsAProblem() {
        String status = healthy().doubtingTheLock(1).run("status").stdout();

        assertTrue(status.contains("the cluster lock keeps nobody out"), status);
        assertTrue(status.contains("n2 was given it while another node had it"), status);
    }

    @Test
    void withoutAMajorityTheFirstLineSaysSo() throws IOException {
        check("status-no-majority", "status", healthy().withoutMajority());
    }

    @Test
    void everyReadingCommandHasTextNamesAndJson() throws IOException {
        check("node-list", "node list", disabled());
        check("node-show", "node show n2", disabled());
        check("ip-list", "ip list", healthy());
        check("ip-show", "ip show 192.0.2.102", healthy());
    }

    @Test
    void tunablesAreShownWithTheirSourceAndTheNodesThatDiffer() throws IOException {
        Tunables shared = Tunables.DEFAULT.with("NoIPFailback", 1);
        ExampleCluster cluster =
                healthy()
                        .tuned(0, TunableCommandsTest.tuned("MonitorInterval=20", shared, ""))
                        .tuned(1, TunableCommandsTest.tuned("", shared, "NoIPFailback=0"))
                        .tuned(2, TunableCommandsTest.tuned("MonitorInterval=20", shared, ""));

        check("tunable-list", "tunable list", cluster);
        check("tunable-show", "tunable show noipfailback", cluster);
    }

    @Test
    void factsAreOneLineEach() throws IOException {
        check("history", "history --since 1h", withFacts());
    }

    @Test
    void theHistoryOfADeadNodeIsWhatItToldAndWhatOthersToldOfIt() throws IOException {
        ExampleCluster cluster = withFacts().flagged(1, DISCONNECTED, "").sharing(shared());

        check("history-of-a-node", "history --node n2", cluster);
    }

    @Test
    void theHistoryOfAllNodesIsOrderedByTimeAndEachLineNamesItsNode() throws IOException {
        check("history-of-all", "history --node all --since 1h", withFacts().sharing(shared()));
    }

    @Test
    void withoutTheSharedRecordsThisNodesOwnHistoryIsShownWithAWarning() throws IOException {
        check("history-alone", "history --node n2", withFacts().sharing(unreadable()));
        check("history-no-hazelcast", "history --node n3", withFacts());
        assertEquals("", withFacts().run("history --node n3 -q").stderr());
    }

    @Test
    void theLastResultOfEachEventIsShownWithTheFailingScriptsWords() throws IOException {
        check("event-status", "event status", withFacts());
    }

    @Test
    void aScriptThatCannotRunIsDisabledAndItsReasonIsShown() throws IOException {
        ExampleCluster cluster = new ExampleCluster();
        String missing = "its interpreter is missing: /opt/no/such/shell";
        cluster.history.accept(
                event(
                        SequenceStatus.OK,
                        new ScriptResult(
                                "20.foreign",
                                ScriptStatus.DISABLED,
                                -8,
                                Duration.ofMillis(60),
                                "",
                                missing),
                        script("50.files", ScriptStatus.OK, 0, "fine\n")));

        check("event-status-disabled", "event status", cluster);
    }

    @Test
    void ofANodeThatNeverConnectedTheRecordIsShown() throws IOException {
        NodeRecord record =
                new NodeRecord(
                        new NodeName("n3"), "0.1.0", ExampleCluster.WALL.minusSeconds(3 * 3600));
        SharedHistory records = new ExampleRecords(2, record);
        ExampleCluster cluster = healthy().neverHeard(2).sharing(records);

        check("status-never-heard", "status", cluster);
        check("node-show-never-heard", "node show n3", cluster);
        check("node-list-never-heard", "node list", healthy().neverHeard(2));
    }

    @Test
    void theRunsOfAllLeadersAreListedAndWithoutRecordsThoseOfThisNode() throws IOException {
        Fact failed =
                new Fact.TakeoverRunFinished(
                        new RunId(6, 1), false, 2, 1, 1, Duration.ofMillis(1250), "n1\u001b died");
        SharedHistory records = new ExampleRecords(told(1, 60, 4, failed));

        check("run-list", "run list", withFacts().sharing(records));
        check("run-list-alone", "run list", withFacts().sharing(unreadable()));
        check("run-list-empty", "run list --since 1h", healthy().sharing(new ExampleRecords()));
    }

    private static ExampleCluster healthy() {
        return new ExampleCluster();
    }

    private static ExampleCluster disabled() {
        return new ExampleCluster().flagged(1, DISABLED, "new firmware").holding(1, 0);
    }

    private static ExampleCluster withFacts() {
        ExampleCluster cluster = new ExampleCluster();
        ScriptResult good = script("00.system", ScriptStatus.OK, 0, "");
        ScriptResult bad = script("50.files", ScriptStatus.ERROR, 1, "no answer on port 80\n");
        cluster.history.accept(event(SequenceStatus.OK, good));
        cluster.history.accept(event(SequenceStatus.FAILED, good, bad));
        cluster.history.accept(new Fact.FlagsChanged(new Pnn(1), 0, 4, "new firmware"));
        cluster.history.accept(
                new Fact.TakeoverRunFinished(
                        new RunId(7, 2), true, 1, 0, 0, Duration.ofMillis(70), "n2 disabled"));
        return cluster;
    }

    /** Of n2's last life, of n1 before it was restarted, and n1's own again. */
    private static SharedHistory shared() {
        return new ExampleRecords(
                told(1, 30, 4, new Fact.OperatorActed("ban n1", "done")),
                told(1, 20, 5, new Fact.FlagsChanged(new Pnn(1), 0, 8, "ban credits")),
                told(0, 10, 9, new Fact.PeerDisconnected(new Pnn(1), "silent")),
                told(0, 10, 10, new Fact.MajorityChanged(true)),
                told(0, 86_400, 8, new Fact.PeerConnected(new Pnn(1), 8)));
    }

    private static SharedHistory unreadable() {
        return new ExampleRecords(new Reading.Unreadable("no answer within 500 ms"));
    }

    /** Of a life before the one that runs now. */
    private static ToldFact told(int pnn, int secondsAgo, int id, Fact fact) {
        return ToldFact.of(
                new Incarnation(new Pnn(pnn), 0),
                new FactHistory.Entry(id, ExampleCluster.WALL.minusSeconds(secondsAgo), fact));
    }

    private static Fact event(SequenceStatus status, ScriptResult... scripts) {
        return new Fact.EventEnded(
                "monitor",
                "",
                new SequenceResult(status, List.of(scripts), Duration.ofMillis(120), ""));
    }

    private static ScriptResult script(String name, ScriptStatus status, int code, String output) {
        return new ScriptResult(name, status, code, Duration.ofMillis(60), output);
    }

    private static void check(String name, String line, ExampleCluster cluster) throws IOException {
        compare(name + ".txt", cluster.run(line));
        compare(name + ".json", cluster.run(line + " -o json"));
    }

    private static void compare(String file, Answer answer) throws IOException {
        String actual = answer.stdout() + "exit " + answer.exitCode() + "\n" + answer.stderr();
        Path golden = GOLDEN.resolve(file);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, actual);
        }

        assertEquals(Files.readString(golden), actual, "rewrite with -Dgolden.update=true");
    }
}
