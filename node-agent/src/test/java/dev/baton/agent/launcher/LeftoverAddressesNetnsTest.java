package dev.baton.agent.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.baton.agent.launcher.LauncherDirectory.Outcome;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A public address that outlived its agent goes before the next one starts, wherever the settings
 * say that public addresses are listed. Source: safety rule, section 3.
 */
@Tag("netns")
class LeftoverAddressesNetnsTest {

    private static final String SCENARIO =
            """
            ip link set lo up
            ip addr add 10.0.0.5/24 dev lo
            ip addr add 10.0.0.6/24 dev lo
            "$@" >/dev/null || echo "exit $?"
            ip -o -4 addr show to 10.0.0.0/24 | while read -r _ _ _ address _; do
                echo "$address"
            done
            """;

    private final LauncherDirectory launcher;

    LeftoverAddressesNetnsTest(@TempDir Path directory) throws IOException {
        launcher = new LauncherDirectory(directory);
        list("base/etc/public_addresses", "10.0.0.9/24 lo\n");
    }

    @BeforeAll
    static void needsNamespaces() throws IOException, InterruptedException {
        Process probe = new ProcessBuilder("unshare", "-n", "ip", "link").start();
        boolean ended = probe.waitFor(10, TimeUnit.SECONDS);
        assumeTrue(ended && probe.exitValue() == 0, "skipped: cannot make network namespaces");
    }

    @Test
    void theUsualFile() throws Exception {
        list("base/etc/public_addresses", "# public\n10.0.0.5/24 lo\n");

        assertEquals("10.0.0.6/24\n", left());
    }

    @Test
    void theFileThatTheSettingsName() throws Exception {
        list("base/etc/baton.conf", "[Cluster]\nPublic addresses  file = no\n[lease]\nx=1\n");
        list("base/etc/conf.d/9.conf", "[cluster]\npublic addresses file = \\\n ../elsewhere\n");
        list("base/elsewhere", "10.0.0.5/24 lo\n");

        assertEquals("10.0.0.6/24\n", left());
    }

    @Test
    void theFileInTheDirectoryThatTheEnvironmentNames() throws Exception {
        launcher.environment.put("CTDB_BASE", launcher.base.resolve("ctdb").toString());
        list("base/ctdb/public_addresses", "10.0.0.6/24 lo\n");

        assertEquals("10.0.0.5/24\n", left());
    }

    /** What an operator added stands in no file of settings. */
    @Test
    void whatTheLastAgentMightCarry() throws Exception {
        list("base/run/public_addresses", "10.0.0.5/24 lo\n10.0.0.6/24 lo\n");

        assertEquals("", left());
    }

    /** Then they are somebody else's. Source: CTDB events contract, section 13.2.2. */
    @Test
    void noneWhereFailoverIsDisabled() throws Exception {
        list("base/etc/public_addresses", "10.0.0.5/24 lo\n");
        list("base/etc/baton.conf", "[Failover]\nDisabled = Yes\n");

        assertEquals("10.0.0.5/24\n10.0.0.6/24\n", left());
    }

    /** The agent's own file comes after CTDB's. */
    @Test
    void failoverMayBeDisabledInCtdbsFileAndEnabledInOurs() throws Exception {
        String ctdb = launcher.base.resolve("ctdb").toString();
        launcher.environment.put("CTDB_BASE", ctdb);
        list("base/ctdb/public_addresses", "10.0.0.5/24 lo\n");
        list("base/ctdb/ctdb.conf", "[failover]\n disabled = true\n");

        assertEquals("10.0.0.5/24\n10.0.0.6/24\n", left());

        list("base/ctdb/baton.conf", "[failover]\n disabled = false\n");
        assertEquals("10.0.0.6/24\n", left());
    }

    private void list(String file, String text) throws IOException {
        Path path = launcher.base.resolveSibling(file);
        Files.createDirectories(path.resolveSibling("."));
        Files.writeString(path, text);
    }

    private String left() throws Exception {
        String base = launcher.base.toString();
        Outcome outcome =
                launcher.start(
                        List.of(
                                "unshare",
                                "-n",
                                "sh",
                                "-c",
                                SCENARIO,
                                "sh",
                                launcher.baton(),
                                "--base",
                                base,
                                "agent"));
        return outcome.output();
    }
}
