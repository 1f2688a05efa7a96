package dev.baton.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

@DisplayName("Operator contract, section 3, rule 2: typed values")
class TypedValueTest {

    @ParameterizedTest
    @CsvSource({
        "500ms,500",
        "30s,30000",
        "30,30000",
        "2m,120000",
        "2min,120000",
        "1h,3600000",
        "1d,86400000",
        "3 S,3000",
        "0,0"
    })
    void aTimeHasAUnitOrIsSeconds(String text, long millis) {
        assertEquals(Optional.of(Duration.ofMillis(millis)), TypedValue.duration(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "1.5s", "-1s", "5 weeks", "1s 2s", "9999999999999s"})
    void otherTextIsNoTime(String text) {
        assertEquals(Optional.empty(), TypedValue.duration(text));
    }

    @ParameterizedTest
    @CsvSource({"512,512", "512B,512", "512KiB,524288", "1MiB,1048576", "2gib,2147483648"})
    void aSizeHasABinaryUnitOrIsBytes(String text, long bytes) {
        assertEquals(Optional.of(bytes), TypedValue.size(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1KB", "1 K", "-1", "999999999999TiB"})
    void otherTextIsNoSize(String text) {
        assertEquals(Optional.empty(), TypedValue.size(text));
    }

    @ParameterizedTest
    @CsvSource({
        "yes,true",
        "TRUE,true",
        "on,true",
        "1,true",
        "no,false",
        "False,false",
        "off,false",
        "0,false"
    })
    void aSwitchIsYesOrNo(String text, boolean value) {
        assertEquals(Optional.of(value), TypedValue.truth(text));
    }

    @Test
    void aListIsSeparatedByCommas() {
        assertEquals(Optional.of(List.of("a", "b c")), TypedValue.list(" a , b c"));
        assertEquals(Optional.empty(), TypedValue.list("a,,b"));
        assertEquals(Optional.empty(), TypedValue.list(""));
    }

    @Test
    void aNumberStaysInItsBounds() {
        assertEquals(Optional.of(5), TypedValue.number("5", 1, 5));
        assertEquals(Optional.empty(), TypedValue.number("6", 1, 5));
        assertEquals(Optional.empty(), TypedValue.number("5000000000", 1, 5));
        assertEquals(Optional.empty(), TypedValue.number("+5", 1, 5));
        assertEquals(Optional.empty(), TypedValue.truth("perhaps"));
    }
}
