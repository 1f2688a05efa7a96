package dev.baton.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.config.HostFacts;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.Layout;
import dev.baton.config.ListedNodes;
import dev.baton.config.SettingsLoader;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

@DisplayName("Operator experience, sections 1.3 and 3: check, import and export of settings")
class ConfigCommandsTest {

    private static final String CONF = "[cluster]\nnode address = 10.0.0.1\n";

    @TempDir Path directory;
    private Path ctdb = Path.of("/");
    private Path etc = Path.of("/");

    @BeforeEach
    void aSmallCluster() throws IOException {
        ctdb = directory.resolve("ctdb");
        etc = directory.resolve("base/etc");
        write(ctdb, "ctdb.conf", CONF);
        write(ctdb, "nodes", "10.0.0.1\n10.0.0.2\n");
        write(ctdb, "public_addresses", "192.0.2.10/24 eth1\n");
        write(ctdb, "events/legacy/90.local.script", "#!/bin/sh\n");
        Files.setPosixFilePermissions(
                ctdb.resolve("events/legacy/90.local.script"),
                PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private static void write(Path directory, String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Answer run(String... words) {
        Layout layout = Layout.under(directory.resolve("base"));
        return new ConfigCommands(
                        layout,
                        Map.of(),
                        () -> new SettingsLoader(HOST).load(layout, Map.of(), "n1"),
                        () -> new SettingsLoader(HOST).survey(layout, Map.of()),
                        Clock.fixed(Instant.parse("2026-11-21T20:00:00Z"), ZoneOffset.UTC))
                .run(List.of(words));
    }

    private static final HostFacts HOST =
            new HostFacts() {
                @Override
                public boolean interfaceExists(InterfaceName name) {
                    return true;
                }

                @Override
                public boolean canBind(IpAddress address) {
                    return address.toString().equals("10.0.0.1");
                }

                @Override
                public ListedNodes nodes(List<String> words) {
                    return ListedNodes.failed("is not run here");
                }
            };

    private String tree(Path root) throws IOException {
        try (var walk = Files.walk(root)) {
            return walk.filter(path -> !Files.isDirectory(path))
                    .map(path -> root.relativize(path).toString())
                    .sorted()
                    .collect(Collectors.joining(" "));
        }
    }

    @Test
    void checkTellsAndWritesNothing() throws IOException {
        Answer answer = run("config", "import", ctdb.toString(), "--check");

        assertEquals(0, answer.exitCode(), answer.stderr());
        assertTrue(answer.stdout().startsWith("6 settings: 5 taken, 1 other default, 0 ignored,"));
        assertFalse(Files.exists(etc));
    }

    @Test
    void afterAnImportAnAgentStartsWithoutAProblem() throws IOException {
        Answer answer = run("config", "import", ctdb.toString());

        assertEquals(0, answer.exitCode(), answer.stdout() + answer.stderr());
        assertEquals("", answer.stderr());
        assertEquals("baton.conf events/legacy/90.local.script nodes public_addresses", tree(etc));
        Answer check = run("config", "check");
        assertEquals(etc + ": no problem\n", check.stdout());
        assertEquals(0, check.exitCode());
    }

    @Test
    void aScriptOthersMayWriteIsTakenWithoutThatRight() throws IOException {
        run("config", "import", ctdb.toString());

        assertEquals(
                "rwxr-xr-x",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(
                                etc.resolve("events/legacy/90.local.script"))));
    }

    @Test
    void theSameImportTwiceChangesNothingAndKeepsWhatIsOnlyThere() throws IOException {
        run("config", "import", ctdb.toString());
        write(etc, "tls/node.pem", "mine");

        Answer again = run("config", "import", ctdb.toString());

        assertEquals(0, again.exitCode(), again.stderr());
        assertEquals("mine", Files.readString(etc.resolve("tls/node.pem")));
        assertEquals(
                "events/legacy/90.local.script", tree(etc).replaceAll(".*(events\\S*).*", "$1"));
    }

    @Test
    void filesThatDifferRefuseAllUntilForcedAndThenABackupIsKept() throws IOException {
        write(etc, "nodes", "10.0.0.9\n");

        Answer refused = run("config", "import", ctdb.toString());

        assertEquals(3, refused.exitCode());
        assertTrue(
                refused.stdout().contains("hold something else: nodes; --force"), refused.stdout());
        assertEquals("nodes", tree(etc));

        Answer forced = run("config", "import", ctdb.toString(), "--force");

        Path backup = directory.resolve("base/etc.before-import-20261121T200000Z");
        assertEquals(0, forced.exitCode(), forced.stderr());
        assertEquals("10.0.0.9\n", Files.readString(backup.resolve("nodes")));
        assertEquals("10.0.0.1\n10.0.0.2\n", Files.readString(etc.resolve("nodes")));
        assertTrue(forced.stdout().contains(", before: " + backup), forced.stdout());
    }

    @Test
    void oneRefusedSettingRefusesAll() throws IOException {
        write(ctdb, "ctdb.conf", CONF + "nodes list = !list\n");

        Answer checked = run("config", "import", ctdb.toString(), "--check");
        Answer refused = run("config", "import", ctdb.toString());

        assertEquals(1, checked.exitCode());
        assertEquals(3, refused.exitCode());
        assertFalse(Files.exists(etc));
    }

    @Test
    void whatCannotComeIntoPlaceLeavesEverythingAsItWas() throws IOException {
        write(etc, "nodes", "10.0.0.1\n10.0.0.2\n");
        write(directory, "base/etc.before-import-20261121T200000Z/in-the-way", "");

        Answer answer = run("config", "import", ctdb.toString());

        assertEquals(6, answer.exitCode(), answer.stdout());
        assertTrue(answer.stderr().contains("nothing was changed"), answer.stderr());
        assertEquals("nodes", tree(etc));
        assertEquals(
                "etc etc.before-import-20261121T200000Z",
                String.join(" ", names(directory.resolve("base"))));
    }

    private static List<String> names(Path root) throws IOException {
        try (var listing = Files.list(root)) {
            return listing.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void jsonHasEveryFindingWithItsPlace() throws IOException {
        Answer answer = run("config", "import", ctdb.toString(), "--check", "-o", "json");

        JsonNode json = new ObjectMapper().readTree(answer.stdout());
        assertEquals("ConfigImport", json.path("kind").asText());
        assertEquals(5, json.path("counts").path("taken").asInt());
        JsonNode first = json.path("findings").get(0);
        assertEquals("taken", first.path("verdict").asText());
        assertEquals(2, first.path("line").asInt());
        assertEquals("[cluster] node address", first.path("setting").asText());
        assertFalse(json.path("written").asBoolean());
    }

    @Test
    void wrongLinesGiveOneSentenceAndChangeNothing() {
        assertWrong(4, "cannot read it", "config", "import", directory + "/none");
        assertWrong(4, "expected a directory", "config", "import", ctdb + "/nodes");
        assertWrong(2, "DIR", "config", "import");
        assertWrong(2, "export", "config", "export");
        assertWrong(3, "holds something already", "config", "export", "ctdb", ctdb.toString());
        assertWrong(2, "-o expects", "config", "check", "-o", "xml");
        assertFalse(Files.exists(etc));
    }

    private void assertWrong(int exitCode, String sentence, String... words) {
        Answer answer = run(words);

        assertEquals(exitCode, answer.exitCode(), answer.stdout() + answer.stderr());
        assertTrue(answer.stderr().contains(sentence), answer.stderr());
        assertEquals(1, answer.stderr().lines().count(), answer.stderr());
    }

    @Test
    void checkTellsWhyAnAgentWouldNotStart() throws IOException {
        write(etc, "nodes", "10.0.0.7\n");

        Answer answer = run("config", "check");

        assertEquals(1, answer.exitCode());
        assertTrue(answer.stdout().contains(etc + "/nodes: none of its 1 addresses"));
    }

    @Test
    void theWayBackIsADirectoryDebiansCtdbAccepts() throws Exception {
        Path tool = Path.of("/usr/libexec/ctdb/ctdb-config");
        assumeTrue(Files.isExecutable(tool), "SKIPPED: Debian's package ctdb is not installed");
        run("config", "import", ctdb.toString());
        write(etc, "conf.d/site.conf", "[failover]\nshutdown extra timeout = 2\n[lease]\n");
        Path back = directory.resolve("back");

        Answer answer = run("config", "export", "ctdb", back.toString());

        assertEquals(0, answer.exitCode(), answer.stdout() + answer.stderr());
        assertTrue(answer.stdout().contains("CTDB 4.17 refuses it"), answer.stdout());
        assertEquals("", validate(tool, back));
        assertEquals("ctdb.conf events/legacy/90.local.script nodes public_addresses", tree(back));
    }

    @Test
    void debiansOwnDirectoryIsTakenAndComesBack() throws Exception {
        Path tool = Path.of("/usr/libexec/ctdb/ctdb-config");
        assumeTrue(Files.isExecutable(tool), "SKIPPED: Debian's package ctdb is not installed");
        Path stock = directory.resolve("stock");
        copy(Path.of("/etc/ctdb"), stock);
        write(stock, "nodes", "10.0.0.1\n10.0.0.2\n");

        Answer taken = run("config", "import", stock.toString());
        Answer back = run("config", "export", "ctdb", directory.resolve("back").toString());

        assertEquals(0, taken.exitCode(), taken.stdout() + taken.stderr());
        assertEquals(etc + ": no problem\n", run("config", "check").stdout());
        assertTrue(tree(etc).contains("events/legacy/10.interface.script functions"));
        assertEquals(0, back.exitCode(), back.stderr());
        assertEquals("", validate(tool, directory.resolve("back")));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var walk = Files.walk(from)) {
            for (Path path : walk.toList()) {
                Files.copy(
                        path,
                        to.resolve(from.relativize(path)),
                        java.nio.file.LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    /** What the tool says against a directory; nothing when it accepts it. */
    private static String validate(Path tool, Path directory) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(tool.toString(), "validate");
        builder.environment().put("CTDB_BASE", directory.toString());
        builder.environment().put("CTDB_TEST_MODE", "yes");
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        int code = process.waitFor();
        return code == 0 ? said : "exit " + code + ": " + said;
    }
}
