package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.testcluster.netns.ShellCommand.Outcome;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The nodes are what a command prints: at the start, and again at each reload. */
@NeedsNamespaces
@DisplayName("CTDB events contract, section 15, nodes: [cluster] nodes list = !command args")
class NodesCommandNetnsIT {

    private static final int BAD_SETTINGS = 78;
    private static final int REFUSED = 3;

    @Test
    void anAgentStartsAndReloadsByACommandWhoseExitStatusDoesNotCount() {
        try (AgentCluster cluster = AgentCluster.of(1)) {
            AgentNode node = cluster.agent(0);
            node.write("etc/baton.conf", "[node]", "name = n0", "[cluster]", command(node));
            node.write("etc/nodes", "not read");
            node.write("etc/listed", "10.77.0");
            Outcome wrong = node.attempt("agent");
            assertEquals(BAD_SETTINGS, wrong.status(), wrong.output());
            assertTrue(wrong.output().contains(":1: expected an address"), wrong.output());

            node.write("etc/listed", "10.77.0.11");
            node.start();
            cluster.awaitWell();
            assertTrue(node.said().contains("ended with 1, but what it printed counts"));
            Outcome same = node.attempt("node", "reload");
            assertEquals(0, same.status(), same.output());
            assertTrue(same.output().contains("No change in nodes file"), same.output());

            node.write("etc/listed", "10.77.0");
            Outcome refused = node.attempt("node", "reload");
            assertEquals(REFUSED, refused.status(), refused.output());
            assertTrue(refused.output().contains("expected an address"), refused.output());
        }
    }

    /** What it prints counts, and then it fails, because a second file is missing. */
    private static String command(AgentNode node) {
        return "nodes list = !/bin/cat " + node.base().resolve("etc/listed") + " /no/such/file";
    }
}
