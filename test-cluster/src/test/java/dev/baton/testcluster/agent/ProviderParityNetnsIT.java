package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.testcluster.netns.ShellCommand;
import dev.baton.testcluster.netns.ShellCommand.Outcome;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.nio.file.Path;
import java.time.Duration;

/** Storage operations, section 5, between real agents; a minute, most of it waiting for rounds. */
@NeedsNamespaces
@Timeout(300)
@EnabledIfSystemProperty(
        named = "baton.long",
        matches = "true",
        disabledReason = "ONLY IN LONG RUNS: test-cluster/long storage")
class ProviderParityNetnsIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static Path scripts(AgentNode node) {
        return node.base().resolve("extstorage");
    }

    private static Outcome diff(AgentNode node) {
        return node.attempt("provider", "diff");
    }

    @Test
    @DisplayName("Every node sees what another one has changed, also what one that died told last")
    void driftIsSeenFromEveryNode() {
        try (AgentCluster cluster = AgentCluster.of(3)) {
            Path loop = AgentCluster.distribution().resolve("share/callouts/extstorage/loop");
            for (int i = 0; i < 3; i++) {
                AgentNode node = cluster.agent(i);
                ShellCommand.run("mkdir", "-p", scripts(node).toString());
                ShellCommand.run("cp", "-r", loop.toString(), scripts(node).toString());
                node.append(
                        "etc/baton.conf", "[storage]", "provider directories = " + scripts(node));
            }
            cluster.start();
            AgentNode zero = cluster.agent(0);
            AgentNode two = cluster.agent(2);
            cluster.await("all have told", LIMIT, () -> diff(zero).status() == 0);
            assertTrue(
                    diff(zero).output().contains("1 providers, no differences on n0, n1, n2"),
                    diff(zero).output());

            ShellCommand.run("chmod", "700", scripts(two).resolve("loop/grow").toString());
            cluster.await(
                    "n0 sees it",
                    LIMIT,
                    () -> diff(zero).output().contains("file grow") && diff(zero).status() == 1);
            assertTrue(diff(zero).output().matches("(?s).*n2 +[0-9a-f]{12} 700 root:root.*"));
            cluster.await(
                    "it is a fact",
                    LIMIT,
                    () -> zero.attempt("history").output().contains("loop (file grow)"));

            two.kill();
            assertEquals(1, diff(zero).status(), "what a dead node told last counts on");
            ShellCommand.run("chmod", "755", scripts(two).resolve("loop/grow").toString());
            two.start();
            cluster.await("all is the same again", LIMIT, () -> diff(zero).status() == 0);
        }
    }
}
