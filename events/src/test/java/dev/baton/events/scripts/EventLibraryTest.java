package dev.baton.events.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

@DisplayName("The shell library for authors of event scripts, in dash and in bash")
class EventLibraryTest {

    private static final Path LIBRARY = Path.of("scripts/lib/baton-events.sh").toAbsolutePath();

    private record Said(int exit, String text) {}

    private final Path base;

    EventLibraryTest(@TempDir Path base) throws IOException {
        this.base = base.toRealPath();
        Files.createDirectories(this.base.resolve("etc"));
    }

    private Said run(String shell, String body) throws Exception {
        Path script = base.resolve("50.test.script");
        Files.writeString(script, "set -u\n. \"$BATON_EVENTS_LIB\"\n" + body + "\n");
        Path output = base.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(shell, script.toString());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", base + ":/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("CTDB_BASE", base.resolve("etc").toString());
        environment.put("CTDB_SCRIPT_VARDIR", base.resolve("var").toString());
        environment.put("CTDB_LOGGING", "file:" + base.resolve("log"));
        environment.put("BATON_EVENTS_LIB", LIBRARY.toString());
        environment.put("BATON_EVENT", "monitor");
        environment.put("T", base.toString());
        Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        process.getOutputStream().close();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS), body);
        return new Said(process.exitValue(), Files.readString(output, UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    void optionsOfAllScriptsComeFirstThenItsOwn(String shell) throws Exception {
        Files.writeString(base.resolve("etc/script.options"), "A=all B=all\n");
        Files.writeString(base.resolve("50.test.options"), "B=own\n");

        assertEquals(new Said(0, "all own\n"), run(shell, "baton_options; echo $A $B"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    void aFailureNamesTheEventAndEndsTheScript(String shell) throws Exception {
        assertEquals(
                new Said(1, "warning: low\nmonitor: no disk\n"),
                run(shell, "baton_warn low; baton_fail no disk; echo not reached"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    void whatOutlivesItsEventWritesToTheLogItself(String shell) throws Exception {
        assertEquals(new Said(0, ""), run(shell, "baton_log two  words"));

        assertTrue(
                Files.readString(base.resolve("log"))
                        .matches("\\d{4}-\\d\\d-\\d\\d [\\d:]{8} 50.test.script: two words\n"));
        assertEquals(
                new Said(0, "50.test.script: x\n"), run(shell, "CTDB_LOGGING=file: baton_log x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    void aServiceIsReconfiguredOnceAfterItWasAskedFor(String shell) throws Exception {
        String ask = "baton_reconfigure web echo reloaded";
        assertEquals(new Said(0, ""), run(shell, ask));

        assertEquals(
                new Said(0, "reloaded\n"),
                run(shell, "baton_want_reconfigure web; baton_want_reconfigure web; " + ask));
        assertEquals(new Said(0, ""), run(shell, ask));
        assertEquals(
                new Said(1, ""), run(shell, "baton_wants_reconfigure web; exit $?"), "no longer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    void whatFailsToReconfigureIsReconfiguredAgain(String shell) throws Exception {
        assertEquals(
                new Said(3, ""),
                run(shell, "baton_want_reconfigure web; baton_reconfigure web sh -c 'exit 3'"));

        assertEquals(new Said(0, "again\n"), run(shell, "baton_reconfigure web echo again"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    void whatIsAskedForMeanwhileCountsForTheNextTime(String shell) throws Exception {
        assertEquals(
                new Said(0, ""),
                run(
                        shell,
                        "baton_want_reconfigure web;"
                                + " baton_reconfigure web baton_want_reconfigure web"));

        assertEquals(new Said(0, ""), run(shell, "baton_wants_reconfigure web"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    void aCheckThatFailsWarnsAndLaterFailsAndForgetsWithASuccess(String shell) throws Exception {
        String fails = "baton_check web http 2 3 sh -c 'echo refused; exit 9'; exit $?";
        assertEquals(new Said(0, ""), run(shell, fails));
        assertEquals(
                new Said(0, "warning: web http failed 2 times in a row: refused\n"),
                run(shell, fails));
        Said third = new Said(1, "web http failed 3 times in a row, limit 3: refused\n");
        assertEquals(third, run(shell, fails));

        assertEquals(new Said(0, ""), run(shell, "baton_check web http 2 3 true"));
        assertEquals(new Said(0, ""), run(shell, fails));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    void aCheckMayOnlyWarnAndAnUnreadableCountBeginsAnew(String shell) throws Exception {
        Path counter = base.resolve("var/baton/web/failed-http");
        Files.createDirectories(counter.resolveSibling("."));
        Files.writeString(counter, "many\n");

        assertEquals(
                new Said(0, "warning: web http failed 1 times in a row: \n"),
                run(shell, "baton_check web http 1 0 false"));
        Files.writeString(counter, "400\n");
        assertEquals(0, run(shell, "baton_check web http 1 0 false").exit());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    void wrongWordsOfTheAuthorAreNamed(String shell) throws Exception {
        assertEquals(
                new Said(1, "monitor: check http: expected two numbers, got \"x\" and \"3\"\n"),
                run(shell, "baton_check web http x 3 true"));
        assertEquals(1, run(shell, "baton_check web http 2 3").exit());
        assertEquals(1, run(shell, "baton_check web ../x 2 3 true").exit());
        assertEquals(1, run(shell, "baton_use_state ../x").exit());
        assertEquals(1, run(shell, "baton_service pause web").exit());
        assertEquals(1, run(shell, "baton_listens http").exit());
        assertEquals(1, run(shell, "baton_exclusive rotate").exit());
        assertFalse(Files.exists(base.resolve("var/x")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    void anExclusiveSectionGivesTheProgramsCode(String shell) throws Exception {
        Path baton = base.resolve("baton");
        Files.writeString(
                baton, "#!/bin/sh\necho \"$*\"\nwhile [ \"$1\" != -- ]; do shift; done; \"$2\"\n");
        assertTrue(baton.toFile().setExecutable(true));

        assertEquals(
                new Said(1, "lock run rotate --scope cluster --wait 20s -- false\n"),
                run(shell, "baton_exclusive rotate false"));
        assertEquals(
                new Said(0, "lock run rotate --scope node --wait 5s -- true\n"),
                run(shell, "BATON_EXCLUSIVE_WAIT=5s; baton_exclusive_here rotate true"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    void limitsAreReadComparedAndRefused(String shell) throws Exception {
        String compare = " && baton_compare disk 85; echo $?";

        assertEquals(
                new Said(0, "warning: disk is 85% used, limit 80%\n0\n"),
                run(shell, "baton_read_limits O 80:90 80:90" + compare));
        assertEquals(
                new Said(0, "disk is 85% used, unhealthy from 85%\n1\n"),
                run(shell, "baton_read_limits O :85 :85" + compare));
        assertEquals(
                new Said(0, "O: expected WARN[:UNHEALTHY] in percent, got \"x\"; not checked\n1\n"),
                run(shell, "baton_read_limits O x 101" + compare));
    }
}
