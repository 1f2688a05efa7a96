package dev.baton.testcluster.observer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.baton.testcluster.netns.NetnsCluster;
import dev.baton.testcluster.netns.Network;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The observer's word is checked against hands that move addresses without any agent. */
@Tag("netns")
@Timeout(60)
@EnabledIf(
        value = "dev.baton.testcluster.netns.NetnsCluster#possible",
        disabledReason = "NO NAMESPACES HERE: the kernel or the user's rights forbid them")
class ObserverNetnsIT {
    private static final String IPV4 = "10.50.1.101";
    private static final String IPV6 = "fd60:2::101";
    private static final Map<String, Network> ADDRESSES =
            Map.of(IPV4, Network.PUBLIC_1, IPV6, Network.PUBLIC_2);

    private NetnsCluster cluster = NetnsCluster.create(2);
    private Observer observer = start();

    private Observer start() {
        return Observer.start(cluster, Path.of("observer", "observer.py"), ADDRESSES);
    }

    @BeforeEach
    void nodeZeroHoldsBoth() {
        give(0);
        await().atMost(5, SECONDS).until(() -> holding("n0"));
    }

    @AfterEach
    void removeEverything() {
        observer.close();
        cluster.close();
    }

    @Test
    @DisplayName("Failover drills, section 6: double-holding time; one address on two nodes 300 ms")
    void anAddressGivenToTwoNodesForThreeHundredMillisecondsIsReportedSo() {
        observer.mark("double");

        String two = cluster.nodeNamespace(1);
        String script =
                """
                ip address add %1$s/24 dev pub1; ip address add %2$s/64 dev pub2 nodad
                sleep 0.3
                ip address del %1$s/24 dev pub1; ip address del %2$s/64 dev pub2
                """
                        .formatted(IPV4, IPV6);
        cluster.run(two, Duration.ofSeconds(5), List.of("sh", "-c", script));

        await().atMost(5, SECONDS).until(() -> holding("n0"));
        observer.figures()
                .forEach(
                        (address, seen) -> {
                            String what = address + " " + seen;
                            assertTrue(seen.answeredByTwo() >= 0.28, what);
                            assertTrue(seen.answeredByTwo() <= 0.35, what);
                            assertTrue(seen.configuredOnTwo() >= 0.28, what);
                            assertEquals(Optional.of("n1"), seen.takenBy(), what);
                        });
    }

    @Test
    @DisplayName("Failover drills, section 6: a hand-over without overlap is no double holding")
    void aHandOverWithoutOverlapIsReportedAsNone() {
        observer.mark("hand-over");

        take(0);
        give(1);

        await().atMost(5, SECONDS).until(() -> holding("n1"));
        observer.figures()
                .forEach(
                        (address, seen) -> {
                            assertEquals(0.0, seen.answeredByTwo(), address);
                            assertEquals(0.0, seen.configuredOnTwo(), address);
                            assertEquals(List.of("n0"), seen.holdersAtMark(), address);
                        });
    }

    @Test
    @DisplayName("Failover drills, section 6: nobody-holding time")
    void anAddressThatNobodyHasIsOnNoNode() {
        observer.mark("nobody");

        take(0);
        await().atMost(5, SECONDS)
                .until(
                        () ->
                                observer.figures().values().stream()
                                        .allMatch(s -> s.onNoNode() > 0.2));
        give(1);

        await().atMost(5, SECONDS).until(() -> holding("n1"));
        observer.figures()
                .forEach(
                        (address, seen) -> {
                            assertTrue(seen.onNoNode() >= 0.2, address + seen);
                            assertTrue(seen.configuredOnNone() >= 0.18, address + seen);
                        });
    }

    @Test
    @DisplayName("Failover drills, section 5: an announcement is not an answer")
    void aForeignAnnouncementIsNotAnAnswer() {
        observer.mark("announcement");

        String announce =
                """
                import socket, struct
                wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
                wire.bind(("pub1", 0x0806)); mac = wire.getsockname()[4]
                ip = socket.inet_aton("%s")
                for op in (1, 2):
                    body = struct.pack("!HHBBH", 1, 0x800, 6, 4, op) + mac + ip + mac + ip
                    wire.send(b"\\xff" * 6 + mac + struct.pack("!H", 0x806) + body)
                """
                        .formatted(IPV4);
        var sent =
                cluster.run(
                        cluster.nodeNamespace(1),
                        Duration.ofSeconds(5),
                        List.of("/usr/bin/python3", "-c", announce));

        assertEquals(0, sent.status(), sent.output());
        AddressFigures seen = observer.figures().get(IPV4);
        assertTrue(seen != null && seen.takenBy().isEmpty(), () -> String.valueOf(seen));
    }

    private boolean holding(String node) {
        Map<String, List<String>> holders = observer.holders();
        return ADDRESSES.keySet().stream().allMatch(a -> List.of(node).equals(holders.get(a)));
    }

    private void give(int node) {
        cluster.ip(cluster.nodeNamespace(node), "address add " + IPV4 + "/24 dev pub1");
        cluster.ip(cluster.nodeNamespace(node), "address add " + IPV6 + "/64 dev pub2 nodad");
    }

    private void take(int node) {
        cluster.ip(cluster.nodeNamespace(node), "address del " + IPV4 + "/24 dev pub1");
        cluster.ip(cluster.nodeNamespace(node), "address del " + IPV6 + "/64 dev pub2");
    }
}
