package dev.baton.agent.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.agent.saved.BadFile;
import dev.baton.orchestrator.exchange.RunRecord;
import dev.baton.orchestrator.takeover.Planner;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

@DisplayName("Stored runs: the form of the file, and one sentence for each mistake")
class SavedRunFormTest {

    private static final Path EXAMPLE = Path.of("src", "test", "resources", "runs", "pin.json");
    private static final int SEEDS = 1000;

    private static String written(StoredRun stored) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RunWriter.write(stored, bytes);
        return bytes.toString(UTF_8);
    }

    @Test
    @DisplayName("Any run that is written and read is equal, and so is the plan made from it")
    void everyRunComesBack() throws IOException, BadFile {
        int plans = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            StoredRun stored = new StoredRun(ExampleRuns.of(seed), "1.0 (abc)");
            String text = written(stored);

            StoredRun read = RunReader.parse("run.json", text);

            assertEquals(stored, read, "seed " + seed);
            RunRecord run = read.run();
            assertEquals(run.plan().text(), Planner.plan(run.input()).text(), "seed " + seed);
            plans += run.plan().moves() > 0 ? 1 : 0;
        }
        assertTrue(plans > SEEDS / 10, "too few runs move anything: " + plans);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"SavedRun\" | \"Status\" | kind: expected \"SavedRun\", got \"Status\"",
                "\"format\" : 1 | \"format\" : 2 | format: expected 1, the format this release"
                        + " reads and writes, got 2",
                "\"format\" : 1, | `` | format: expected a whole number from 0 to 2147483647, got"
                        + " nothing",
                "\"cause\" : \"operator\" | \"cause\" : 7 | cause: expected a text, got 7",
                "\"cause\" | \"couse\" | couse: there is no such field; known: kind, format,",
                "\"algorithm\" : 2 | \"algorithm\" : 3 | rules.algorithm: expected a whole number"
                        + " from 0 to 2, got 3",
                "\"algorithm\" : 2, | `` | rules.algorithm: expected a whole number from 0 to 2,"
                        + " got nothing",
                "\"no_failback\" : false | \"no_failback\" : 0 | rules.no_failback: expected true"
                        + " or false, got 0",
                "\"homes\" : { } | \"homes\" : {\"n1\": 1} | rules.homes.n1: expected an address"
                        + " before it, got 1",
                "\"bans\" : [ ] | \"bans\" : [1, 1] | options.bans[1]: expected a node that was not"
                        + " named before, got 1",
                "\"bans\" : [ ], | `` | options.bans: expected it to be there, got nothing",
                "\"freed\" : [ ] | \"freed\" : [\"::1\", \"0::1\"] | options.staying.freed[1]:"
                        + " expected an address that was not named before",
                "\"ranges\" : [ ] | \"ranges\" : [{\"range\": \"10.0.0.0/33\", \"open\": true}] |"
                        + " options.staying.ranges[0].range: expected a range of addresses",
                "\"node_count\" : 3 | \"node_count\" : 2 | cluster.nodes[2].pnn: expected a number"
                        + " below node_count, got 2",
                "\"pnn\" : 1 | \"pnn\" : 0 | cluster.nodes[1].pnn: expected a number that no other"
                        + " node has, got 0",
                "\"runstate\" : \"running\" | \"runstate\" : \"walking\" |"
                        + " cluster.nodes[0].runstate: expected one of init, setup, first_recovery,"
                        + " startup, running, shutdown, got \"walking\"",
                "\"flags\" : [ ] | \"flags\" : [\"lazy\"] | cluster.nodes[0].flags[0]: expected one"
                        + " of disconnected, unhealthy,",
                "\"addresses\" : { | \"addresses\" : {\"010.50.1.1\":{}, |"
                        + " cluster.nodes[0].addresses.10.50.1.1: expected an address that was not"
                        + " named before",
                "\"phase\":\"serving\" | \"phase\":\"eating\" | .phase: expected one of absent,"
                        + " asking, taking,",
                "\"best\":\"pub1\" | \"best\":\"a b\" | .best: expected the name of an interface",
                "\"begun\" : \"1970 | \"begun\" : \"yesterday | begun: expected a time such as",
                "\"id\" : \" | \"id\" : \"x | id: expected an id such as 1763.2",
                "\"how\" : \"done\" | \"how\" : \"well\" | ending.how: expected one of done,"
                        + " failed, abandoned, got \"well\"",
                "\"plan\" : [ | \"plan\" : [ 1, | plan[0]: expected a text, got 1",
                "} | ] | line ",
            })
    void aMistakeIsOneSentenceWithFileAndField(String text, String wrong, String expected)
            throws IOException {
        String good = Files.readString(EXAMPLE);
        int at = good.indexOf(text);
        assertTrue(at >= 0, "the example has no " + text);
        String bad = good.substring(0, at) + wrong + good.substring(at + text.length());

        String sentence =
                assertThrows(BadFile.class, () -> RunReader.parse("run.json", bad)).sentence();

        assertTrue(sentence.startsWith("run.json: "), sentence);
        assertTrue(sentence.contains(expected), sentence);
        assertTrue(!sentence.contains("\n"), sentence);
    }

    @Test
    void whatIsNoObjectOrTooLargeOrNotThereIsRefusedToo() {
        String list =
                assertThrows(BadFile.class, () -> RunReader.parse("run.json", "[]")).sentence();
        String gone =
                assertThrows(BadFile.class, () -> RunReader.read(Path.of("/no/such"))).sentence();

        assertEquals("run.json: expected a saved run, which is an object, got []", list);
        assertTrue(gone.startsWith("/no/such: expected a file that can be read"), gone);
    }
}
