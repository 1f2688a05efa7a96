package dev.baton.testcluster.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.testcluster.netns.BesideOthers;
import dev.baton.testcluster.netns.NetnsCluster;
import dev.baton.testcluster.operator.LocalDaemons.Typed;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

import java.nio.file.Files;
import java.time.Duration;

/**
 * CTDB events contract, section 15, "Test mode": three nodes on one machine, driven by nothing but
 * CTDB's commands.
 */
@Tag("netns")
@Timeout(120)
@EnabledIf(
        value = "dev.baton.testcluster.netns.NetnsCluster#possible",
        disabledReason = "NO NAMESPACES HERE: the kernel or the user's rights forbid them")
@BesideOthers
class NodesOfTestModeNetnsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String WELL =
            "ctdb nodestatus all && test $(ctdb ip all | grep -c ' [012]$') = 4";

    private final NetnsCluster namespaces = NetnsCluster.create(1);
    private final LocalDaemons nodes =
            new LocalDaemons(namespaces, namespaces.nodeNamespace(0), BatonDaemons.kind());

    @AfterEach
    void close() {
        namespaces.close();
    }

    @Test
    void threeNodesShareOneMachineWithoutTouchingItsAddresses() {
        nodes.start();
        nodes.await(0, WELL, LIMIT);
        nodes.await(2, WELL, LIMIT);
        String addresses = namespaces.ip(namespaces.nodeNamespace(0), "-o addr show");

        assertFalse(addresses.contains("10.8.1.31"), addresses);
        for (int node = 0; node < LocalDaemons.NODES; node++) {
            assertEquals(node + "\n", nodes.type(node, "ctdb pnn").stdout());
            assertTrue(Files.isRegularFile(nodes.base(node).resolve("run/pid")));
        }
        assertEquals(0, nodes.type(0, "ctdb disable -n 1").exit());
        nodes.await(1, "test $(ctdb ip | grep -c '^[1f].* [02]$') = 4", LIMIT);
        assertEquals(4, nodes.type(0, "ctdb nodestatus 1").exit());
        assertEquals(0, nodes.type(1, "ctdb enable").exit());
        nodes.await(0, WELL, LIMIT);
        Typed directories =
                nodes.type(
                        0,
                        "for d in volatile persistent state; do test -d \"$(ctdb-config get"
                                + " database \"$d database directory\")\" || exit 1; done");
        assertEquals(0, directories.exit());
    }

    @Test
    void aNodeEndsWithThePipeItReadsAndTheOthersTakeItsAddresses() {
        nodes.start();
        nodes.await(0, WELL, LIMIT);

        assertEquals(0, nodes.closeInput(1), nodes.said(1));

        nodes.await(0, "ctdb nodestatus 1 | grep -q DISCONNECTED", LIMIT);
        nodes.await(0, "test $(ctdb ip all | grep -c ' [02]$') = 4", LIMIT);
        assertEquals(1, nodes.type(1, "ctdb pnn").exit());
    }

    @Test
    void inTheBackgroundItReturnsOnceCommandsAreAnswered() {
        Typed wrong = nodes.type(0, "ctdbd --frob");
        assertEquals(1, wrong.exit());
        assertEquals(
                "ctdbd: unknown option \"--frob\"; known: -i, --interactive\n", wrong.stderr());

        Typed started = nodes.type(0, "ctdbd && ctdb pnn && test -d /proc/$(cat run/pid)");
        assertEquals(new Typed(0, "0\n", ""), started, nodes.said(0));
        Typed again = nodes.type(0, "ctdbd");
        assertEquals(1, again.exit());
        assertTrue(again.stderr().contains("an agent answers at"), again.stderr());
        assertEquals(0, nodes.type(0, "ctdb shutdown").exit());
        nodes.await(0, "flock -n run/agent.lock true", LIMIT);
        nodes.write(0, "public_addresses", "10.8.1.31 eth1");
        Typed refused = nodes.type(0, "ctdbd");
        assertEquals(1, refused.exit());
        assertTrue(refused.stderr().contains("public_addresses"), refused.stderr());
        assertTrue(refused.stderr().endsWith("ctdbd: the agent ended before it answered\n"));
    }
}
