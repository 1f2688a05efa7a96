package dev.baton.agent.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.agent.control.Commands.Invocation;
import dev.baton.config.ClusterSettings;
import dev.baton.config.ConfigProblem;
import dev.baton.config.DatabaseDaemon;
import dev.baton.config.Layout;
import dev.baton.config.Loaded;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CTDB command contract, section 6.4: values, exit codes and words of {@code ctdb-config}. */
class ConfigToolTest {

    private static final ConfigProblem PORT =
            ConfigProblem.error("", 3, "[cluster] wire port", "expected a port", "");

    private final Path base;

    ConfigToolTest(@TempDir Path base) {
        this.base = base;
    }

    @Test
    void aValueIsThatOfTheFileElseItsDefault() throws IOException {
        file(
                "ctdb.conf",
                """
                [cluster]
                cluster lock = /clusterfs/lock
                [legacy]
                realtime scheduling = no
                [database]
                state database directory = /db/state
                """);

        assertEquals("/clusterfs/lock\n", value("cluster", "cluster lock"));
        assertEquals("\n", value("cluster", "recovery lock"));
        assertEquals("false\n", value("legacy", "realtime scheduling"));
        assertEquals("5\n", value("cluster", "leader timeout"));
        assertEquals("NOTICE\n", value("logging", "log level"));
        assertEquals("/db/state\n", value("database", "state database directory"));
        assertEquals(base + "/var/volatile\n", value("database", "volatile database directory"));
    }

    @Test
    void databasesAreThoseOfACtdbdBeside() throws IOException {
        file("ctdb.conf", "[database]\nstate database directory = /ours\n");
        file("theirs/ctdb.conf", "[database]\nstate database directory = /theirs\n");
        ClusterSettings settings =
                new ToolCluster()
                        .beside(
                                new DatabaseDaemon(
                                        base.resolve("theirs"), Path.of("/s"), Path.of("/t")))
                        .settings();

        Answer state = get(settings, "state database directory");
        Answer usual = get(settings, "volatile database directory");

        assertEquals("/theirs\n", state.stdout());
        assertEquals("/var/lib/ctdb/volatile\n", usual.stdout());
    }

    private Answer get(ClusterSettings settings, String key) {
        return new ConfigTool(
                        new Layout(base, base.resolve("run"), base.resolve("var")),
                        Map.of(),
                        _ -> new Loaded(Optional.of(settings), List.of()))
                .run(new Invocation("/", List.of("get", "database", key), Map.of(), ""));
    }

    @Test
    void anUndefinedOptionIsExitTwo() {
        assertEquals(
                new Answer(2, "", "Configuration option [event] -> \"frob\" not defined\n"),
                run("get", "event", "frob"));
    }

    @Test
    void laterFilesReplaceEarlierOnes() throws IOException {
        file("ctdb.conf", "[failover]\nshutdown failover timeout = 3\n");
        file("baton.conf", "[failover]\nshutdown failover timeout = 4s\n");

        assertEquals("4\n", value("failover", "shutdown failover timeout"));
        file("conf.d/last.conf", "[failover]\nshutdown failover timeout = 2m\n");
        assertEquals("120\n", value("failover", "shutdown failover timeout"));
    }

    @Test
    void aDumpShowsDefaultsAsComments() throws IOException {
        file("ctdb.conf", "[logging]\nlog level = debug\n[failover]\ndisabled = 1\n");

        String dump = run("dump").stdout();

        assertEquals(
                """
                [logging]
                \t# location = file:
                \tlog level = DEBUG
                [cluster]
                \t# transport = tcp
                \t# node address =\040
                \t# cluster lock =\040
                \t# recovery lock =\040
                \t# nodes list =\040
                \t# leader timeout = 5
                \t# leader capability = true
                [database]
                \t# volatile database directory = BASE/var/volatile
                \t# persistent database directory = BASE/var/persistent
                \t# state database directory = BASE/var/state
                \t# lock debug script =\040
                \t# tdb mutexes = true
                [event]
                \t# debug script =\040
                [failover]
                \tdisabled = true
                \t# shutdown extra timeout = 0
                \t# shutdown failover timeout = 10
                [legacy]
                \t# realtime scheduling = true
                \t# lmaster capability = true
                \t# start as stopped = false
                \t# start as disabled = false
                \t# script log level = ERROR
                """
                        .replace("BASE", base.toString()),
                dump);
    }

