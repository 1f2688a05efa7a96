package dev.baton.agent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.baton.agent.membership.WithMembers;
import dev.baton.agent.records.SharedHistory.Reading;
import dev.baton.agent.records.ToldFact;
import dev.baton.config.ClusterSettings;
import dev.baton.config.Endpoints;
import dev.baton.config.IpAddress;
import dev.baton.config.Layout;
import dev.baton.config.NodeName;
import dev.baton.config.NodesFile;
import dev.baton.config.Pnn;
import dev.baton.config.PublicAddressesFile;
import dev.baton.monitoring.facts.FactHistory;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.VoterSet;
import dev.baton.orchestrator.cluster.Voters;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Input;
import dev.baton.orchestrator.node.NodeMachine;
import dev.baton.orchestrator.node.NodeView;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Architecture, section 10: Hazelcast gives hints and shares records; nothing waits for it. */
@WithMembers
class MembershipRoomTest {

    private static final Duration BOUND = Duration.ofSeconds(90);

    private final int port = freePort();
    private final List<MembershipRoom> rooms = new ArrayList<>();
    private final Queue<Input> inputs = new ConcurrentLinkedQueue<>();

    @AfterEach
    void closeAll() {
        rooms.forEach(MembershipRoom::close);
    }

    @Test
    void settingsSuppressIt() {
        ClusterSettings settings = settings(0, false);

        assertEquals(
                Optional.empty(),
                MembershipRoom.of(
                        settings, self(0), history(0), () -> view(settings), inputs::add));
    }

    @Test
    void aRoomThatNeverStartedSaysThatNothingCanBeReadAndCloses() {
        MembershipRoom room = room(0, history(0));

        assertInstanceOf(Reading.Unreadable.class, room.shared().facts());
    }

    @Test
    void twoRoomsHintAtEachOtherAndShareWhatTheyToldToTheLastFact() {
        FactHistory history = history(1);
        MembershipRoom reader = room(0, history(0));
        MembershipRoom leaving = room(1, history);
        reader.start();
        leaving.start();
        await().atMost(BOUND).until(() -> reader.shared().nodes().size() == 2);

        history.accept(new Fact.AgentStopping("operator"));
        leaving.close();

        assertEquals(
                List.of(new Input.PeerSeen(new Pnn(0)), new Input.PeerSeen(new Pnn(1))),
                inputs.stream()
                        .filter(Input.PeerSeen.class::isInstance)
                        .sorted((a, b) -> a.toString().compareTo(b.toString()))
                        .toList());
        await().atMost(BOUND).until(() -> told(reader), List.of("agent_stopping")::equals);
    }

    private static List<String> told(MembershipRoom room) {
        return room.shared().facts() instanceof Reading.Told(List<ToldFact> facts)
                ? facts.stream().map(fact -> fact.fields().name()).toList()
                : List.of();
    }

    private MembershipRoom room(int pnn, FactHistory history) {
        ClusterSettings settings = settings(pnn, true);
        MembershipRoom room =
                new MembershipRoom(settings, self(pnn), history, () -> view(settings), inputs::add);
        rooms.add(room);
        return room;
    }

    private static NodeView view(ClusterSettings settings) {
        Moment now = new Moment(System.nanoTime());
        return new NodeMachine(
                        NodeSetups.of(
                                settings,
                                self(settings.pnn().value()),
                                Optional.of(founded(settings))),
                        now)
                .view(now);
    }

    private static Incarnation self(int pnn) {
        return new Incarnation(new Pnn(pnn), 7);
    }

    private static FactHistory history(int pnn) {
        return new FactHistory(new Pnn(pnn), Clock.systemUTC());
    }

    private ClusterSettings settings(int pnn, boolean hazelcast) {
        return ClusterSettings.withDefaults(
                        Layout.under(Path.of("base")),
                        new NodeName("n" + pnn),
                        new Pnn(pnn),
                        NodesFile.parse("nodes", List.of("127.0.0.1", "127.0.0.2")).value(),
                        PublicAddressesFile.of(List.of()))
                .withEndpoints(
                        new Endpoints(
                                4480, hazelcast, port, 4482, List.of(IpAddress.of("127.0.0.1"))));
    }

    private static int freePort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException none) {
            throw new IllegalStateException("no free port on 127.0.0.1", none);
        }
    }

    private static Voters founded(ClusterSettings settings) {
        return Voters.founded(VoterSet.of(settings.nodes()));
    }
}
