package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.testcluster.netns.ShellCommand.Outcome;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Events that are asked for beside a node's own (CTDB events contract, sections 2 and 4). */
@NeedsNamespaces
class EventRunNetnsIT {

    private final AgentCluster cluster = AgentCluster.of(1);

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    @DisplayName("Events of any component run by the agent, for baton, ctdb-event and ctdb")
    void eventsRunForWhoeverAsksAndAddressesStayServed() {
        AgentNode node = cluster.agent(0);
        node.script(
                "90.asked", "#!/bin/sh\n[ \"$1\" != hello ] || { echo \"hello $2\"; exit 42; }\n");
        node.write("etc/events/random/10.other.script", "#!/bin/sh", "echo \"other $1\"");
        assertTrue(
                Path.of(node.base().toString(), "etc/events/random/10.other.script")
                        .toFile()
                        .setExecutable(true));
        node.start();
        cluster.await(
                "all served",
                Duration.ofSeconds(30),
                () -> cluster.servedCount() == cluster.addresses().size());

        Outcome run = node.attempt("event", "run", "hello", "you");
        assertEquals(1, run.status(), run.output());
        assertTrue(run.output().contains("90.asked: hello you"), run.output());
        Outcome status = compat(node, "ctdb-event", "status", "legacy", "hello");
        assertEquals(42, status.status(), status.output());
        assertTrue(status.output().contains("\n  OUTPUT: hello you\n"), status.output());

        assertEquals(0, compat(node, "ctdb", "event", "run", "10", "random", "any").status());
        Outcome other = compat(node, "ctdb", "event", "status", "random", "any");
        assertTrue(other.output().startsWith("10.other             OK "), other.output());
        Outcome monitor = compat(node, "ctdb", "scriptstatus");
        assertEquals(0, monitor.status(), monitor.output());
        assertTrue(monitor.output().contains("90.asked "), monitor.output());

        String address = cluster.addresses().getFirst();
        Outcome take =
                compat(node, "ctdb-event", "run", "10", "legacy", "releaseip", "x", address, "24");
        assertEquals(1, take.status(), take.output());
        assertEquals(cluster.addresses().size(), cluster.servedCount(), "nothing has moved");
    }

    private static Outcome compat(AgentNode node, String program, String... words) {
        Path home = Path.of(node.baton().getFirst()).resolveSibling("../compat").normalize();
        List<String> line = new ArrayList<>(List.of("env", "BATON_BASE=" + node.base()));
        line.add(home.resolve(program).toString());
        line.addAll(List.of(words));
        return node.inside(line);
    }
}
