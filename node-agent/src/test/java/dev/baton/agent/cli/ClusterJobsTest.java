package dev.baton.agent.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.callout.RealProviders;
import dev.baton.agent.callout.SharedProviders;
import dev.baton.agent.callout.StorageRoom;
import dev.baton.agent.callout.VolumeRequest;
import dev.baton.agent.control.Commands.Answer;
import dev.baton.agent.control.Commands.Invocation;
import dev.baton.agent.records.SharedHistory;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Node 1 has the jobs, node 0 is asked. */
@Timeout(60)
@DisplayName("Storage operations, section 1: jobs are readable on every node")
class ClusterJobsTest {

    private static final Duration AMPLE = Duration.ofSeconds(30);
    private static final int DISCONNECTED = 1;

    private final Map<Pnn, String> sheets = new ConcurrentSkipListMap<>();
    private final SharedHistory records =
            new ExampleRecords(
                    new SharedHistory.Reading.Told(List.of()),
                    new SharedHistory.Reading.Told(List.of()),
                    new TreeMap<>(),
                    () -> new SharedHistory.Sheets.Told(new TreeMap<>(sheets)));
    private final ExampleCluster cluster = new ExampleCluster();
    private final RealProviders there;
    private final RealProviders own;
    private final StorageRoom here;
    private final StorageRoom room;

    ClusterJobsTest(@TempDir Path folder) throws Exception {
        there =
                new RealProviders(Files.createDirectory(folder.resolve("n1")))
                        .files()
                        .of(new Pnn(1), telling(1));
        there.script(
                "files", "setinfo", "while [ ! -e " + there.base + "/go ]; do sleep 0.1; done");
        room = there.room();
        own =
                new RealProviders(Files.createDirectory(folder.resolve("n0")))
                        .files()
                        .of(new Pnn(0), telling(0));
        here = own.room();
        cluster.storage = here;
        room.watch();
        String id =
                room.submit(
                                new VolumeRequest.Create("files", List.of("web1"), 64),
                                new TreeMap<>(Map.of("store", there.store.toString())))
                        .job()
                        .id();
        room.await(id, AMPLE);
        room.submit(new VolumeRequest.SetInfo("web1", "text"), new TreeMap<>());
        await().atMost(AMPLE).until(() -> run("job list").stdout().contains("running"));
    }

    private SharedProviders telling(int pnn) {
        return new SharedProviders(
                records, _ -> {}, sheet -> sheets.put(new Pnn(pnn), sheet), _ -> {});
    }

    @AfterEach
    void close() {
        here.close();
        room.close();
    }

    private Answer run(String line) {
        return cluster.cli().run(new Invocation("/", List.of(line.split(" ", -1)), Map.of(), ""));
    }

    @Test
    void jobsOfAnotherNodeAreListedAndShown() {
        String list = run("job list").stdout();

        assertTrue(list.contains("1.1") && list.contains("done"), list);
        assertTrue(list.contains("1.2") && list.contains("running"), list);
        assertTrue(run("job show 1.2").stdout().startsWith("setinfo web1: running"));
        assertFalse(run("job list --open").stdout().contains("1.1 "));
        assertEquals(4, run("job show 1.9").exitCode());
    }

    @Test
    void anOpenJobOfADeadNodeIsLostAndNotRunning() {
        cluster.flagged(1, DISCONNECTED, "");

        String list = run("job list").stdout();

        assertTrue(list.contains("lost") && !list.contains("running"), list);
        assertTrue(list.contains("done"), list);
        assertTrue(run("job show 1.2 -o json").stdout().contains("\"state\" : \"lost\""));
    }

    @Test
    void volumesOfAnotherNodeAreListedAndShownWithoutTheirParameters() {
        String list = run("volume list").stdout();
        assertTrue(list.lines().anyMatch(line -> line.matches("web1 +1 +ready .*")), list);

        String info = run("volume info web1").stdout();

        assertTrue(info.contains("node       1"), info);
        assertFalse(info.contains(there.store.toString()), info);
        assertEquals(4, run("volume info nobody").exitCode());
    }

    @Test
    void aJobOfAnotherNodeIsWaitedForAndCancelledThere() {
        String answer =
                "{\"apiVersion\":\"baton/v1\",\"kind\":\"Job\",\"id\":\"1.2\",\"state\":\"cancelled\",\"action\":\"setinfo\",\"why\":\"cancelled"
                    + " by an operator\"}";
        cluster.answering(new OperatorReply.Printed(8, answer, ""), () -> {});

        Answer waited = run("job wait 1.2");

        assertEquals(8, waited.exitCode(), waited.toString());
        assertTrue(waited.stdout().startsWith("setinfo: cancelled"), waited.stdout());
        OperatorCommand.CallTool line = (OperatorCommand.CallTool) cluster.asked.getFirst();
        assertEquals(new Pnn(1), line.node());
        assertEquals(List.of("baton", "job", "wait", "1.2"), line.words().subList(0, 4));
        assertTrue(PoolLine.isOne(line.words()));
    }

    @Test
    void whatCancellingWouldDoIsAskedOfTheNodeThatHasTheJob() {
        String answer =
                """
                {"apiVersion":"baton/v1","kind":"CancelPlan","id":"1.2","state":"running",
                 "action":"create","volumes":["a"],
                 "ends":[{"call":7,"action":"create","subject":"a"}],
                 "undo":[{"node":"n1","action":"remove","program":"/p/remove","arguments":[],
                          "environment":{"VOL_CNAME":"a"}}]}
                """;
        cluster.answering(new OperatorReply.Printed(0, answer, ""), () -> {});

        Answer plan = run("job cancel 1.2 --plan");

        assertEquals(
                """
                cancelling job 1.2 (create a, running) would
                  end call 7: create of a, and see what it has done
                  undo, in this order, where it has happened:
                  n1: /p/remove
                      VOL_CNAME=a
                """,
                plan.stdout());
        OperatorCommand.CallTool line = (OperatorCommand.CallTool) cluster.asked.getFirst();
        assertEquals(
                List.of("baton", "job", "cancel", "1.2", "--plan", "-o", "json"), line.words());
    }

    @Test
    void whatCancellingAJobOfThisNodeWouldDoIsSaidAndNotDone() throws Exception {
        own.script("files", "create", "exec sleep 300");
        here.submit(new VolumeRequest.Create("files", List.of("a"), 64), own.parameters());
        await().atMost(AMPLE).until(() -> run("call list").stdout().contains("running"));

        String plan = run("job cancel 0.1 --plan").stdout();

        assertTrue(plan.startsWith("cancelling job 0.1 (create a, running) would\n"), plan);
        assertTrue(plan.contains("  end call 1: create of "), plan);
        assertTrue(plan.contains("/remove\n") && plan.contains("VOL_CNAME=a"), plan);
        assertTrue(run("job list").stdout().contains("running"));
        assertEquals(4, run("job cancel 0.9 --plan").exitCode());
    }

    @Test
    void aNodeThatDoesNotAnswerIsNamed() {
        cluster.answering(new OperatorReply.Refused("node 1 cannot be reached"), () -> {});

        Answer answer = run("job cancel 1.2");

        assertEquals(3, answer.exitCode(), answer.toString());
        assertTrue(answer.stderr().contains("node 1, which has the job, did not answer"));
    }
}
