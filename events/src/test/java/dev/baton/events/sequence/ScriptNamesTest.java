package dev.baton.events.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

@DisplayName("Which files are scripts, and their order (contract, section 2)")
class ScriptNamesTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "10.interface.script, true",
        "10.a.b.script, true",
        "10..script, true",
        "00.script, false",
        "1.a.script, false",
        "100.a.script, false",
        "10-a.script, false",
        "10.a.script.rpmnew, false",
        "10.a.script~, false",
        "٣٣.a.script, false",
        "README, false",
    })
    void aScriptHasTwoDigitsADotAndTheEnding(String fileName, boolean matches) {
        assertEquals(matches, ScriptNames.matches(fileName));
    }

    @Test
    void scriptsRunInTheOrderOfTheirBytes() {
        assertEquals(
                List.of("00.z.script", "10.B.script", "10.a.script", "10.b.script", "10.é.script"),
                ScriptNames.ordered(
                        List.of(
                                "10.é.script",
                                "10.b.script",
                                "notes",
                                "10.a.script",
                                "10.B.script",
                                "00.z.script")));
    }

    @Test
    void aScriptIsShownWithoutItsEnding() {
        assertEquals("10.interface", ScriptNames.shown("10.interface.script"));
    }
}
