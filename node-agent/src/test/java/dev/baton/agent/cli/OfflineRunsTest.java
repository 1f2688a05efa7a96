package dev.baton.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.agent.runs.RunFolder;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

@DisplayName("Operator documentation, Stored takeover runs: list, show and replay without an agent")
class OfflineRunsTest {

    private static final Path EXAMPLES = Path.of("src", "test", "resources", "runs");
    private static final Instant NOW = Instant.parse("1970-01-01T00:20:00Z");

    @TempDir Path directory;

    @BeforeEach
    void store() throws IOException {
        copy("pin", "1000010.5");
        copy("script-fails", "1000010.9");
        copy("only-who-failed", "1000010.10");
    }

    private void copy(String example, String id) throws IOException {
        String text = Files.readString(EXAMPLES.resolve(example + ".json"));
        Files.writeString(
                directory.resolve(id + ".json"),
                text.replaceFirst("\"id\" : \"[0-9.]+\"", "\"id\" : \"" + id + "\""));
    }

    private Answer run(String... words) {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        return new OfflineRuns(new RunFolder(directory), clock).run(List.of(words));
    }

    private void change(String id, String text, String other) throws IOException {
        Path file = directory.resolve(id + ".json");
        String before = Files.readString(file);
        assertTrue(before.contains(text), before);
        Files.writeString(file, before.replace(text, other));
    }

    @Test
    void aReplayThatGivesTheStoredPlanSaysSo() {
        Answer answer = run("run", "replay", "1000010.5");

        assertEquals(
                """
                run 1000010.5, %s/1000010.5.json
                  START_IPREALLOCATE n0: startipreallocate
                  START_IPREALLOCATE n1: startipreallocate
                  START_IPREALLOCATE n2: startipreallocate
                  RELEASE n0: release 10.50.1.1
                  TAKE n1: take 10.50.1.1
                  IPREALLOCATED n0: ipreallocated
                  IPREALLOCATED n1: ipreallocated
                  IPREALLOCATED n2: ipreallocated
                same plan as stored
                """
                        .formatted(directory),
                answer.stdout());
        assertEquals(0, answer.exitCode());
        assertEquals("", answer.stderr());
    }

    @Test
    void anotherPlanIsToldLineByLineAndIsExit1() throws IOException {
        change("1000010.5", "\"10.50.1.1\" : 1", "\"10.50.1.1\" : 2");

        Answer answer = run("run", "replay", "1000010.5");
        Answer json = run("run", "replay", "1000010.5", "-o", "json");

        assertEquals(1, answer.exitCode());
        assertTrue(
                answer.stdout()
                        .endsWith(
                                """
                                another plan than stored by 0.1.0 (-: stored, +: now):
                                  - TAKE n1: take 10.50.1.1
                                  + TAKE n2: take 10.50.1.1
                                """),
                answer.stdout());
        assertEquals(1, json.exitCode());
        assertTrue(json.stdout().contains("\"same\" : false"), json.stdout());
        assertTrue(json.stdout().contains("\"- TAKE n1: take 10.50.1.1\""), json.stdout());
    }

    @Test
    void latestIsTheNewestIdAndAFileIsNamedByItsPath() {
        String file = EXAMPLES.resolve("node-lost.json").toString();

        assertTrue(run("run", "replay", "latest").stdout().startsWith("run 1000010.10, "));
        assertEquals(0, run("run", "replay", file).exitCode());
        assertEquals("same\n", run("run", "replay", file, "-o", "name").stdout());
    }

    @Test
    void everyExampleIsShown() throws IOException {
        try (var files = Files.list(EXAMPLES)) {
            for (Path file : files.toList()) {
                Answer shown = run("run", "show", file.toString());
                Answer json = run("run", "show", file.toString(), "-o", "json");

                assertEquals(0, shown.exitCode(), shown.stderr());
                assertTrue(shown.stdout().contains("\nplan, addresses taken: "), shown.stdout());
                assertTrue(json.stdout().contains("\"kind\" : \"Run\""), json.stdout());
            }
        }
    }

