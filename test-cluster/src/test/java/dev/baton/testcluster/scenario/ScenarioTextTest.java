package dev.baton.testcluster.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

@DisplayName("Scenario files: what is written is what is read")
class ScenarioTextTest {

    private static final Path PAGE = Path.of("scenarios", "README.md");

    private static final String WHOLE =
            """
            # The reason for it.
            #
            # And more of it.
            seed: 17
            nodes: 4
            addresses: 3
            links: 2
            votes: both
            lock: yes
            first voters: 3
            voters: unknown
            machines: hostile
            messages: rough
            scripts: bad
            wall clocks: hours apart
            limits: short
            begin: cold
            length: 14.5s

            at 0s: agent 1 starts as disabled and stopped
            at 0.05s: start agent 0
            at 3.2s: kill agent 1 after 2 effects of a step, and start it 0.06s later
            at 3.2s: part nodes 0,2 from the others
            at 4s: scripts of node 2 ignore lifetimes at takeip
            at 4s: scripts of node 3 end 2s late at any
            at 5s: on node 1 list addresses none with mask 24 on the first link
            at 14.5s: on node 1 enter section rotate waiting 1s staying 0.5s

            expect all-served within 10s
            expect served 0 by 1
            expect leader other than 0 within 0.5s
            """;

    @Test
    void theCanonicalTextIsReadAndWrittenAsItIs() {
        assertEquals(WHOLE, ScenarioText.print(ScenarioText.read("whole.txt", WHOLE)));
    }

    @Test
    void whatIsAsUsualNeedNotBeSaid() {
        String text = "nodes: 3\naddresses: 0\nlength: 0s\n";

        Setting setting = ScenarioText.read("short.txt", text).setting();

        assertEquals(Setting.Begin.SERVED, setting.begin());
        assertEquals(3, setting.voting().first());
        assertEquals(Setting.Surroundings.CALM, setting.around());
    }

    /** One value for each slot; numbers so that no two slots of a line have the same. */
    private static String example(String words) {
        String example = words;
        for (int node = 0; example.contains("<node>"); node++) {
            example = example.replaceFirst("<node>", Integer.toString(node));
        }
        for (int time = 1; example.contains("<time>"); time++) {
            example = example.replaceFirst("<time>", time + "." + time + "s");
        }
        return example.replace("<nodes>", "0,2")
                .replace("<addresses>", "none")
                .replace("<address>", "1")
                .replace("<link>", "1")
                .replace("<count>", "2")
                .replace("<mask>", "22")
                .replace("<section>", "backup")
                .replace("<event>", "releaseip")
                .replace("<state>", "stopped")
                .replace("<conduct>", "ignore lifetimes")
                .replace("<links>", "all links")
                .replace("<flag>", "banned");
    }

    @Test
    void everyActionAndConditionIsReadAsWrittenAndByOneFormOnly() {
        for (String words : Language.ACTIONS.words()) {
            String line = example(words);
            assertEquals(line, Language.ACTIONS.print(Language.ACTIONS.read(line)));
            assertEquals(1, matches(Form.of(Action.class), line), line);
        }
        for (String words : Language.CONDITIONS.words()) {
            String line = example(words);
            assertEquals(line, Language.CONDITIONS.print(Language.CONDITIONS.read(line)));
            assertEquals(1, matches(Form.of(Condition.class), line), line);
        }
    }

    private static <T> long matches(List<Form<T>> forms, String line) {
        return forms.stream().filter(form -> form.read(line).isPresent()).count();
    }

    @Test
    void thePageNamesEveryLineThereIs() throws IOException {
        String page = Files.readString(PAGE);

        List<String> missing =
                Stream.of(
                                Language.ACTIONS.words().stream().map(words -> "`" + words + "`"),
                                Language.CONDITIONS.words().stream()
                                        .map(words -> "`" + words + "`"),
                                Header.NAMES.stream().map(name -> "`" + name + ": "))
                        .flatMap(lines -> lines)
                        .filter(line -> !page.contains(line))
                        .toList();

        assertEquals(List.of(), missing);
    }

