package dev.baton.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.config.Pnn;
import dev.baton.config.Setting;
import dev.baton.events.ScriptResult;
import dev.baton.events.ScriptStatus;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;

/** What another node's agent is asked. Source: operator experience, sections 1.1 and 2. */
class ElsewhereTest {

    private static final List<String> EVENTS =
            List.of("baton", "event", "status", "--tail", "4096", "-o", "json");
    private static final List<String> SETTINGS = List.of("baton", "config", "show", "-o", "json");

    private final ExampleCluster here = new ExampleCluster();
    private final ExampleCluster there = new ExampleCluster();

    private static Setting setting(String key, String value, String origin) {
        return new Setting("cluster", key, value, origin, "What it is");
    }

    private void heard(List<String> words) {
        here.answering(Elsewhere.answer(there.cli(), words), () -> {});
    }

    @Test
    @DisplayName("section 2: Scripts: the last result per event, with the script's own words")
    void resultsOfAnotherNodeAreTold() {
        there.history.accept(
                new Fact.EventEnded(
                        "monitor",
                        "",
                        new SequenceResult(
                                SequenceStatus.FAILED,
                                List.of(
                                        new ScriptResult(
                                                "50.samba",
                                                ScriptStatus.ERROR,
                                                1,
                                                Duration.ofMillis(80),
                                                "smbd is\u001b[2J gone\n",
                                                "")),
                                Duration.ofMillis(90),
                                "")));
        heard(EVENTS);

        Answer answer = here.run("event status --node n2");

        assertEquals(
                """
                EVENT    SCRIPT    RESULT  CODE  TOOK    ENDED
                monitor  -         failed  -     0.09 s  2026-03-04T05:06:07.008Z
                monitor  50.samba  error   1     0.08 s
                50.samba: smbd is?[2J gone
                """,
                answer.stdout().replaceAll(" +\n", "\n"));
        assertEquals(1, answer.exitCode());
        assertEquals(List.of(new OperatorCommand.CallTool(new Pnn(1), EVENTS)), here.asked);
        assertTrue(
                here.run("event status --node n2 -o json").stdout().contains("\"smbd is"),
                "the words as they are");
    }

    @Test
    void whatAScriptPrintedIsCutForTheWay() {
        there.history.accept(
                new Fact.EventEnded(
                        "monitor",
                        "",
                        new SequenceResult(
                                SequenceStatus.OK,
                                List.of(
                                        new ScriptResult(
                                                "50.samba",
                                                ScriptStatus.OK,
                                                0,
                                                Duration.ZERO,
                                                "x".repeat(5000) + "end",
                                                "")),
                                Duration.ZERO,
                                "")));
        heard(EVENTS);

        String json = here.run("event status --node n2 -o json").stdout();

        assertTrue(json.contains("xend\""), json);
        assertFalse(json.contains("x".repeat(4096)));
    }

    @Test
    @DisplayName("section 2: Settings: effective value, origin, what differs on node X")
    void settingsOfAnotherNodeAreCompared() {
        here.shownSettings =
                settings(
                        setting("wire port", "4480", ""),
                        setting("http address", "127.0.0.1", ""),
                        setting("cluster lock", "!helper --token=abcd", "/e/baton.conf:3"));
        there.shownSettings =
                settings(
                        setting("wire port", "4480", ""),
                        setting("http address", "private", "/e/conf.d/http.conf:2"),
                        setting("cluster lock", "!helper --token=efgh", "/e/baton.conf:3"));
        heard(SETTINGS);

        Answer answer = here.run("config show --node n2");

        assertEquals(
                """
                SETTING                 VALUE                FROM                   REMARK
                [cluster] wire port     4480                 default
                [cluster] http address  private              /e/conf.d/http.conf:2  here: 127.0.0.1
                [cluster] cluster lock  !helper --token=***  /e/baton.conf:3
                """,
                answer.stdout().replaceAll(" +\n", "\n"));
        assertTrue(
                here.run("config show --node n2 -o json").stdout().contains("\"differing\" : 1"));
    }

    @Test
    void aChangeThatWaitsForARestartIsTold() {
        here.shownSettings =
                new ShownSettings(
                        List.of(setting("wire port", "4480", "")),
                        () -> List.of(setting("wire port", "4490", "/e/baton.conf:7")));

        String text = here.run("config show").stdout();

        assertTrue(text.contains("from the next start: 4490"), text);
        assertTrue(here.run("config show -o json").stdout().contains("\"in_files\" : \"4490\""));
    }

    @Test
    void variablesOfScriptsAreNotShown() {
        here.shownSettings =
                settings(setting("extra variables", "p.PASSWORD=x", "/e/baton.conf:9"));

        assertFalse(here.run("config show").stdout().contains("PASSWORD"));
    }

    @Test
    @DisplayName("an agent that does not answer: exit 7 and a sentence")
    void silenceIsTold() {
        here.answering(new OperatorReply.Refused("node 1 cannot be reached from node 0"), () -> {});

        for (String line :
                List.of(
                        "event status --node n2",
                        "config show --node n2",
                        "run show 1763.2 --node n2")) {
            Answer answer = here.run(line);
            assertEquals(7, answer.exitCode(), line);
            assertEquals(
                    "baton: n2 does not answer: node 1 cannot be reached from node 0\n",
                    answer.stderr());
        }
    }

    @Test
    void whatTheOtherAgentRefusesIsItsWord() {
        heard(List.of("baton", "run", "show", "1763.2", "-o", "json"));

        Answer answer = here.run("run show 1763.2 --node n2");

        assertEquals(4, answer.exitCode());
        assertTrue(
                answer.stderr().startsWith("baton: n2: run 1763.2 is not stored in base/var/runs"),
                answer.stderr());
    }

    @Test
    void anotherReleaseIsToldFromSilence() {
        here.answering(new OperatorReply.Printed(1, "no such command", ""), () -> {});

        Answer answer = here.run("config show --node n2");

        assertEquals(8, answer.exitCode());
        assertTrue(answer.stderr().contains("it may be of another release"), answer.stderr());
    }

    @Test
    void anAnswerThatIsTooLongIsRefused() {
        there.shownSettings =
                settings(setting("x", "y".repeat(Elsewhere.MOST_BYTES), "/e/baton.conf:1"));

        OperatorReply reply = Elsewhere.answer(there.cli(), SETTINGS);

        assertInstanceOf(OperatorReply.Refused.class, reply);
    }

    @ParameterizedTest
    @DisplayName("no other line is carried out for another node")
    @ValueSource(
            strings = {
                "baton event run monitor -o json",
                "baton config show --node n3 -o json",
                "baton config check -o json",
                "baton run show /etc/shadow -o json",
                "baton run show latest -o json",
                "baton token list -o json",
                "baton event status -o json",
                "ctdb config show -o json"
            })
    void otherLinesAreNone(String line) {
        assertFalse(Elsewhere.isOne(List.of(line.split(" ", -1))));
    }

    @Test
    void theKnownLinesAreOnes() {
        assertTrue(Elsewhere.isOne(EVENTS));
        assertTrue(Elsewhere.isOne(SETTINGS));
        assertTrue(Elsewhere.isOne(List.of("baton", "run", "show", "1763.2", "-o", "json")));
    }

    private static ShownSettings settings(Setting... all) {
        return new ShownSettings(List.of(all), () -> List.of(all));
    }
}
