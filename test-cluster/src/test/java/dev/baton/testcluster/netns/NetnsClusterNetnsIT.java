package dev.baton.testcluster.netns;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.concurrent.TimeUnit.SECONDS;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/** The namespace cluster cuts and heals cables, and leaves nothing (failover drills, section 4). */
@Tag("netns")
@Timeout(60)
@EnabledIf(
        value = "dev.baton.testcluster.netns.NetnsCluster#possible",
        disabledReason = "NO NAMESPACES HERE: the kernel or the user's rights forbid them")
class NetnsClusterNetnsIT {
    @Test
    void closingRemovesNamespacesProcessesAndFiles() throws IOException {
        NetnsCluster cluster = NetnsCluster.create(2);
        Path log = cluster.directory().resolve("sleep.log");
        String inside = cluster.nodeNamespace(0);
        NamespaceProcess sleeper = cluster.start(inside, log, List.of("sleep", "1000"));
        NamespaceProcess shell =
                cluster.start(inside, log, List.of("sh", "-c", "setsid sleep 1000 & exit 0"));
        await().atMost(5, SECONDS).until(() -> !shell.isAlive());

        cluster.close();
        cluster.close();

        assertFalse(sleeper.isAlive());
        assertFalse(Files.exists(cluster.directory()));
        assertEquals(List.of(), namespacesOfThisProcess());
    }

    @Test
    void aPortThatIsDownTakesTheCarrierAndHealingBringsItBack() {
        try (NetnsCluster cluster = NetnsCluster.create(2)) {
            CableCut cut = cluster.cut(0, EnumSet.of(Network.PRIVATE), CutKind.PORT_DOWN);
            await().atMost(5, SECONDS).until(() -> !cluster.hasCarrier(0, Network.PRIVATE));
            assertNotEquals(0, ping(cluster));

            cut.heal();

            assertTrue(cluster.hasCarrier(0, Network.PRIVATE));
            await().atMost(5, SECONDS).until(() -> ping(cluster) == 0);
        }
    }

    @Test
    void aPortOutOfTheBridgeKeepsTheCarrierAndPassesNothing() {
        try (NetnsCluster cluster = NetnsCluster.create(2)) {
            CableCut cut = cluster.cut(0, EnumSet.allOf(Network.class), CutKind.OUT_OF_BRIDGE);
            assertTrue(cluster.hasCarrier(0, Network.PRIVATE));
            assertNotEquals(0, ping(cluster));

            cut.heal();

            assertEquals(0, ping(cluster));
        }
    }

    @Test
    void leftoversOfADeadOwnerAreSweptAndThoseOfALivingOneStay() {
        ShellCommand.run("ip", "netns", "add", "baton-4194304-n0");
        try (NetnsCluster cluster = NetnsCluster.create(1)) {
            assertFalse(Files.exists(NetnsCluster.path("baton-4194304-n0")));
            assertEquals(List.of(), NetnsCluster.sweep());
            assertTrue(Files.exists(NetnsCluster.path(cluster.nodeNamespace(0))));
        }
    }

    private static int ping(NetnsCluster cluster) {
        String peer = cluster.nodeAddress(1, Network.PRIVATE);
        List<String> connect =
                List.of("bash", "-c", "exec 3<>/dev/tcp/" + peer + "/9 2>&1 || true");
        String said =
                cluster.run(cluster.nodeNamespace(0), Duration.ofSeconds(1), connect).output();
        return said.contains("refused") ? 0 : 1;
    }

    private static List<String> namespacesOfThisProcess() throws IOException {
        String prefix = "baton-" + ProcessHandle.current().pid() + "-";
        if (!Files.isDirectory(Path.of("/run/netns"))) {
            return List.of();
        }
        try (Stream<Path> named = Files.list(Path.of("/run/netns"))) {
            return named.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .toList();
        }
    }
}
