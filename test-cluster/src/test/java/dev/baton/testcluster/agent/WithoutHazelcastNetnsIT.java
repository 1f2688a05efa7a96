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

/** Nothing depends on Hazelcast (architecture, section 10): the cluster is whole without it. */
@NeedsNamespaces
@BesideOthers
class WithoutHazelcastNetnsIT {
    private static final String HAZELCAST_PORT = ":4481";
    private static final String WIRE_PORT = ":4480";

    private final AgentCluster cluster = AgentCluster.of(3);

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    @DisplayName("[cluster] hazelcast = no: kill -9 of a holder; another serves, never both")
    void addressesMoveWithoutHazelcast() {
        cluster.agents()
                .forEach(agent -> agent.append("etc/baton.conf", "[cluster]", "hazelcast = no"));
        cluster.start();
        AgentNode victim = cluster.holder(cluster.addresses().getFirst());
        AgentNode witness = cluster.other(victim);
        cluster.mark("test");

        victim.kill();
        cluster.await(
                "addresses of " + victim.name() + " served elsewhere",
                Duration.ofSeconds(20),
                () -> cluster.servedWithout(victim));
        String listening = witness.inside(List.of("ss", "-Hltn")).output();
        victim.start();
        cluster.awaitWell();

        cluster.watchOn();
        assertEquals(List.of(), cluster.answeredByTwo(), "answered by two nodes");
        assertTrue(listening.contains(WIRE_PORT), listening);
        assertFalse(listening.contains(HAZELCAST_PORT), listening);
    }
}
