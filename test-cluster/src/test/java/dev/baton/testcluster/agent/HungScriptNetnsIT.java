package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Hung events are killed whole (CTDB events contract, sections 3.3 and 16, row 2). */
@NeedsNamespaces
class HungScriptNetnsIT {
    private static final int LIMIT_SECONDS = 2;

    /** Killing takes a fifth of a second; the rest is for a busy machine. */
    private static final int KILL_SECONDS = 5;

    private final AgentCluster cluster = AgentCluster.of(1);

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    @DisplayName("A double-forked child without the event's environment ends with its event")
    void aDoubleForkedChildOfAHungScriptEndsWithIt() {
        AgentNode node = cluster.agent(0);
        node.tune("EventScriptTimeout", LIMIT_SECONDS);
        node.script(
                "50.hung",
                """
                #!/bin/sh
                [ "$1 $3" = "takeip %s" ] || exit 0
                (env -i setsid /bin/sleep 1000 & echo $! >"$CTDB_BASE/child.new")
                mv "$CTDB_BASE/child.new" "$CTDB_BASE/child"
                sleep 1000
                """
                        .formatted(cluster.addresses().getFirst()));

        node.start();
        cluster.await("child", Duration.ofSeconds(30), () -> !node.text("etc/child").isEmpty());
        long child = Long.parseLong(node.text("etc/child").strip());

        cluster.await(
                "child " + child + " gone after the limit",
                Duration.ofSeconds(LIMIT_SECONDS + KILL_SECONDS),
                () -> isGone(child));
        cluster.await(
                "the other addresses served",
                Duration.ofSeconds(20),
                () -> cluster.servedCount() == cluster.addresses().size() - 1);
        assertFalse(node.configured(cluster.addresses().getFirst()).contains("forever"));
    }

    /** A process that ended and that nobody has asked about yet does nothing any more. */
    private static boolean isGone(long pid) {
        Path file = Path.of("/proc", Long.toString(pid), "stat");
        try {
            String stat = Files.readString(file);
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
        } catch (IOException e) {
            return !Files.exists(file);
        }
    }
}
