package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.testcluster.netns.ShellCommand;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;

/** Style, section 4: a full disk is an edge failure; no address leaves its node for it. */
@NeedsNamespaces
class FullDiskNetnsIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String TROUBLE = "what scripts print is lost: cannot write to";

    /** Until neither a byte nor a name is left. */
    private static final String FILL =
            """
            cat /dev/zero >"$1/filler" 2>/dev/null
            n=0
            while touch "$1/filler.$n" 2>/dev/null; do n=$((n + 1)); done
            exit 0
            """;

    private final AgentCluster cluster = AgentCluster.of(1);
    private final AgentNode node = cluster.agent(0);

    @BeforeEach
    void smallDisk() {
        String base = node.base().toString();
        shell("cp -a \"$1\" \"$1.copy\" && mount -t tmpfs -o size=2m,nr_inodes=300 tmpfs \"$1\"");
        shell("cp -a \"$1.copy/.\" \"$1\"");
        assertTrue(ShellCommand.run("stat", "-f", "-c", "%T", base).contains("tmpfs"));
    }

    @AfterEach
    void close() {
        shell("umount -l \"$1\"");
        cluster.close();
    }

    @Test
    @DisplayName("A disk that fills up: events go on, addresses stay and move, it is said once")
    void anAgentOnAFullDiskGoesOnServing() {
        node.tune("MonitorInterval", 1);
        cluster.start();

        shell(FILL);
        cluster.await("said", LIMIT, () -> eventStatus().contains(TROUBLE));
        node.command("node", "disable", node.name());
        cluster.await("given away", LIMIT, () -> cluster.servedCount() == 0);
        node.command("node", "enable", node.name());
        cluster.await("served on a full disk", LIMIT, cluster::served);
        assertEquals("", node.lintedMetrics("127.0.0.1"));

        assertTrue(eventStatus().contains("No space left on device"), this::eventStatus);
        assertTrue(node.command("history").contains("run_not_stored"), node.command("history"));
        assertFalse(node.command("history").contains("to=unhealthy"), node.command("history"));

        shell("rm -f \"$1\"/filler*");
        cluster.await("output is kept again", LIMIT, () -> !monitorStatus().contains(TROUBLE));
        assertTrue(cluster.served());
        assertEquals(0, node.attempt("status").status(), node.said());
    }

    private String eventStatus() {
        return node.attempt("event", "status").output();
    }

    private String monitorStatus() {
        return eventStatus()
                .lines()
                .filter(line -> line.startsWith("monitor"))
                .reduce("", String::concat);
    }

    private void shell(String script) {
        ShellCommand.run("sh", "-c", script, "sh", node.base().toString());
    }
}
