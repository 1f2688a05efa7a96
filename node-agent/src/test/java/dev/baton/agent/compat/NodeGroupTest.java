package dev.baton.agent.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** CTDB command contract, sections 3.2 and 6.2: {@code ctdb_natgw} and {@code ctdb_lvs}. */
class NodeGroupTest {

    private static final Path COMPAT = Path.of("src/main/dist/compat").toAbsolutePath();
    private static final long PATIENCE_SECONDS = 30;

    private record Said(int code, String out, String err) {}

    private final Path base;

    NodeGroupTest(@TempDir Path base) {
        this.base = base;
    }

    /** A command that answers from two files, with the flags as exit code as the real one. */
    @BeforeEach
    void configure() throws IOException {
        Path command = base.resolve("ctdb");
        Files.writeString(
                command,
                """
                #!/bin/sh
                case "$*" in
                '-X nodestatus all') cat "$CTDB_BASE/rows" ;;
                'nodestatus all') cat "$CTDB_BASE/text" ;;
                *) exit 99 ;;
                esac
                exit 66
                """);
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectories(base.resolve("events/legacy"));
        Files.writeString(base.resolve("script.options"), "CTDB_NATGW_NODES=/nowhere\n");
        Files.writeString(
                base.resolve("events/legacy/11.natgw.options"),
                "CTDB_NATGW_NODES=$CTDB_BASE/group\n");
        Files.writeString(base.resolve("lvs_nodes"), "");
        Files.writeString(
                base.resolve("events/legacy/91.lvs.options"), "CTDB_LVS_NODES=$CTDB_BASE/group\n");
        group("10.0.0.3\n10.0.0.2 follower-only\n\n10.0.0.1\n");
    }

    /**
     * Per node the states Disconnected, Unknown, Banned, Disabled, Unhealthy, Stopped and Inactive;
     * node 1 only follows.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // healthy: first in the order of the cluster, not of the file
                "0000000 0000000 0000000 0000000 | 0 | 0 10.0.0.1 | 0 | 0",
                // the healthy one goes before the unhealthy one
                "0000100 0000000 0000000 0000000 | 0 | 2 10.0.0.3 | 0 | 2",
                // not disconnected, not disabled, not stopped
                "0000111 0000100 0000100 0000000 | 0 | 2 10.0.0.3 | 0 | 2",
                // neither disconnected nor disabled; for LVS nobody is usable
                "0000111 0000100 1000101 0000000 | 0 | 0 10.0.0.1 | 255 | ''",
                // nobody
                "0001000 0001000 1000101 0000000 | 2 | '' | 255 | ''",
                // unknown is worse than unhealthy for neither
                "0100000 0000000 0000100 0000000 | 0 | 0 10.0.0.1 | 0 | 0",
            })
    void theLeaderIsTheFirstOfTheBestThatMayLead(
            String states, int natgwCode, String natgw, int lvsCode, String lvs) throws Exception {
        states(states);

        assertEquals(said(natgwCode, natgw), call("ctdb_natgw", "leader"));
        assertEquals(said(lvsCode, lvs), call("ctdb_lvs", "leader"));
    }

    @Test
    void theGatewaysListIsTheFileWithTheLeaderMarked() throws Exception {
        states("0000000 0000000 0000000 0000000");

        assertEquals(
                said(0, "10.0.0.3\n10.0.0.2\tfollower-only\n10.0.0.1\tLEADER"),
                call("ctdb_natgw", "list"));
    }

    @Test
    void usableForLvsAreTheHealthyOnesElseTheUnhealthy() throws Exception {
        states("0000100 0000000 0000100 0000000");
        Said healthy = call("ctdb_lvs", "list");
        states("0000100 0001000 0000100 0000000");
        Said unhealthy = call("ctdb_lvs", "list");
        states("0001000 0001000 0001000 0000000");

        assertEquals(said(0, "1 10.0.0.2"), healthy);
        assertEquals(said(0, "0 10.0.0.1\n2 10.0.0.3"), unhealthy);
        assertEquals(said(0, ""), call("ctdb_lvs", "list"));
    }

    @Test
    void statusIsNodestatusOfTheGroup() throws Exception {
        states("0000000 0000000 0000000 0000000");
        Said expected = said(0, "pnn:0 10.0.0.1 S\npnn:1 10.0.0.2 S\npnn:2 10.0.0.3 S");

        assertEquals(expected, call("ctdb_natgw", "status"));
        assertEquals(expected, call("ctdb_lvs", "status"));
    }

    @Test
    void aWrongGroupOrWordIsRefused() throws Exception {
        states("0000000 0000000 0000000 0000000");
        group("10.0.0.1 leader\n");
        assertEquals(
                new Said(
                        1,
                        "",
                        "ctdb_natgw: invalid options \"leader\" in \""
                                + base
                                + "/group\"; known: follower-only\n"),
                call("ctdb_natgw", "leader"));
        Files.delete(base.resolve("group"));
        assertEquals(
                "ctdb_lvs: LVS nodes file \"" + base + "/group\" not found\n",
                call("ctdb_lvs", "list").err());
        assertEquals(1, call("ctdb_natgw", "leader", "now").code());
        assertTrue(call("ctdb_lvs", "frob").out().startsWith("usage: ctdb_lvs leader|list|status"));
        assertEquals(1, call("ctdb_natgw").code());
    }

    @Test
    void withoutAnAnswerThereIsNoLeader() throws Exception {
        Files.writeString(base.resolve("rows"), "");
        Files.writeString(base.resolve("text"), "");

        assertEquals(said(2, ""), call("ctdb_natgw", "leader"));
        assertEquals(said(10, ""), call("ctdb_lvs", "leader"));
        assertEquals(said(10, ""), call("ctdb_lvs", "status"));
    }

    private static Said said(int code, String out) {
        return new Said(code, out.isEmpty() ? "" : out + "\n", "");
    }

    private void group(String text) throws IOException {
        Files.writeString(base.resolve("group"), text);
    }

    /** One word of digits per node. */
    private void states(String words) throws IOException {
        StringBuilder rows = new StringBuilder("|Node|IP|Disconnected|Unknown|Banned|...|\n");
        StringBuilder text = new StringBuilder("Number of nodes:4\n");
        int node = 0;
        for (String word : words.split(" ", -1)) {
            String ip = "10.0.0." + (node + 1);
            String columns = word.replaceAll("(?<=.)(?=.)", "|");
            rows.append("|%d|%s|%s|0|N|\n".formatted(node, ip, columns));
            text.append("pnn:%d %s S\n".formatted(node, ip));
            node++;
        }
        Files.writeString(base.resolve("rows"), rows);
        Files.writeString(base.resolve("text"), text);
    }

    private Said call(String program, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(COMPAT.resolve(program).toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CTDB_BASE", base.toString());
        builder.environment().put("CTDB", base.resolve("ctdb").toString());
        builder.redirectOutput(base.resolve("out").toFile());
        builder.redirectError(base.resolve("err").toFile());
        Process process = builder.start();
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        return new Said(
                process.exitValue(),
                Files.readString(base.resolve("out")),
                Files.readString(base.resolve("err")));
    }
}
