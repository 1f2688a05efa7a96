package dev.baton.events.contract.opennebula;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Storage call-outs contract, section 4.6: what drivers say on standard error")
class DriverSpeechTest {

    @ParameterizedTest(name = "\"{0}\"")
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | -",
                "INFO: cp: fine | -",
                "ERROR MESSAGE --8<------;no;space;ERROR MESSAGE ------>8-- | no space",
                "noise;ERROR MESSAGE --8<------;no space;ERROR MESSAGE ------>8--;more | no space",
                "ERROR MESSAGE --8<------;cut off | cut off",
                "ERROR MESSAGE --8<------;ERROR MESSAGE ------>8-- | -",
                "INFO: cp: x;no;space | no space",
                "INFO: cp: x;ERROR: cp: no space | ERROR: cp: no space"
            })
    void theMessageForTheUserIsFound(String errors, String expected) {
        assertEquals(expected, DriverSpeech.message(errors.replace(';', '\n')));
    }

    @Test
    void aMessageIsBounded() {
        assertEquals(DriverSpeech.LONGEST + 3, DriverSpeech.message("x".repeat(100_000)).length());
    }
}
