package dev.baton.agent.records;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.core.Hazelcast;

import dev.baton.agent.membership.MemberListener;
import dev.baton.agent.membership.Membership;
import dev.baton.agent.membership.MembershipSettings;
import dev.baton.agent.membership.WithMembers;
import dev.baton.agent.records.SharedHistory.Reading;
import dev.baton.config.IpAddress;
import dev.baton.config.NodeName;
import dev.baton.config.Pnn;
import dev.baton.monitoring.facts.FactHistory;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.exchange.Fact;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Architecture, section 10: records every node may read, also those of a node that is down. */
@WithMembers
class RecordRoomTest {

    private static final Duration BOUND = Duration.ofSeconds(60);

    /** One node: its member, its history and its room. */
    private final class Node implements MemberListener {
        final FactHistory history;
        final Membership membership;
        final RecordRoom room;

        Node(int pnn) {
            Pnn self = new Pnn(pnn);
            history = new FactHistory(self, Clock.systemUTC());
            membership = new Membership(settings(self), this);
            room =
                    new RecordRoom(
                            new Incarnation(self, 100 + pnn),
                            new NodeName("n" + pnn),
                            "1.0",
                            new TreeSet<>(nodes().keySet()),
                            history,
                            membership.records());
            started.add(this);
        }

        Node start() {
            membership.start();
            room.start();
            return this;
        }

        @Override
        public void memberSeen(Pnn peer) {
            room.doubt();
        }

        @Override
        public void memberGone(Pnn peer) {
            room.doubt();
        }
    }

    private final int port = freePort();
    private final List<Node> started = new ArrayList<>();

    @AfterEach
    void abandonAll() {
        started.forEach(node -> node.room.close(Duration.ofMillis(10)));
        started.forEach(node -> node.membership.abandon());
    }

    @Test
    void whatANodeToldAndWhoItIsOutliveIt() {
        Node reader = new Node(0).start();
        Node victim = new Node(1).start();
        new Node(2).start();
        victim.history.accept(new Fact.FlagsChanged(new Pnn(1), 0, 8, "ban credits"));
        victim.history.accept(
                new Fact.TakeoverRunFinished(
                        new RunId(7, 2), true, 1, 0, 0, Duration.ofMillis(70), "n2 disabled"));
        await().atMost(BOUND).until(() -> names(reader.room.facts()).size() == 2);
        await().atMost(BOUND).until(() -> reader.room.nodes().size() == 3);

        victim.membership.abandon();

        List<String> told = List.of("flags_changed", "takeover_run_finished");
        await().atMost(BOUND).until(() -> names(reader.room.facts()), told::equals);
        assertEquals(List.of("takeover_run_finished"), names(reader.room.runs()));
        assertEquals(
                List.of("n0", "n1", "n2"),
                reader.room.nodes().values().stream().map(node -> node.name().value()).toList());
    }

    @Test
    void theLastFactsAreWrittenWhenTheRoomCloses() {
        Node reader = new Node(0).start();
        Node leaving = new Node(1).start();
        await().atMost(BOUND).until(() -> reader.room.nodes().size() == 2);

        leaving.history.accept(new Fact.AgentStopping("operator"));
        leaving.room.close(Duration.ofSeconds(10));

        assertEquals(List.of("agent_stopping"), names(reader.room.facts()));
    }

    @Test
    void sheetsOfProvidersAreSharedWhenTheyChangeAndOutliveTheirNode() {
        Node reader = new Node(0).start();
        Node victim = new Node(1).start();
        victim.room.tellProviders("{\"first\":1}");
        await().atMost(BOUND).until(() -> sheets(reader), Map.of(1, "{\"first\":1}")::equals);
        victim.room.tellProviders("{\"second\":2}");
        reader.room.tellProviders("{}");
        Map<Integer, String> both = Map.of(0, "{}", 1, "{\"second\":2}");
        await().atMost(BOUND).until(() -> sheets(reader), both::equals);

        victim.membership.abandon();

        await().atMost(BOUND).until(() -> sheets(reader), both::equals);
    }

    /** Nobody asked while the record was there. */
    @Test
    void aSheetWhoseRecordIsGoneIsKnownToThoseWhoHeardIt() {
        Node reader = new Node(0).start();
        Node teller = new Node(1).start();
        await().atMost(BOUND).until(() -> reader.room.nodes().size() == 2);
        teller.room.tellProviders("{\"first\":1}");
        await().atMost(BOUND).until(() -> !map().isEmpty());

        map().clear();

        await().atMost(BOUND).until(() -> sheets(reader), Map.of(1, "{\"first\":1}")::equals);
    }

    private static Map<String, Object> map() {
        return Hazelcast.getAllHazelcastInstances().iterator().next().getMap("providers");
    }

    private static Map<Integer, String> sheets(Node node) {
        Map<Integer, String> found = new TreeMap<>();
        if (node.room.providers() instanceof SharedHistory.Sheets.Told(var told)) {
            told.forEach((pnn, sheet) -> found.put(pnn.value(), sheet));
        }
        return found;
    }

    @Test
    void withoutAMemberReadingSaysSoAndClosingDoesNotWait() {
        Node alone = new Node(0);

        assertInstanceOf(Reading.Unreadable.class, alone.room.facts());
        assertInstanceOf(SharedHistory.Sheets.Unreadable.class, alone.room.providers());
        assertTrue(alone.room.nodes().isEmpty());
    }

    @Test
    void whatTheHistoryForgotBeforeItCouldBeSharedIsCounted() {
        Node late = new Node(0);
        for (int told = 0; told < FactHistory.MOST + 5; told++) {
            late.history.accept(new Fact.AgentStopping("operator"));
        }

        late.start();

        await().atMost(BOUND).until(() -> late.room.dropped() == 5);
    }

    private static List<String> names(Reading reading) {
        return reading instanceof Reading.Told(List<ToldFact> facts)
                ? facts.stream().map(fact -> fact.fields().name()).toList()
                : List.of();
    }

    private MembershipSettings settings(Pnn self) {
        return new MembershipSettings(self, nodes(), port, "records", false);
    }

    private static SortedMap<Pnn, IpAddress> nodes() {
        SortedMap<Pnn, IpAddress> nodes = new TreeMap<>();
        for (int pnn = 0; pnn < 3; pnn++) {
            nodes.put(new Pnn(pnn), IpAddress.of("127.0.0." + (pnn + 1)));
        }
        return nodes;
    }

    private static int freePort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException none) {
            throw new IllegalStateException("no free port on 127.0.0.1", none);
        }
    }
}
