package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.testcluster.netns.ShellCommand.Outcome;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Wrong settings stop a start with exit 78 and one clear sentence each. */
@NeedsNamespaces
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadSettingsNetnsIT {
    private static final int BAD_SETTINGS = 78;

    private final AgentCluster cluster = AgentCluster.of(1);
    private final AgentNode node = cluster.agent(0);

    @AfterAll
    void close() {
        cluster.close();
    }

    @BeforeEach
    void goodSettings() {
        node.write("etc/nodes", "10.77.0.11", "10.77.0.12");
        node.write("etc/public_addresses", "10.50.1.101/24 pub1");
        node.write("etc/baton.conf", "[node]", "name = n0");
    }

    @Test
    void everyMalformedLineIsNamedAtOnceWithFileAndLine() {
        node.write("etc/nodes", "10.77.0.11", "10.77.0");
        node.write("etc/public_addresses", "10.50.1.101/24 pub1", "10.50.1.102/77 pub1");

        assertRefused("etc/nodes:2", "etc/public_addresses:2");
    }

    @Test
    void anInterfaceThatDoesNotExistIsNamed() {
        node.write("etc/public_addresses", "10.50.1.101/24 pub9");

        assertRefused("etc/public_addresses:1", "pub9");
    }

    @Test
    void aNodeThatIsNotInNodesIsToldSo() {
        node.write("etc/nodes", "10.77.0.98", "10.77.0.99");

        assertRefused("etc/nodes", "none of its 2 addresses is on this host");
    }

    @Test
    void timesThatBreakTheInequalityAreShownWithTheirNumbers() {
        node.write("etc/baton.conf", "[node]", "name = n0", "[lease]", "promise = 4s");

        assertRefused("etc/baton.conf:4", "two nodes", "3.960 s");
    }

    private void assertRefused(String... words) {
        Outcome outcome = node.attempt("agent");

        assertEquals(BAD_SETTINGS, outcome.status(), outcome.output());
        for (String word : words) {
            long lines = outcome.output().lines().filter(line -> line.contains(word)).count();
            assertTrue(lines == 1, "one line with " + word + " expected in " + outcome.output());
        }
    }
}
