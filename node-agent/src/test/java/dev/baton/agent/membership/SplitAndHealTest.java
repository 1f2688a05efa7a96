package dev.baton.agent.membership;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.hazelcast.config.Config;
import com.hazelcast.config.EndpointConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Architecture, section 10, "Hazelcast's part": two real members whose only ways to each other are
 * cut and mended. ADR 0010: a merge keeps the greater stamp.
 */
@WithMembers
class SplitAndHealTest {

    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final Pnn WRITER = new Pnn(1);

    /** Held, or the JDK forgets its level. */
    private static final Logger QUIET = Logger.getLogger("com.hazelcast");

    private final List<CuttableLink> links = new ArrayList<>();
    private final List<HazelcastInstance> members = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        QUIET.setLevel(Level.SEVERE);
        int port = freePort();
        for (int node = 1; node <= 2; node++) {
            links.add(new CuttableLink("127.0.1." + node, "127.0.0." + node, port));
        }
        for (int node = 1; node <= 2; node++) {
            members.add(Hazelcast.newHazelcastInstance(config(node, port)));
        }
        awaitSize(2);
    }

    @AfterEach
    void end() throws IOException {
        members.forEach(member -> member.getLifecycleService().terminate());
        for (CuttableLink link : links) {
            link.close();
        }
    }

    @Test
    @DisplayName("Whichever half wrote the newer record, it stays when the halves meet again")
    void theNewerRecordOfEitherHalfStays() {
        write(0, "first", record(5, 1));
        write(0, "second", record(5, 1));
        links.forEach(CuttableLink::cut);
        awaitSize(1);

        write(0, "first", record(6, 1));
        write(1, "first", record(5, 2));
        write(0, "second", record(5, 2));
        write(1, "second", record(6, 1));
        write(0, "only-first", record(5, 3));
        write(1, "only-second", record(5, 4));
        assertEquals(Optional.of(record(5, 2)), read(1, "first"));
        links.forEach(CuttableLink::heal);
        awaitSize(2);

        for (int half = 0; half < 2; half++) {
            awaitRecord(half, "first", record(6, 1));
            awaitRecord(half, "second", record(6, 1));
            awaitRecord(half, "only-first", record(5, 3));
            awaitRecord(half, "only-second", record(5, 4));
        }
    }

    /** As a node's, but for the addresses under which the others know it. */
    private static Config config(int node, int port) {
        SortedMap<Pnn, IpAddress> nodes = new TreeMap<>();
        nodes.put(new Pnn(node), IpAddress.of("127.0.0." + node));
        Config config =
                MemberConfig.of(new MembershipSettings(new Pnn(node), nodes, port, "split", false));
        var network = config.getAdvancedNetworkConfig();
        network.getJoin()
                .getTcpIpConfig()
                .setMembers(List.of("127.0.1.1:" + port, "127.0.1.2:" + port));
        network.getEndpointConfigs()
                .values()
                .forEach(endpoint -> publish(endpoint, "127.0.1." + node + ":" + port));
        return config;
    }

    private static void publish(EndpointConfig endpoint, String address) {
        if (endpoint instanceof ServerSocketEndpointConfig listening) {
            listening.setPublicAddress(address);
        }
    }

    private void awaitSize(int size) {
        await().atMost(BOUND)
                .until(
                        () ->
                                members.stream()
                                        .allMatch(
                                                it -> it.getCluster().getMembers().size() == size));
    }

    private void awaitRecord(int half, String name, StampedRecord expected) {
        await().atMost(BOUND).until(() -> read(half, name), Optional.of(expected)::equals);
    }

    private void write(int half, String name, StampedRecord record) {
        RecordAnswer answer =
                records(half).put(RecordKind.RUNS, name, record).toCompletableFuture().join();
        assertEquals(new RecordAnswer.Stored(), answer);
    }

    private Optional<StampedRecord> read(int half, String name) {
        String key = SharedRecords.key(WRITER, name);
        RecordAnswer answer =
                records(half)
                        .read(RecordKind.RUNS, new TreeSet<>(Set.of(key)), SharedRecords.LIMIT)
                        .toCompletableFuture()
                        .join();
        return answer instanceof RecordAnswer.Found(SortedMap<String, StampedRecord> values)
                ? Optional.ofNullable(values.get(key))
                : Optional.empty();
    }

    private SharedRecords records(int half) {
        return new SharedRecords(WRITER, () -> Optional.of(members.get(half)));
    }

    private static StampedRecord record(long incarnation, long sequence) {
        return new StampedRecord(
                new Stamp(incarnation, sequence), "{\"n\":" + incarnation + sequence + "}");
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
