package dev.baton.agent.membership;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;

/** Architecture, section 10, "Hazelcast's part": hints, and records off every critical path. */
@WithMembers
class MembershipTest {

    private static final Duration BOUND = Duration.ofSeconds(60);

    /** The peers that were seen and are not gone. */
    private static final class Peers implements MemberListener {
        final Set<Pnn> present = new ConcurrentSkipListSet<>();

        @Override
        public void memberSeen(Pnn peer) {
            present.add(peer);
        }

        @Override
        public void memberGone(Pnn peer) {
            present.remove(peer);
        }
    }

    private final int port = freePort();
    private final List<Membership> started = new ArrayList<>();

    @AfterEach
    void abandonAll() {
        started.forEach(Membership::abandon);
    }

    @Test
    void threeMembersSeeEachOtherShareRecordsAndSeeOneLeave() {
        Peers zero = new Peers();
        Peers two = new Peers();
        Membership first = start(0, "c", zero);
        Membership second = start(1, "c", new Peers());
        start(2, "c", two);
        await().atMost(BOUND).until(() -> zero.present.equals(Set.of(new Pnn(1), new Pnn(2))));
        await().atMost(BOUND).until(() -> two.present.equals(Set.of(new Pnn(0), new Pnn(1))));

        StampedRecord record = new StampedRecord(new Stamp(5, 1), "{\"run\":7}");
        await().atMost(BOUND)
                .until(
                        () -> get(second.records().put(RecordKind.RUNS, "7", record)),
                        RecordAnswer.Stored.class::isInstance);
        SortedMap<String, StampedRecord> expected = new TreeMap<>();
        expected.put("1/7", record);
        await().atMost(BOUND)
                .until(() -> get(read(first, "1/7")), new RecordAnswer.Found(expected)::equals);

        second.stop(Duration.ofSeconds(10));
        await().atMost(BOUND).until(() -> zero.present.equals(Set.of(new Pnn(2))));
    }

    @Test
    void anotherClusterIsNotJoined() {
        Peers zero = new Peers();
        Membership first = start(0, "one", zero);
        Membership second = start(1, "other", new Peers());

        await().atMost(BOUND).until(() -> first.isRunning() && second.isRunning());

        assertTrue(zero.present.isEmpty());
    }

    @Test
    void recordsAnswerThatTheyAreUnavailableBeforeTheMemberRuns() {
        Membership membership = new Membership(settings(0, "c"), new Peers());

        RecordAnswer answer =
                get(membership.records().put(RecordKind.NODES, "self", stamped("{}")));

        assertInstanceOf(RecordAnswer.Unavailable.class, answer);
        assertFalse(membership.isRunning());
        membership.abandon();
    }

    @Test
    void aRecordThatIsTooLargeIsNotTried() {
        Membership membership = new Membership(settings(0, "c"), new Peers());

        RecordAnswer answer =
                get(
                        membership
                                .records()
                                .put(RecordKind.NODES, "self", stamped("x".repeat(70_000))));

        assertTrue(answer.toString().contains("at most 65536"), answer::toString);
        membership.abandon();
    }

    @Test
    void theAddressesOfAllMembersComeFromOnePlaceAndOnlyFromNodes() {
        SortedMap<Pnn, IpAddress> nodes = new TreeMap<>();
        nodes.put(new Pnn(0), IpAddress.of("10.0.0.1"));
        nodes.put(new Pnn(3), IpAddress.of("fd00::3"));
        MembershipSettings settings = new MembershipSettings(new Pnn(0), nodes, 4481, "c", false);

        List<String> joined =
                MemberConfig.of(settings)
                        .getAdvancedNetworkConfig()
                        .getJoin()
                        .getTcpIpConfig()
                        .getMembers();

        assertEquals(List.of("10.0.0.1:4481", "[fd00::3]:4481"), joined);
    }

    private static StampedRecord stamped(String json) {
        return new StampedRecord(new Stamp(1, 1), json);
    }

    private static CompletionStage<RecordAnswer> read(Membership membership, String key) {
        SortedSet<String> keys = new TreeSet<>(Set.of(key));
        return membership.records().read(RecordKind.RUNS, keys, SharedRecords.LIMIT);
    }

    private Membership start(int self, String cluster, MemberListener listener) {
        Membership membership = new Membership(settings(self, cluster), listener);
        started.add(membership);
        membership.start();
        return membership;
    }

    private MembershipSettings settings(int self, String cluster) {
        SortedMap<Pnn, IpAddress> nodes = new TreeMap<>();
        for (int pnn = 0; pnn < 3; pnn++) {
            nodes.put(new Pnn(pnn), IpAddress.of("127.0.0." + (pnn + 1)));
        }
        return new MembershipSettings(new Pnn(self), nodes, port, cluster, false);
    }

    private static RecordAnswer get(CompletionStage<RecordAnswer> answer) {
        try {
            return answer.toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception never) {
            throw new IllegalStateException("no answer within the promised 3 s", never);
        }
    }

    private static int freePort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException none) {
            throw new IllegalStateException("no free port on 127.0.0.1", none);
        }
    }
}
