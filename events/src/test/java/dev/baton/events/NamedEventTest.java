package dev.baton.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

@DisplayName("Events by their names (contract, sections 3.2 and 5)")
class NamedEventTest {

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource({
        "legacy, monitor, '', ''",
        "legacy, monitor, x, 'event monitor expects no arguments, got 1 argument'",
        "legacy, takeip, eth0 10.0.0.1 24, ''",
        "legacy, takeip, eth0, 'event takeip expects INTERFACE IP MASKBITS, got 1 argument'",
        "legacy, releaseip, '', 'event releaseip expects INTERFACE IP MASKBITS, got 0 arguments'",
        "legacy, updateip, a b 10.0.0.1 24, ''",
        "legacy, updateip, a b 10.0.0.1,"
                + " 'event updateip expects OLD-INTERFACE NEW-INTERFACE IP MASKBITS, got 3"
                + " arguments'",
        "legacy, unheardof, a b c d e, ''",
        "random, takeip, '', ''",
        "random, monitor, a b, ''",
    })
    void onlyTheListedEventsOfLegacyHaveTheirArgumentsCounted(
            String component, String event, String arguments, String expected) {
        NamedEvent named = new NamedEvent(component, event, List.of(arguments));

        assertEquals(Optional.of(expected).filter(text -> !text.isEmpty()), named.objection());
    }

    @Test
    void argumentsAreSplitAtRunsOfBlanks() {
        NamedEvent named = new NamedEvent("random", "e", List.of("a  b", "", " c "));

        assertEquals(List.of("a", "b", "c"), named.event().arguments());
    }

    @Test
    void anAddressInTheNameOfAnEventIsNoLease() {
        Event event = new NamedEvent("legacy", "takeip", List.of("eth0", "10.0.0.1", "24")).event();

        assertEquals(Optional.empty(), event.address());
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "OK 0, OK 0, 0",
        "OK 0, DISABLED -8, 0",
        "OK 0, ERROR 42, 42",
        "OK 0, ERROR 255, 255",
        "OK 0, CANNOT_RUN -62, 62",
        "OK 0, TIMED_OUT -110, 110",
        "ERROR 3, ERROR 4, 3",
    })
    void theSummaryIsTheFirstFailureOfItsScripts(String first, String second, int summary) {
        SequenceResult result =
                new SequenceResult(
                        SequenceStatus.OK,
                        Stream.of(first, second).map(NamedEventTest::script).toList(),
                        Duration.ZERO,
                        "");

        assertEquals(summary, new LastRun(Instant.EPOCH, result).summary());
    }

    @Test
    void aScriptBeganWhenThoseBeforeItHadEnded() {
        SequenceResult result =
                new SequenceResult(
                        SequenceStatus.OK,
                        List.of(script("OK 0"), script("OK 0"), script("OK 0")),
                        Duration.ZERO,
                        "");

        assertEquals(
                Instant.ofEpochSecond(14),
                new LastRun(Instant.ofEpochSecond(10), result).startOf(2));
    }

    @ParameterizedTest(name = "{0} counts: {1}")
    @CsvSource({
        "OK, true",
        "FAILED, true",
        "TIMED_OUT, true",
        "CANCELLED, false",
        "NOT_STARTED, false"
    })
    void whatWasCancelledIsNotRemembered(SequenceStatus status, boolean counts) {
        RememberedRuns runs = new RememberedRuns(2);
        SequenceResult result = new SequenceResult(status, List.of(), Duration.ZERO, "");

        runs.remember("random", "monitor", new LastRun(Instant.EPOCH, result));

        assertEquals(counts, runs.last("random", "monitor").isPresent());
    }

    @Test
    void theEventThatHasNotRunForLongestIsForgottenFirst() {
        RememberedRuns runs = new RememberedRuns(2);
        LastRun run =
                new LastRun(
                        Instant.EPOCH,
                        new SequenceResult(SequenceStatus.OK, List.of(), Duration.ZERO, ""));

        List.of("a", "b", "a", "c").forEach(event -> runs.remember("random", event, run));

        assertEquals(
                "true false true",
                String.join(
                        " ",
                        Stream.of("a", "b", "c")
                                .map(event -> runs.last("random", event).isPresent())
                                .map(String::valueOf)
                                .toList()));
    }

    private static ScriptResult script(String text) {
        String[] words = text.split(" ", 2);
        return new ScriptResult(
                "10.x",
                ScriptStatus.valueOf(words[0]),
                Integer.parseInt(words[1]),
                Duration.ofSeconds(2),
                "");
    }
}
