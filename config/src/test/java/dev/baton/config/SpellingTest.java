package dev.baton.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;

@DisplayName("Operator contract, section 3, rule 4: did you mean")
class SpellingTest {

    private static final List<String> KNOWN =
            List.of("node address", "nodes list", "heartbeat", "key");

    @ParameterizedTest
    @CsvSource({
        "node adress, node address",
        "NodeAddress, node address",
        "node_address, node address",
        "nodse list, nodes list",
        "haertbeat, heartbeat",
        "heart beats, heartbeat",
        "kye, key",
    })
    void aSlipOfTheFingerIsUnderstood(String typed, String meant) {
        assertEquals(Optional.of(meant), Spelling.closest(typed, KNOWN));
    }

    @ParameterizedTest
    @CsvSource({"lifetime", "bar", "x", "public address"})
    void anotherWordIsNotGuessed(String typed) {
        assertEquals(Optional.empty(), Spelling.closest(typed, KNOWN));
    }
}
