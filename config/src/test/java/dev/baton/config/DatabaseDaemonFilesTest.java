package dev.baton.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@DisplayName("ADR 0031: a ctdbd beside Baton leaves the addresses alone")
class DatabaseDaemonFilesTest {

    private static final FakeHost HOST = new FakeHost(List.of("eth1"), List.of("10.0.0.1"));
    private static final String BESIDE =
            """
            [compat]
            beside = ctdbd
            ctdbd directory = ../ctdb
            ctdb tool = ../bin/ctdb
            """;

    @TempDir Path base;

    @BeforeEach
    void bothAreSetUpAsThePageForOperatorsSays() throws IOException {
        write("etc/nodes", "10.0.0.1\n10.0.0.2\n");
        write("etc/baton.conf", BESIDE);
        program("bin/ctdb");
        write("ctdb/nodes", "10.0.0.1\n10.0.0.2\n");
        write("ctdb/ctdb.conf", "[failover]\ndisabled = true\n");
    }

    @Test
    void theSocketHasADefaultAndRelativePathsAreBelowBatonsDirectory() {
        Loaded loaded = load();

        assertEquals("", messages(loaded));
        assertEquals(
                Optional.of(
                        new DatabaseDaemon(
                                base.resolve("etc/../ctdb"),
                                Path.of("/run/ctdb/ctdbd.socket"),
                                base.resolve("etc/../bin/ctdb"))),
                loaded.settings().orElseThrow().databases());
    }

    @Test
    void withoutTheKeyThereIsNoneAndItsPlacesAreSaidToMeanNothing() throws IOException {
        write("etc/baton.conf", "[compat]\nctdb tool = /usr/bin/ctdb\n");

        Loaded loaded = load();

        assertEquals(
                "etc/baton.conf:2 [compat] ctdb tool: warning: has no effect without beside"
                        + " (add beside = ctdbd, or remove it)\n",
                messages(loaded));
        assertEquals(Optional.empty(), loaded.settings().orElseThrow().databases());
    }

    @Test
    void anotherDaemonIsRefused() throws IOException {
        write("etc/baton.conf", "[compat]\nbeside = yes\n");

        assertEquals(
                "etc/baton.conf:2 [compat] beside: expected ctdbd, the only daemon that can keep"
                        + " databases beside Baton, got \"yes\" (remove the line for the default:"
                        + " none)\n",
                messages(load()));
    }

    @Test
    void aCtdbdThatMovesAddressesIsRefused() throws IOException {
        write("ctdb/ctdb.conf", "[failover]\ndisabled = false\n");
        write("ctdb/public_addresses", "# comment\n\n10.1.0.31/24 eth1\n");

        assertEquals(
                """
                etc/baton.conf:2 [compat] beside: ctdbd moves addresses too, by etc/../ctdb/ctdb.conf (write [failover] disabled = true there and start ctdbd again)
                etc/baton.conf:2 [compat] beside: ctdbd's scripts would take public addresses off the interfaces, by etc/../ctdb/public_addresses (remove that file; Baton's own has them)
                """,
                messages(load()));
    }

    @Test
    void aFileOfAddressesWithoutAnyIsFine() throws IOException {
        write("ctdb/public_addresses", "# moved to Baton\n\n");

        assertEquals("", messages(load()));
    }

    @Test
    void aMissingConfigurationAndAMissingToolAreRefused() throws IOException {
        Files.delete(base.resolve("ctdb/ctdb.conf"));
        Files.delete(base.resolve("bin/ctdb"));

        assertEquals(
                """
                etc/baton.conf:2 [compat] beside: CTDB's own command is not at etc/../bin/ctdb (install CTDB's package, or name it with ctdb tool)
                etc/baton.conf:2 [compat] beside: there is no etc/../ctdb/ctdb.conf (write it with [failover] disabled = true, or name its directory with ctdbd directory)
                """,
                messages(load()));
    }

    @Test
    void batonsOwnCommandIsRefusedAsTheTool() throws IOException {
        program("baton/compat/ctdb");
        write("baton/libexec/daemon-client.pl", "");
        Files.delete(base.resolve("bin/ctdb"));
        Files.createSymbolicLink(base.resolve("bin/ctdb"), base.resolve("baton/compat/ctdb"));

        assertEquals(
                "etc/baton.conf:2 [compat] beside: etc/../bin/ctdb is Baton's own command, which"
                        + " would ask itself (name the one of CTDB's package with ctdb tool)\n",
                messages(load()));
    }

    @Test
    void oneDirectoryForBothIsRefused() throws IOException {
        write("etc/baton.conf", BESIDE.replace("../ctdb", "."));

        assertEquals(
                "etc/baton.conf:2 [compat] beside: Baton's own settings are in etc, which is"
                        + " ctdbd's directory (leave that to ctdbd: unset CTDB_BASE for Baton, and"
                        + " baton config import etc)\n",
                messages(load()));
    }

    @Test
    void oneClusterLockForBothIsRefusedByEitherName() throws IOException {
        write("etc/baton.conf", BESIDE + "[cluster]\ncluster lock = /shared/lock\n");
        for (String name : List.of("cluster lock", "recovery lock")) {
            write(
                    "ctdb/ctdb.conf",
                    "[failover]\ndisabled = true\n[cluster]\n" + name + " = /shared/lock\n");

            assertEquals(
                    "etc/baton.conf:2 [compat] beside: ctdbd takes the same cluster lock, by"
                            + " etc/../ctdb/ctdb.conf (give each a lock of its own; only one can"
                            + " hold it)\n",
                    messages(load()));
        }
        write(
                "ctdb/ctdb.conf",
                "[failover]\ndisabled = true\n[cluster]\ncluster lock = /shared/other\n");
        assertEquals("", messages(load()));
    }

    @Test
    void otherNodesAreAWarning() throws IOException {
        write("ctdb/nodes", "10.0.0.1\n10.0.0.3\n");

        Loaded loaded = load();

        assertEquals(
                "etc/baton.conf:2 [compat] beside: warning: ctdbd has other nodes, by"
                        + " etc/../ctdb/nodes (make both lists equal, so that a number means the"
                        + " same node to both)\n",
                messages(loaded));
        assertTrue(loaded.settings().isPresent());
    }

    @Test
    void servicesThatBothWouldStartAreAWarning() throws IOException {
        for (String script : List.of("00.ctdb", "10.interface", "50.samba", "60.nfs")) {
            program("ctdb/events/legacy/" + script + ".script");
        }
        for (String script : List.of("00.ctdb", "10.interface", "50.samba")) {
            program("etc/events/legacy/" + script + ".script");
        }
        write("etc/events/legacy/60.nfs.script", "not enabled");

        assertEquals(
                "etc/baton.conf:2 [compat] beside: warning: ctdbd runs scripts that Baton runs:"
                        + " 50.samba.script (remove them from etc/../ctdb/events/legacy)\n",
                messages(load()));
    }

    private Loaded load() {
        return new SettingsLoader(HOST).load(Layout.under(base), Map.of(), "n1");
    }

    private String messages(Loaded loaded) {
        return Lines.messages(loaded.problems()).replace(base + "/", "");
    }

    private void write(String name, String text) throws IOException {
        Path file = base.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text);
    }

    private void program(String name) throws IOException {
        write(name, "");
        assertTrue(base.resolve(name).toFile().setExecutable(true));
    }
}
