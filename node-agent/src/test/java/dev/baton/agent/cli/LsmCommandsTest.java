package dev.baton.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.agent.control.Commands.Invocation;
import dev.baton.agent.lsm.LsmRoom;
import dev.baton.agent.lsm.PluginsOnDisk;
import dev.baton.config.LsmOptions;
import dev.baton.events.contract.lsm.LsmCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

@Timeout(60)
@DisplayName(
        "Storage call-outs contract, sections 5.6 to 5.10: baton lsm calls a plugin that exists")
class LsmCommandsTest {

    private static final String PASSWORD = "geheim4711";

    private final PluginsOnDisk plugins;
    private final LsmRoom room;
    private final ExampleCluster cluster = new ExampleCluster();

    LsmCommandsTest(@TempDir Path folder) throws IOException {
        plugins = new PluginsOnDisk(folder);
        Path programs = Files.createDirectories(plugins.base.resolve("bin"));
        Files.createSymbolicLink(programs.resolve("array_lsmplugin"), PluginsOnDisk.array());
        room =
                new LsmRoom(
                        new LsmOptions(
                                false, programs, plugins.base.resolve("ipc"), plugins.base, 2),
                        plugins.places,
                        Map.of("PATH", "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE", "1"),
                        Optional.empty());
        cluster.lsm = room.access();
    }

    @AfterEach
    void close() {
        room.close();
        plugins.close();
    }

    /** A line in which U stands for the array, and U? for one with options. */
    private Answer run(String line) {
        List<String> words = new ArrayList<>();
        for (String word : line.split(" ", -1)) {
            words.add(
                    word.equals("U") || word.startsWith("U?")
                            ? plugins.uri(word.length() < 2 ? "" : word.substring(2))
                            : word.replace('~', ' '));
        }
        return cluster.cli().run(new Invocation("/", words, Map.of(), ""));
    }

    private String done(String line) {
        Answer answer = run(line);
        assertEquals(0, answer.exitCode(), line + ": " + answer.stderr() + answer.stdout());
        return answer.stdout();
    }

