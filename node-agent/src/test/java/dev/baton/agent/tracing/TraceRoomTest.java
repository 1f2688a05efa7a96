package dev.baton.agent.tracing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.callout.CallRecord;
import dev.baton.agent.callout.Entry;
import dev.baton.agent.callout.JobRecord;
import dev.baton.agent.callout.JobState;
import dev.baton.agent.callout.PartCall;
import dev.baton.agent.callout.VolumeRequest;
import dev.baton.agent.runs.ExampleRuns;
import dev.baton.agent.tracing.OtlpReceiver.Received;
import dev.baton.config.Pnn;
import dev.baton.config.TracingOptions;
import dev.baton.events.ScriptResult;
import dev.baton.events.ScriptStatus;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.monitoring.metrics.TraceCounts;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.RunEnding;
import dev.baton.orchestrator.exchange.RunRecord;
import dev.baton.orchestrator.exchange.RunStage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

@DisplayName("Issue 7, traces: one per takeover run and per storage operation, over OTLP/HTTP")
@Timeout(60)
class TraceRoomTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Pnn LEADER = new Pnn(0);
    private static final Pnn OTHER = new Pnn(1);
    private static final Instant NOW = Instant.ofEpochMilli(1_800_000_000_000L);
    private static final String RUN = "takeover run";

    private final OtlpReceiver receiver = new OtlpReceiver();
    private final List<TraceRoom> rooms = new ArrayList<>();

    TraceRoomTest() throws IOException {}

    @AfterEach
    void close() {
        rooms.forEach(TraceRoom::close);
        receiver.close();
    }

    private TraceRoom room(Pnn self, double ratio) {
        TracingOptions options = new TracingOptions(receiver.endpoint(), ratio, "baton");
        TraceRoom room = new TraceRoom(options, "nas1", "n" + self, self, "1.0", () -> NOW);
        rooms.add(room);
        return room;
    }

    private static RunRecord run(RunId id) {
        RunRecord any = ExampleRuns.of(5);
        RunStage.Part done = new RunStage.Part(Duration.ofMillis(90), 1, true, false);
        RunStage.Part failed = new RunStage.Part(Duration.ofMillis(40), 2, true, true);
        RunEnding ending =
                new RunEnding(
                        RunEnding.How.FAILED,
                        Duration.ofMillis(250),
                        1,
                        new TreeMap<>(),
                        new TreeSet<>(),
                        new TreeMap<>(Map.of(OTHER, "50.samba status 1")),
                        List.of(
                                new RunStage(
                                        "takeip",
                                        Duration.ofMillis(20),
                                        Duration.ofMillis(100),
                                        new TreeMap<>(Map.of(LEADER, done, OTHER, failed)))));
        return new RunRecord(
                id,
                new Incarnation(LEADER, 1),
                NOW.toEpochMilli(),
                "node_lost",
                any.input(),
                any.plan(),
                Optional.of(ending));
    }

    private static Fact.EventEnded takeip() {
        List<ScriptResult> scripts =
                List.of(
                        script("10.interface", ScriptStatus.OK, 0, 10),
                        script("50.samba", ScriptStatus.ERROR, 1, 20));
        return new Fact.EventEnded(
                "takeip",
                "eth0 10.0.0.1 24",
                new SequenceResult(SequenceStatus.FAILED, scripts, Duration.ofMillis(30), ""),
                Duration.ofMillis(7));
    }

    private static ScriptResult script(String name, ScriptStatus status, int code, long millis) {
        return new ScriptResult(name, status, code, Duration.ofMillis(millis), "a secret");
    }

    private Received received(String name) {
        return receiver.spans().stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " in " + receiver.spans()));
    }

    @Test
    void whatNodesSendOfARunIsOneTrace() {
        RunId id = new RunId(42, 1);
        TraceRoom leader = room(LEADER, 1);
        TraceRoom other = room(OTHER, 1);
        leader.start();
        other.start();

        leader.accept(new Fact.TakeoverRunStarted(id, "node_lost", 1));
        leader.stored(run(id));
        Incarnation from = new Incarnation(LEADER, 1);
        other.ordered(new Message.Order(from, id, new Incarnation(OTHER, 1), 2, 5000, List.of()));
        other.accept(takeip());
        await().atMost(SOON).until(() -> receiver.spans().size() == 7);

        Received whole = received(RUN);
        assertTrue(receiver.spans().stream().allMatch(it -> it.trace().equals(whole.trace())));
        assertEquals("", whole.parent());
        assertEquals("42.1", whole.attributes().get("baton.run"));
        assertEquals(NOW.toEpochMilli() * 1_000_000, whole.beginNanos());
        assertEquals(250_000_000, whole.endNanos() - whole.beginNanos());
        assertFalse(whole.ok());
        assertEquals(whole.id(), received("takeip").parent());
        assertEquals(received("takeip").id(), received("node 0").parent());
        assertFalse(received("node 1").ok());
        Received event = received("takeip eth0 10.0.0.1 24");
        assertEquals(received("node 1").id(), event.parent(), "of another agent");
        assertEquals(37_000_000, event.endNanos() - event.beginNanos(), "with its waiting");
        assertEquals(event.id(), received("50.samba").parent());
        assertEquals("n1", received("50.samba").resource().get("service.instance.id"));
        assertEquals("nas1", whole.resource().get("baton.cluster"));
        assertTrue(received("10.interface").endNanos() <= received("50.samba").beginNanos());
        assertFalse(receiver.spans().toString().contains("secret"), "what scripts print");
        assertEquals(new TraceCounts(1, 0, 0), leader.counts());
    }

    @Test
    void aStorageJobIsATraceWithItsCallsAndItsPartsOnOtherNodes() {
        TraceRoom first = room(LEADER, 1);
        TraceRoom second = room(OTHER, 1);
        first.start();
        second.start();

        first.over(job("0.17", new VolumeRequest.Attach("v1")), List.of(call(4, "0.17")));
        VolumeRequest part =
                new VolumeRequest.Part(
                        "v1", UUID.randomUUID().toString(), "0.17", 1, PartCall.ATTACH);
        second.over(job("1.3", part), List.of(call(9, "1.3")));
        await().atMost(SOON).until(() -> receiver.spans().size() == 4);

        Received job =
                receiver.spans().stream()
                        .filter(span -> span.parent().isEmpty())
                        .findFirst()
                        .orElseThrow();
        assertEquals("0.17", job.attributes().get("baton.job"));
        assertTrue(job.ok());
        assertTrue(receiver.spans().stream().allMatch(it -> it.trace().equals(job.trace())));
        assertFalse(receiver.spans().toString().contains("password"), "arguments of calls");
    }

    private static JobRecord job(String id, VolumeRequest request) {
        long at = NOW.toEpochMilli();
        return new JobRecord(
                new Entry.JobTaken(id, request, "lvm", at),
                JobState.DONE,
                Optional.empty(),
                Optional.of(new Entry.JobEnded(id, JobState.DONE, "", List.of(), at + 80)),
                List.of(4L));
    }

    private static CallRecord call(long number, String job) {
        long at = NOW.toEpochMilli();
        return new CallRecord(
                new Entry.CallBegun(
                        number,
                        job,
                        0,
                        false,
                        "ganeti",
                        "lvm",
                        "attach",
                        "v1",
                        "/usr/lib/attach",
                        List.of("password=x"),
                        new TreeMap<>(),
                        "/",
                        0,
                        at),
                Optional.of(new Entry.CallEnded(number, "ok", 0, "", "", "", 60, at + 70)));
    }

    @Test
    void aReceiverThatTakesNothingIsCountedAndHoldsNobodyUp() {
        receiver.status = 503;
        TraceRoom room = room(LEADER, 1);
        room.start();

        room.stored(run(new RunId(1, 1)));
        room.stored(run(new RunId(1, 2)));
        await().atMost(SOON).until(() -> room.counts().failed() == 2);

        receiver.status = 200;
        room.stored(run(new RunId(1, 3)));
        await().atMost(SOON).until(() -> room.counts().exported() == 1);
        assertEquals("1.3", received(RUN).attributes().get("baton.run"));
    }

    @Test
    void whatNobodySendsIsDroppedAtTheBound() {
        TraceRoom room = room(LEADER, 1);

        for (int i = 0; i < TraceRoom.MOST_WAITING + 3; i++) {
            room.stored(run(new RunId(2, i + 1)));
        }

        assertEquals(new TraceCounts(0, 0, 3), room.counts());
    }

    @Test
    void ofTracesThatAreLeftOutNothingIsSent() {
        TraceRoom room = room(LEADER, 0);
        room.start();

        room.stored(run(new RunId(3, 1)));

        await().atMost(SOON).until(() -> room.counts().exported() == 1);
        assertEquals(List.of(), receiver.spans());
    }

    @Test
    void eventsThatAreNoPartOfARunAreNoTraces() {
        TraceRoom room = room(LEADER, 1);
        room.accept(takeip());
        room.accept(new Fact.TakeoverRunStarted(new RunId(4, 1), "x", 0));
        SequenceResult ok =
                new SequenceResult(SequenceStatus.OK, List.of(), Duration.ofMillis(5), "");
        room.accept(new Fact.EventEnded("monitor", "", ok));

        room.start();
        room.stored(run(new RunId(4, 1)));
        await().atMost(SOON).until(() -> room.counts().exported() == 1);
        assertEquals(4, receiver.spans().size());
    }
}