    @Test
    void validateNamesEveryErrorWithItsPlace() throws IOException {
        file(
                "ctdb.conf",
                """
                [frob]
                x = 1
                [cluster]
                leader timeot = 2
                [legacy]
                realtime scheduling = maybe
                """);

        Answer answer = run("validate");

        assertEquals(22, answer.exitCode());
        assertEquals("", answer.stdout());
        String file = "ctdb-config: " + base + "/ctdb.conf:";
        List<String> lines = answer.stderr().lines().toList();
        assertEquals(3, lines.size(), answer.stderr());
        assertTrue(lines.get(0).startsWith(file + "1 [frob]: there is no such section"));
        assertTrue(lines.get(1).startsWith(file + "4 [cluster] leader timeot: there is no"));
        assertTrue(lines.get(2).startsWith(file + "6 [legacy] realtime scheduling: expected"));
        assertEquals(22, run("get", "cluster", "transport").exitCode());
        assertEquals(22, run("dump").exitCode());
    }

    @Test
    void validateAlsoSaysWhatAnAgentWouldRefuseInTheseFiles() throws IOException {
        file("ctdb.conf", "");
        ConfigProblem inFile =
                ConfigProblem.error(
                        base.resolve("ctdb.conf").toString(), 3, PORT.key(), PORT.why(), "");
        ConfigProblem elsewhere = ConfigProblem.error("nodes", 1, "", "no", "");

        Answer answer =
                tool(inFile, elsewhere).run(new Invocation("/", List.of("validate"), vars(), ""));

        assertEquals(new Answer(22, "", "ctdb-config: " + inFile + "\n"), answer);
    }

    @Test
    void goodFilesAreExitZeroAndNoFileExitTwo() throws IOException {
        assertEquals(
                new Answer(2, "", "ctdb-config: there is no " + base + "/ctdb.conf\n"),
                run("validate"));
        file("ctdb.conf", "[cluster]\ntransport = tcp\n");
        assertEquals(new Answer(0, "", ""), run("validate"));
    }

    @Test
    void wrongWordsShowTheUsage() {
        assertEquals(1, run().exitCode());
        assertEquals(1, run("frob").exitCode());
        assertEquals(22, run("get", "cluster").exitCode());
        assertEquals(22, run("validate", "x").exitCode());
        assertEquals(0, run("--help").exitCode());
        assertEquals(run().stdout(), run("get").stdout());
        assertEquals("5\n", run("-d", "DEBUG", "get", "cluster", "leader timeout").stdout());
    }

    @Test
    void aCallWithAnotherCtdbBaseReadsThat(@TempDir Path other) throws IOException {
        Files.writeString(other.resolve("ctdb.conf"), "[cluster]\nleader timeout = 9\n");
        Map<String, String> environment = Map.of("CTDB_BASE", other.toString());

        Answer answer =
                tool().run(
                                new Invocation(
                                        "/",
                                        List.of("get", "cluster", "leader timeout"),
                                        environment,
                                        ""));

        assertEquals("9\n", answer.stdout());
    }

    private void file(String name, String text) throws IOException {
        Path file = base.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text);
    }

    private String value(String section, String key) {
        return run("get", section, key).stdout();
    }

    private Answer run(String... words) {
        return tool().run(new Invocation("/", List.of(words), vars(), ""));
    }

    private Map<String, String> vars() {
        return Map.of("CTDB_BASE", base.toString(), "CTDB_TEST_MODE", "yes");
    }

    private ConfigTool tool(ConfigProblem... problems) {
        ConfigProblem some = problems.length > 0 ? problems[0] : PORT;
        return new ConfigTool(
                Layout.system(),
                vars(),
                _ ->
                        new Loaded(
                                Optional.empty(),
                                problems.length > 0 ? List.of(problems) : List.of(some)));
    }
}