    /** What is wrong with the one line that is changed; the sentence names its place and a cure. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            textBlock =
                    """
                    at 3.2s: part nodes 0,2 from the others|at 3.2s: part nodes 0,7 from the others\
                    |bad.txt:23: nodes: expected a number below 4, as "nodes: 4" says, got "7"
                    at 3.2s: part nodes 0,2 from the others|at 3.2s: part nodes 2,0 from the others\
                    |bad.txt:23: nodes: expected rising numbers, got "2,0"
                    at 0.05s: start agent 0|at 0.05s: strat agent 0\
                    |bad.txt:21: expected an action such as "kill agent <node>" or
                    at 0.05s: start agent 0|at 0.05: start agent 0\
                    |bad.txt:21: expected a time such as 3s, 0.25s or 250ms, got "0.05"
                    at 0.05s: start agent 0|at 0.05s start agent 0\
                    |bad.txt:21: expected "at TIME: ACTION", got "at 0.05s start agent 0"
                    at 0.05s: start agent 0|at 15s: start agent 0\
                    |bad.txt:21: expected at most 14.5s, as "length:" says, got 15s
                    at 0.05s: start agent 0|at 4s: start agent 0\
                    |bad.txt:22: expected 4s or later, because that step is before it, got 3.2s
                    at 0.05s: start agent 0|# start agent 0\
                    |bad.txt:21: expected comments in the first lines only
                    at 0.05s: start agent 0|links: 2\
                    |bad.txt:21: expected "at TIME: ACTION" or "expect CONDITION", got "links: 2"
                    nodes: 4|nodes: 99|bad.txt:5: nodes: expected a number from 1 to 16, got 99
                    nodes: 4|knots: 4|bad.txt:5: expected "NAME: VALUE" with one of the names seed,
                    nodes: 4|seed: 4|bad.txt:5: seed: expected it once, and it was 17 before
                    nodes: 4|nodes: four\
                    |bad.txt:5: nodes: expected a number of at most 4 digits, got "four"
                    lock: yes|lock: perhaps|bad.txt:9: lock: expected one of no, yes, got "perhaps"
                    lock: yes|lock: no|bad.txt:8: votes: expected "lock: yes" with them
                    first voters: 3|first voters: 5\
                    |bad.txt:10: first voters: expected a number from 1 to 4, got 5
                    length: 14.5s|length: 2h\
                    |bad.txt:18: length: expected a time such as 3s, 0.25s or 250ms, got "2h"
                    length: 14.5s|''|bad.txt:20: expected a line such as "length: 14s" before it
                    expect all-served within 10s|expect all-saved within 10s\
                    |bad.txt:29: expected a condition such as
                    expect all-served within 10s|expect all-served within long\
                    |bad.txt:29: expected a time such as 3s, 0.25s or 250ms, got "long"
                    expect served 0 by 1|expect served 3 by 1\
                    |bad.txt:30: address: expected a number below 3, as "addresses: 3" says, got "3"
                    expect served 0 by 1|at 14.5s: heal the network\
                    |bad.txt:30: expected no step after the first expectation
                    ignore lifetimes at takeip|ignore lifetimes at takeaip\
                    |bad.txt:24: event: expected one of any, init,
                    """)
    void aWrongLineIsRefusedWithItsPlaceWhatIsThereAndWhatWasExpected(
            String line, String wrong, String sentence) {
        String text = WHOLE.replace(line + "\n", wrong + "\n");
        assertTrue(!text.equals(WHOLE), line);

        ScenarioProblem problem =
                assertThrows(ScenarioProblem.class, () -> ScenarioText.read("bad.txt", text));

        assertEquals(sentence, sentenceOf(problem).substring(0, sentence.length()));
    }

    private static String sentenceOf(ScenarioProblem problem) {
        return String.valueOf(problem.getMessage());
    }
}
