package dev.baton.events.callout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

@DisplayName("Storage operations, section 1: outcomes are a closed set, each told apart")
class OutcomeTest {

    @Test
    void eachOutcomeSaysWhetherItRanAndWhetherMoreMustBeKnown() {
        Printed no = new Printed("", "no space\n");

        String table =
                List.of(
                                new Outcome.Ok(no),
                                new Outcome.Refused(Outcome.Reason.TRUST, "chmod go-w /x"),
                                new Outcome.Failed(127, no),
                                new Outcome.TimedOut(Duration.ofMinutes(15), no),
                                new Outcome.Killed("a signal", no),
                                new Outcome.NotStarted("no such file"),
                                new Outcome.Lost("n1"))
                        .stream()
                        .map(
                                each ->
                                        "%s ran=%s unknown=%s: %s"
                                                .formatted(
                                                        each.word(),
                                                        each.ran(),
                                                        each.leavesUnknown(),
                                                        each.sentence()))
                        .collect(Collectors.joining("\n"));

        assertEquals(
                """
                ok ran=true unknown=false: exited with 0
                refused ran=false unknown=false: was not run: chmod go-w /x
                failed ran=true unknown=false: exited with 127: no space
                timed_out ran=true unknown=true: was ended after 900 s: no space
                killed ran=true unknown=true: was ended by a signal: no space
                not_started ran=false unknown=false: could not be started: no such file
                lost ran=true unknown=true: was lost with the agent of n1\
                """,
                table);
    }

    @Test
    @DisplayName("Call-outs contract, 3.8: the message is the last 20 lines of output")
    void theLastTwentyLinesAreTold() {
        String out =
                IntStream.range(0, 30)
                        .mapToObj(i -> "line " + i + "\n")
                        .collect(Collectors.joining());

        String said = new Printed(out, "\nfinally\n").lastWords();

        assertEquals(20, said.lines().count());
        assertEquals("line 11", said.lines().findFirst().orElseThrow());
        assertEquals("finally", said.substring(said.lastIndexOf('\n') + 1));
    }
}