    @Test
    void showTellsWhyWhatWasSeenWhatWasAskedForAndWhatFailed() {
        String pinned = run("run", "show", "1000010.5").stdout();
        String failed = run("run", "show", "1000010.9").stdout();
        String unfinished = run("run", "show", "1000010.10").stdout();

        assertEquals(
                """
                run 1000010.5: ok
                  led by n0 (0.1.0)
                  begun 1970-01-01T00:16:45Z, because of operator
                  %s/1000010.5.json
                cluster: 3 of 3 nodes report; lcp2, addresses with a home: 0
                  PNN  NAME  RUNSTATE  FLAGS  HOLDS  AVAILABLE  KNOWN
                  0    n0    running   ok     2      6          6
                  1    n1    running   ok     2      6          6
                  2    n2    running   ok     2      6          6
                asked for: 10.50.1.1 to node 1; nothing moved for balance
                plan, addresses taken: 1
                """
                        .formatted(directory),
                pinned.substring(0, pinned.indexOf("  START_IPREALLOCATE")));
        assertTrue(pinned.endsWith("ending: ok after 0.03 s, addresses taken: 1\n"), pinned);
        assertTrue(failed.contains("\nending: failed after "), failed);
        assertTrue(failed.contains("\n  node 1 failed: ipreallocated FAILED"), failed);
        assertTrue(unfinished.contains(": unfinished\n"), unfinished);
        assertTrue(unfinished.contains("only nodes [1], which failed before"), unfinished);
        assertTrue(unfinished.contains("\nending: none is stored; "), unfinished);
    }

    @Test
    void theListHasTheColumnsOfAnAgentAndSaysThatNoneAnswers() throws IOException {
        Files.writeString(directory.resolve("7.7.json"), "{");

        Answer answer = run("run", "list");
        Answer names = run("run", "list", "-o", "name");

        assertEquals(0, answer.exitCode());
        List<String> lines = answer.stdout().lines().toList();
        assertEquals(4, lines.size(), answer.stdout());
        assertTrue(lines.getFirst().matches("ENDED +LEADER +RUN +RESULT .* STORED +CAUSE"));
        assertTrue(lines.get(1).contains("  n0      1000010.5   ok  "), answer.stdout());
        assertTrue(lines.get(3).startsWith("-  "), answer.stdout());
        assertTrue(lines.get(3).contains("unfinished"), answer.stdout());
        assertTrue(answer.stderr().contains("7.7.json: line 1: expected JSON"), answer.stderr());
        assertTrue(answer.stderr().contains("no agent answers"), answer.stderr());
        assertEquals("1000010.5\n1000010.9\n1000010.10\n", names.stdout());
        assertTrue(run("run", "list", "--since", "1s").stdout().startsWith("no runs;"));
    }

    @Test
    void whatIsNotThereOrNoRunIsOneSentence() throws IOException {
        Path other = Files.writeString(directory.resolve("status.json"), "{\"kind\": \"Status\"}");
        Answer noId = run("run", "show", "9.9");
        Answer noFile = run("run", "replay", "/no/such.json");
        Answer noRun = run("run", "replay", other.toString());
        Answer none =
                new OfflineRuns(new RunFolder(directory.resolve("none")), Clock.systemUTC())
                        .run(List.of("run", "show", "latest"));

        assertEquals(4, noId.exitCode());
        assertEquals(
                "baton: run 9.9 is not stored in %s; a run is stored on the node that led it, the"
                        .formatted(directory),
                noId.stderr().substring(0, noId.stderr().indexOf(" newest")));
        assertEquals(4, noFile.exitCode());
        assertEquals(
                "baton: there is no file /no/such.json, and \"/no/such.json\" is no id\n",
                noFile.stderr());
        assertEquals(2, noRun.exitCode());
        assertEquals(
                "baton: " + other + ": kind: expected \"SavedRun\", got \"Status\"\n",
                noRun.stderr());
        assertEquals(4, none.exitCode());
        assertTrue(none.stderr().startsWith("baton: no run is stored in "), none.stderr());
        assertEquals(2, run("run", "replay").exitCode());
        assertEquals(2, run("run", "frob").exitCode());
    }
}