    private Path secret(String name, String text) throws IOException {
        Path file = plugins.base.resolve(name);
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    @Test
    void anArrayIsWorkedWithByNames() {
        assertTrue(done("lsm plugin list").contains("array "), "found below the plugin directory");
        assertTrue(done("lsm plugin info U").contains("Array of a file, for tests"));
        assertTrue(done("lsm pool list U").contains("first pool  "), done("lsm pool list U"));
        assertTrue(done("lsm system capabilities U").contains(" 21  volume_create"));

        String made = done("lsm volume create U?jobs=2 v1 --pool first~pool --size 1MiB");
        done("lsm volume resize U v1 2MiB");
        done("lsm access-group create U hosts iqn.1994-05.com.example:a");
        done("lsm volume mask U v1 hosts");
        done("lsm filesystem create U home --pool pool-1 --size 1GiB");
        done("lsm snapshot create U home monday");
        done("lsm export add U home --path /home --rw 192.0.2.7,192.0.2.8");

        assertTrue(made.contains("name             v1"), made);
        assertTrue(done("lsm volume list U").contains("v1"));
        assertTrue(done("lsm volume groups U v1").contains("hosts"));
        assertTrue(done("lsm snapshot list U home").contains("monday"));
        assertTrue(done("lsm export list U").contains("192.0.2.8"));
        assertEquals(3, run("lsm volume delete U v1").exitCode(), "it is masked: error 160");
        done("lsm volume unmask U v1 hosts");
        assertEquals("done\n", done("lsm volume delete U v1"));
        assertEquals("none\n", done("lsm volume list U"));
    }

    @Test
    void anyMethodTakesItsParametersAsPairsOrAsJson() {
        done("lsm U volume_create pool=pool-1 volume_name=v size_bytes=1MiB provisioning=thin");
        String byJson =
                done(
                        "lsm U volume-create"
                            + " {\"pool\":\"pool-1\",\"volume_name\":\"w\",\"size_bytes\":512}");
        String listed = done("lsm U volumes search_key=id search_value=vol-1 -o json");

        assertTrue(byJson.contains("name             w"), byJson);
        assertTrue(listed.contains("\"kind\" : \"LsmAnswer\""), listed);
        assertTrue(listed.contains("\"name\" : \"v\""), listed);
        assertFalse(listed.contains("\"name\" : \"w\""), listed);
        assertEquals("vol-1\n", done("lsm U volumes search_key=id search_value=vol-1 -o name"));
    }

    @Test
    void aJobIsFollowedOrFoundLater() {
        String accepted = done("lsm volume create U?jobs=2 v --pool pool-1 --size 1MiB --no-wait");
        String job = accepted.replaceAll("(?s)job (\\S+): accepted.*", "$1");
        Answer running = run("lsm job status U " + job);
        String ended = done("lsm job wait U " + job);
        Answer again = run("lsm job status U " + job);
        Answer late = run("lsm volume create U?jobs=9 w --pool pool-1 --size 1MiB --wait 1ms");

        assertEquals("running, 50 %\n", running.stdout());
        assertEquals(7, running.exitCode());
        assertTrue(ended.contains("name             v"), ended);
        assertEquals(4, again.exitCode());
        assertTrue(again.stderr().contains("NOT_FOUND_JOB(202)"), again.stderr());
        assertEquals(7, late.exitCode());
        assertTrue(late.stdout().contains("still runs; see: baton lsm job wait array://"));
    }

    @Test
    void aPasswordComesFromAFileAndIsShownNowhere() throws IOException {
        Path file = secret("password", PASSWORD + "\nsecond line");
        Path chap =
                secret("chap", "in_user=u\nin_password=" + PASSWORD + "\nout_password=" + PASSWORD);

        Answer none = run("lsm pool list U?password=" + PASSWORD);
        Answer plan = run("lsm U iscsi_chap_auth init_id=iqn.a:b --plan -o json --params " + chap);
        done("lsm pool list U --password-file " + file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Answer open = run("lsm pool list U --password-file " + file);

        assertEquals(2, none.exitCode(), "neither does one stand in a URI");
        assertTrue(none.stderr().contains("seen by everybody"), none.stderr());
        assertEquals(0, plan.exitCode(), plan.stderr());
        assertFalse((plan.stdout() + plan.stderr()).contains(PASSWORD), plan.stdout());
        assertTrue(plan.stdout().contains("\"init_id\" : \"iqn.a:b\""), plan.stdout());
        assertTrue(open.stderr().contains("chmod 600"), open.stderr());
    }

    @Test
    void aPlanFindsWhatIsMeantAndChangesNothing() {
        done("lsm volume create U v --pool pool-1 --size 1MiB");

        String plan = done("lsm volume delete U v --plan");
        Answer missing = run("lsm volume delete U nobody --plan");

        assertTrue(plan.startsWith("would be sent to array://admin@host"), plan);
        assertTrue(plan.contains("volume = {\"class\":\"Volume\",\"id\":\"vol-1\""), plan);
        assertTrue(done("lsm volume list U").contains("vol-1"));
        assertEquals(4, missing.exitCode());
        assertEquals("baton: there is no Volume \"nobody\"; known: vol-1 (v)\n", missing.stderr());
    }

    /** Each row: a line, its exit code, how its one sentence goes on. */
    private static final String WRONG =
            """
            lsm                                  | 2 | baton lsm: expected a URI and a method
            lsm U                                | 2 | baton lsm: expected a URI and a method
            lsm frob volumes                     | 2 | expected a URI such as sim://
            lsm U frobnicate                     | 2 | there is no method "frobnicate"; known: plugin_info
            lsm U plugin_register                | 2 | plugin_register is part of every session
            lsm array://u:geheim@h pools         | 2 | a password in a URI is seen by everybody
            lsm none://h pools                   | 4 | PLUGIN_NOT_EXIST(311): there is neither none_lsmplugin
            lsm U pools color=red                | 2 | INVALID_ARGUMENT(101): pools has no parameter color
            lsm U pools color                    | 2 | parameter: expected NAME=VALUE
            lsm U pools {                        | 2 | parameters: expected a JSON object
            lsm U pools search_key=color search_value=red | 2 | UNSUPPORTED_SEARCH_KEY(510)
            lsm U volume_create volume_name=v size_bytes=1MiB | 2 | INVALID_ARGUMENT(101): volume_create: pool
            lsm U volume_resize volume=9 new_size_bytes=1 | 4 | there is no Volume "9"; known: none
            lsm U iscsi_chap_auth init_id=a in_password=x | 2 | parameter in_password: a secret in a command line
            lsm U iscsi_chap_auth {"in_password":"x"} | 2 | parameter in_password: a secret in a command line
            lsm U batteries                      | 3 | NO_SUPPORT(153)
            lsm volume create U v --size 1MiB    | 2 | lsm volume create: give --pool
            lsm volume create U v --pool pool-1 --size big | 2 | size_bytes expects a size such as 10GiB
            lsm volume create U v --pool pool-1 --size 9TiB | 3 | NOT_ENOUGH_SPACE(350)
            lsm volume create U v --pool pool-1 --size 1MiB --provisioning fat | 2 | provisioning expects default, full
            lsm job status U 9                   | 4 | NOT_FOUND_JOB(202)
            lsm pool list U --limit long         | 2 | --limit expects a span up to 10m
            lsm pool list U --password-file x    | 2 | --password-file expects an absolute path
            lsm pool list U?fault=die:pools      | 8 | TRANSPORT_COMMUNICATION(400): the plugin went away: it exited
            lsm volume create U?fault=die:volume_create v --pool pool-1 --size 1MiB | 8 | TRANSPORT_COMMUNICATION(400)
            lsm pool list U?fault=garbage:pools  | 8 | TRANSPORT_SERIALIZATION(401)
            """;

    @Test
    void aWrongLineIsOneSentenceWithAStableExitCode() {
        List<String> wrong = new ArrayList<>();
        for (String row : WRONG.lines().toList()) {
            List<String> cells = Arrays.stream(row.split(" \\| ")).map(String::strip).toList();

            Answer answer = run(cells.getFirst());

            boolean fits =
                    answer.exitCode() == Integer.parseInt(cells.get(1))
                            && answer.stdout().isEmpty()
                            && answer.stderr().lines().count() == 1
                            && answer.stderr().startsWith("baton: " + cells.get(2));
            if (!fits) {
                wrong.add(row + "\n gave " + answer.exitCode() + " " + answer.stderr());
            }
        }

        assertEquals(List.of(), wrong);
    }

    @Test
    void aChangeNobodySawTheEndOfSaysWhereToLook() {
        Answer answer =
                run("lsm volume create U?fault=die:volume_create v --pool pool-1 --size 1MiB");

        assertTrue(
                answer.stderr().contains("whether volume_create was done is not known: look"),
                answer.stderr());
    }

    @Test
    void everyErrorNumberHasACureAndAnExitCode() {
        TreeMap<Integer, List<String>> codes = new TreeMap<>();
        for (LsmCode code : LsmCode.values()) {
            assertFalse(LsmCures.cure(code, "sim://").isBlank(), code.name());
            codes.computeIfAbsent(LsmCures.exit(code), _ -> new ArrayList<>())
                    .add(Integer.toString(code.number()));
        }

        assertEquals(
                "{0=[0], 2=[101, 402, 510], 3=[50, 52, 125, 153, 160, 161, 226, 250, 251, 350, 502,"
                    + " 511, 512, 513, -32601], 4=[200, 201, 202, 203, 204, 205, 206, 207, 208,"
                    + " 209, 311], 6=[13, 300, 307], 7=[7, 11], 8=[1, 2, 12, 140, 141, 142, 152,"
                    + " 301, 400, 401, -32700, -32099]}",
                codes.toString());
    }
}
