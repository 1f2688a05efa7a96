package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

/** A machine outside the cluster has a public address before the cluster takes it first. */
@NeedsNamespaces
class ForeignMachineNetnsIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    @DisplayName("foreign address = refuse: said, not taken, and taken once that machine is gone")
    void anAddressOfAForeignMachineIsLeftAlone(String family) {
        try (AgentCluster cluster = AgentCluster.of(3)) {
            boolean ipv6 = family.equals("IPv6");
            String ip = ipv6 ? cluster.addresses().getLast() : cluster.addresses().getFirst();
            String client = cluster.namespaces().clientNamespace();
            String line = ip + (ipv6 ? "/64 dev pub1 nodad" : "/24 dev pub1");
            cluster.namespaces().ip(client, "addr add " + line);
            for (AgentNode agent : cluster.agents()) {
                agent.append("etc/baton.conf", "[failover]", "foreign address = refuse");
                agent.start();
            }

            cluster.await("the others are served", LIMIT, () -> carried(cluster) == 3);
            cluster.await("the machine is named", LIMIT, () -> said(cluster, ip));
            cluster.pause(Duration.ofSeconds(2));
            cluster.await("the others stay served", LIMIT, () -> carried(cluster) == 3);
            assertTrue(cluster.agents().stream().noneMatch(it -> !it.configured(ip).isEmpty()));
            cluster.await("status names it", LIMIT, () -> shown(cluster, ip));

            cluster.namespaces().ip(client, "addr del " + line.replace(" nodad", ""));
            cluster.awaitWell();
        }
    }

    private static boolean said(AgentCluster cluster, String ip) {
        return cluster.agents().stream()
                .anyMatch(agent -> agent.said().contains("foreign_machine ip=" + ip));
    }

    /** The nodes try in turn: who asks again has found nobody yet. */
    private static boolean shown(AgentCluster cluster, String ip) {
        return cluster.agent(0)
                .attempt("status")
                .output()
                .contains("outside the cluster uses " + ip + ", as n");
    }

    private static long carried(AgentCluster cluster) {
        return cluster.addresses().stream()
                .filter(
                        ip ->
                                cluster.agents().stream()
                                        .anyMatch(agent -> !agent.configured(ip).isEmpty()))
                .count();
    }
}
