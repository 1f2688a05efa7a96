package dev.baton.agent.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;

/**
 * Architecture, section 10, "Hazelcast's part": one writer per key; an operation in flight may
 * stall; a resumed member can complete a stale write.
 */
@WithMembers
class SharedRecordsTest {

    private static final Optional<StampedRecord> NOTHING = Optional.empty();
    private static final Pnn WRITER = new Pnn(1);

    /** Held, or the JDK forgets its level. */
    private static final Logger QUIET = Logger.getLogger("com.hazelcast");

    private static final List<HazelcastInstance> MEMBERS = twoMembers();

    @AfterAll
    static void end() {
        MEMBERS.forEach(member -> member.getLifecycleService().terminate());
    }

    @Test
    void aWriteOfAnEarlierLifeIsRefusedAndAWriteThatIsRepeatedIsNot() {
        SharedRecords records = records(0);
        StampedRecord newer = record(8, 1);

        assertEquals(new RecordAnswer.Stored(), get(records.put(RecordKind.RUNS, "a", newer)));
        assertEquals(new RecordAnswer.Stored(), get(records.put(RecordKind.RUNS, "a", newer)));
        assertEquals(
                new RecordAnswer.Superseded(newer.stamp()),
                get(records(1).put(RecordKind.RUNS, "a", record(7, 99))));
        assertEquals(newer, kept("a"));
        assertEquals(
                new RecordAnswer.Stored(), get(records.put(RecordKind.RUNS, "a", record(8, 2))));
        assertEquals(record(8, 2), kept("a"));
    }

    @Test
    void whateverTheOrderInWhichWritesArriveTheNewestStays() {
        for (int round = 0; round < 20; round++) {
            String name = "race-" + round;
            List<CompletableFuture<Void>> writers = new ArrayList<>();
            for (int life = 1; life <= 2; life++) {
                SharedRecords records = records(life - 1);
                long incarnation = life;
                writers.add(
                        CompletableFuture.runAsync(
                                () ->
                                        IntStream.rangeClosed(1, 40)
                                                .mapToObj(number -> record(incarnation, number))
                                                .forEach(
                                                        it ->
                                                                get(
                                                                        records.put(
                                                                                RecordKind.RUNS,
                                                                                name,
                                                                                it)))));
            }
            writers.forEach(CompletableFuture::join);

            assertEquals(record(2, 40), kept(name));
        }
    }

    @Test
    void aWriteThatWasHeldUpAfterItsComparisonDoesNotReplaceWhatCameBetween() {
        IMap<String, Object> map = MEMBERS.getFirst().getMap(RecordKind.RUNS.mapName());
        for (Optional<StampedRecord> before : List.of(Optional.of(record(7, 1)), NOTHING)) {
            map.delete("1/h");
            before.ifPresent(record -> map.set("1/h", record.text()));

            RecordAnswer answer =
                    SharedRecords.replaceOlder(
                            heldUp(map, () -> map.set("1/h", record(8, 1).text())),
                            "1/h",
                            record(7, 2));

            assertEquals(new RecordAnswer.Superseded(new Stamp(8, 1)), answer);
            assertEquals(record(8, 1), kept("h"));
        }
    }

    /** The map as a paused member has it: before its first write arrives, something happens. */
    @SuppressWarnings("unchecked") // a proxy of one interface
    private static IMap<String, Object> heldUp(IMap<String, Object> map, Runnable meanwhile) {
        AtomicBoolean happened = new AtomicBoolean();
        InvocationHandler late =
                (_, method, arguments) -> {
                    if (!method.getName().equals("get") && !happened.getAndSet(true)) {
                        meanwhile.run();
                    }
                    return method.invoke(map, arguments);
                };
        return (IMap<String, Object>)
                Proxy.newProxyInstance(
                        IMap.class.getClassLoader(), new Class<?>[] {IMap.class}, late);
    }

    @Test
    void whatIsNoRecordIsNotFoundAndIsReplaced() {
        for (Object forged : List.of("forged", 7L)) {
            MEMBERS.getFirst().<String, Object>getMap(RecordKind.RUNS.mapName()).set("1/f", forged);

            assertEquals(new RecordAnswer.Found(new TreeMap<>()), read(records(0), "f"));
            assertEquals(
                    new RecordAnswer.Stored(),
                    get(records(0).put(RecordKind.RUNS, "f", record(1, 1))));
            assertEquals(record(1, 1), kept("f"));
        }
    }

    @Test
    void aReaderWaitsAsLongAsItSaidWhileAnEarlierCallStalls() {
        CountDownLatch end = new CountDownLatch(1);
        SharedRecords stalled = new SharedRecords(WRITER, () -> waiting(end));
        var _ = stalled.put(RecordKind.RUNS, "a", record(9, 9));

        RecordAnswer answer = read(stalled, "a");

        assertEquals(new RecordAnswer.Unavailable("no answer within 500 ms"), answer);
        end.countDown();
        stalled.close();
    }

    @Test
    void callsThatFindNoPlaceAreRefusedAtOnce() {
        CountDownLatch end = new CountDownLatch(1);
        SharedRecords stalled = new SharedRecords(WRITER, () -> waiting(end));

        List<RecordAnswer> refused =
                IntStream.range(0, 100)
                        .mapToObj(i -> stalled.put(RecordKind.RUNS, "a", record(9, i)))
                        .map(CompletionStage::toCompletableFuture)
                        .filter(CompletableFuture::isDone)
                        .map(CompletableFuture::join)
                        .toList();

        assertTrue(refused.size() >= 30 && refused.size() <= 36, refused::toString);
        assertInstanceOf(RecordAnswer.Unavailable.class, refused.getFirst());
        end.countDown();
        stalled.close();
    }

    /** A member whose operations do not come back. */
    private static Optional<HazelcastInstance> waiting(CountDownLatch end) {
        try {
            var _ = end.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    private static SharedRecords records(int member) {
        return new SharedRecords(WRITER, () -> Optional.of(MEMBERS.get(member)));
    }

    private static StampedRecord record(long incarnation, long sequence) {
        return new StampedRecord(
                new Stamp(incarnation, sequence), "{\"n\":" + incarnation + sequence + "}");
    }

    private static StampedRecord kept(String name) {
        RecordAnswer answer = read(records(0), name);
        return answer instanceof RecordAnswer.Found(var values)
                ? Optional.ofNullable(values.get("1/" + name)).orElseThrow()
                : record(0, 0);
    }

    private static RecordAnswer read(SharedRecords records, String name) {
        return get(
                records.read(
                        RecordKind.RUNS,
                        new TreeSet<>(Set.of(SharedRecords.key(WRITER, name))),
                        Duration.ofMillis(500)));
    }

    private static RecordAnswer get(CompletionStage<RecordAnswer> answer) {
        return answer.toCompletableFuture().join();
    }

    private static List<HazelcastInstance> twoMembers() {
        QUIET.setLevel(Level.SEVERE);
        int port = freePort();
        TreeMap<Pnn, IpAddress> nodes = new TreeMap<>();
        nodes.put(new Pnn(0), IpAddress.of("127.0.0.1"));
        nodes.put(new Pnn(1), IpAddress.of("127.0.0.2"));
        return nodes.keySet().stream()
                .map(pnn -> new MembershipSettings(pnn, nodes, port, "records", false))
                .map(MemberConfig::of)
                .map(Hazelcast::newHazelcastInstance)
                .toList();
    }

    private static int freePort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException none) {
            throw new IllegalStateException("no free port on 127.0.0.1", none);
        }
    }
}
