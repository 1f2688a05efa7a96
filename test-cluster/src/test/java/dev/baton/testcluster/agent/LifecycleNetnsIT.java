package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.testcluster.netns.BesideOthers;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** One real agent and the events of its life. */
@NeedsNamespaces
@BesideOthers
class LifecycleNetnsIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);

    private final AgentCluster cluster = AgentCluster.of(1);
    private final AgentNode node = cluster.agent(0);

    @AfterEach
    void close() {
        cluster.close();
    }

    private void recordEvents() {
        node.script(
                "01.record",
                """
                #!/bin/sh
                echo "$1" >>"$CTDB_BASE/events.log"
                """);
    }

    private void notifyScript() {
        node.write(
                "etc/notify.sh", "#!/bin/sh", "echo \"$* $BATON_NODE_NAME\" >>\"$CTDB_BASE/told\"");
        assertTrue(node.base().resolve("etc/notify.sh").toFile().setExecutable(true));
    }

    @Test
    @DisplayName("notify.sh hears of each step; SIGTERM runs shutdown (contract, 7.2 and 10)")
    void stepsAreToldAndSigtermIsAnOrderlyEnd() {
        recordEvents();
        notifyScript();
        cluster.start();
        cluster.await(
                "the steps told",
                LIMIT,
                () -> node.text("etc/told").equals("init n0\nsetup n0\nstartup n0\nhealthy n0\n"));

        node.signal("TERM");

        assertEquals(0, node.awaitEnd());
        List<String> events = node.text("etc/events.log").lines().toList();
        assertEquals("shutdown", events.getLast());
        assertTrue(events.contains("releaseip"), events::toString);
    }

    /** ADR 0012: the shortcut of 10.interface comes too late, so its script is started. */
    @Test
    @DisplayName("A slow script in front of 10.interface costs time, not the address")
    void aSlowScriptBeforeTheShortcut() {
        node.script(
                "05.slow",
                """
                #!/bin/sh
                [ "$1" != takeip ] || sleep 3.5
                """);

        node.start();

        cluster.await("all addresses served", LIMIT, cluster::served);
        assertFalse(node.configured(cluster.addresses().getFirst()).contains("forever"));
    }

    @Test
    @DisplayName("[failover] disabled: addresses found on the node stay (contract, 13.2.2, 13.4)")
    void withoutFailoverNothingIsTouched() {
        String address = cluster.addresses().getFirst();
        recordEvents();
        node.remove("10.interface");
        node.append("etc/baton.conf", "[failover]", "disabled = true");
        node.inside(List.of("ip", "address", "add", address + "/24", "dev", "pub1"));

        node.start();
        cluster.await("a healthy node", LIMIT, () -> node.status().path("nodes_ok").asInt() == 1);
        cluster.watchOn();
        node.signal("TERM");

        assertEquals(0, node.awaitEnd());
        assertTrue(node.configured(address).contains("forever"), node.configured(address));
        assertEquals(0, node.text("etc/events.log").lines().filter(this::isOfAddresses).count());
    }

    private boolean isOfAddresses(String event) {
        return event.equals("startipreallocate") || event.endsWith("eip");
    }
}
