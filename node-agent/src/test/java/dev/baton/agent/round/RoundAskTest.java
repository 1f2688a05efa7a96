package dev.baton.agent.round;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.callout.Refusal;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

@DisplayName("Storage operations, section 2: names of snapshots; those that people give are kept")
class RoundAskTest {

    private static RoundAsk named(String name) {
        return new RoundAsk("nightly", Optional.empty(), Optional.of(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"before-upgrade", "a", "2026", "v1.2_rc"})
    void namesThatCanBeGiven(String name) {
        assertDoesNotThrow(() -> named(name).check());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-x",
                ".hidden",
                "a b",
                "a/b",
                "../x",
                "a\nb",
                "$(id)",
                "x;y",
                "20261122T010203Z-0.1",
                "x-20261122T010203Z-0.1"
            })
    void namesThatCannot(String name) {
        Refusal refused = assertThrows(Refusal.class, () -> named(name).check());

        assertEquals(Refusal.Kind.USAGE, refused.kind());
        assertFalse(refused.sentence().contains("\n"), refused.sentence());
    }

    @Test
    void aRoundsOwnNamesAreToldFromGivenOnes() {
        assertTrue(RoundAsk.isNamedByTime("nightly-20261122T010203Z-0.17"));
        assertTrue(RoundAsk.isNamedByTime("web1-nightly-20261122T010203Z-2.1"));
        assertFalse(RoundAsk.isNamedByTime("nightly-before-20261122"));
    }
}
