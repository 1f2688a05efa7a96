package dev.baton.agent.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.saved.BadFile;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

@DisplayName("Saved views: the form of the file, and one sentence for each mistake")
@Timeout(120)
class SavedViewReaderTest {

    private static final Path DIRECTORY = Path.of("..", "docs", "operator", "views");

    @Test
    void everyFieldIsSeenThroughTheCommandLines() throws BadFile {
        ViewBench bench = ViewBench.of("all-fields");

        assertEquals("1\n", bench.said("ctdb pnn"));
        assertEquals("0\n", bench.said("ctdb leader"));
        assertEquals("/clusterfs/.ctdb/lock\n", bench.said("ctdb getreclock"));
        assertTrue(bench.said("ctdb getvar MonitorInterval").endsWith("= 20\n"));
        assertTrue(bench.said("ctdb getvar NoIPFailback").endsWith("= 1\n"));
        assertTrue(bench.said("ctdb getvar NoIPFailback -n 0").endsWith("= 0\n"));
        assertEquals("|LEADER|LMASTER|\n|0|1|\n", bench.said("ctdb -X getcapabilities"));
        assertEquals("10.1.0.1\n10.1.0.2\n10.1.0.4\n", bench.said("ctdb listnodes"));
        assertEquals(
                """
                |Public IP|Node|ActiveInterfaces|AvailableInterfaces|ConfiguredInterfaces|
                |192.0.2.101|0|eth1|eth1|eth1,eth2|
                |2001:db8::102|-1|||eth2|
                """,
                bench.said("ctdb -X -v ip -n 0"));
        String status = bench.run("status").stdout();
        assertTrue(status.contains("50.samba exit 1"), status);
        assertTrue(status.contains("90 s ago") || status.contains("1 min ago"), status);
    }

    @Test
    void aSavedStatusIsAView() throws BadFile {
        String saved = ViewBench.of("three-nodes").run("status -o json").stdout();

        LoadedView loaded = SavedViewReader.parse("saved.json", saved);

        assertEquals(3, loaded.view().nodes().size());
        assertEquals(saved, new ViewBench(loaded).run("status -o json").stdout());
    }

    @Test
    void aSavedStatusIsAViewAlsoWhereNothingIsServed() throws BadFile {
        ViewBench bench = ViewBench.of("three-nodes");
        for (int pnn = 2; pnn >= 0; pnn--) {
            bench.run("ctdb disable -n " + pnn);
        }

        LoadedView loaded =
                SavedViewReader.parse("saved.json", bench.run("status -o json").stdout());

        ViewBench again = new ViewBench(loaded);
        assertTrue(again.said("ctdb -X ip all").contains("|192.0.2.101|-1|"));
        assertEquals(0, again.run("ctdb enable -n 1").exitCode());
        assertTrue(again.said("ctdb -X ip all").contains("|192.0.2.101|1|"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"kind\" : \"Status\" | \"kind\" : \"Node\" | v.json: kind: expected \"Status\","
                        + " got \"Node\"",
                "\"self\" : \"n1\" | \"self\" : \"n9\" | v.json: self: expected one of n1, n2, n3,"
                        + " got \"n9\"",
                "\"pnn\" : 1, | \"pnn\" : 0, | v.json: nodes[1].pnn: expected a number that no"
                        + " other node has, got 0",
                "10.1.0.2 | 10.1.0 | v.json: nodes[1].address: expected an address, got \"10.1.0\"",
                "10.1.0.2\" | 10.1.0.2\", \"flags\" : [ \"sick\" ] | v.json: nodes[1].flags[0]:"
                        + " expected one of disconnected, unhealthy, disabled, banned, stopped,"
                        + " got \"sick\"",
                "10.1.0.2\" | 10.1.0.2\", \"flag\" : [ ] | v.json: nodes[1].flag: there is no such"
                        + " field; known: name, pnn, address, state, flags, runstate, leader, self,"
                        + " heard_ago_seconds, version, recorded, reason, failing_script,"
                        + " interfaces_down, holds, may_lead, tunables",
                "10.1.0.2\" | 10.1.0.2\", \"tunables\" : { \"Foo\" : 1 } | v.json:"
                        + " nodes[1].tunables.Foo: expected a tunable within its bounds (No such"
                        + " tunable Foo), got 1",
                "192.0.2.102 | 192.0.2.101 | v.json: addresses[1].ip: expected an address that was"
                        + " not listed before, got \"192.0.2.101\"",
                "\"interfaces\" : [ \"eth1\" ] | \"interfaces\" : [ \"e/1\" ] | v.json:"
                        + " addresses[0].interfaces[0]: expected the name of an interface, got"
                        + " \"e/1\"",
                "\"answer\" : \"fail\" | \"answer\" : \"no\" | v.json: answers[0].answer: expected"
                        + " one of fail, timeout, silence, busy, held, got \"no\"",
                "\"stage\" : \"release\" | \"stage\" : \"drop\" | v.json: answers[0].stage:"
                    + " expected one of ban, startrecovery, recovered, startipreallocate, release,"
                    + " take, ipreallocated, got \"drop\"",
                "\"answers\" | \"times\" : 1, \"answers\" | v.json: times: there is no such field;"
                        + " known: apiVersion, kind, time, answer, self, leader, majority,"
                        + " run_in_progress, nodes_ok, addresses_served, nodes, addresses,"
                        + " last_run, problems, tunables, lock, home_nodes, failover_disabled,"
                        + " answers",
            })
    void aMistakeIsOneSentenceWithFileFieldAndWhatWasExpected(
            String good, String bad, String sentence) throws IOException {
        String text = Files.readString(DIRECTORY.resolve("release-fails.json"));
        assertTrue(text.contains(good), good);

        BadFile wrong =
                assertThrows(
                        BadFile.class,
                        () ->
                                SavedViewReader.parse(
                                        "v.json", text.replaceFirst(quoted(good), bad)));

        assertEquals(sentence, wrong.getMessage());
    }

    private static String quoted(String text) {
        return Pattern.quote(text);
    }

    @Test
    void whatIsNoJsonAndNoFileIsSaidToo() {
        assertTrue(message("{ \"kind\" : ").startsWith("v.json: line 1: expected JSON: "));
        assertTrue(message("[]").startsWith("v.json: expected an object, got []"));
        BadFile missing =
                assertThrows(BadFile.class, () -> SavedViewReader.read(Path.of("no/such.json")));
        assertTrue(
                String.valueOf(missing.getMessage())
                        .startsWith("no/such.json: expected a file that can be read"));
    }

    private static String message(String text) {
        return String.valueOf(
                assertThrows(BadFile.class, () -> SavedViewReader.parse("v.json", text))
                        .getMessage());
    }
}
