package dev.baton.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@DisplayName("Operator contract, section 3, rule 4: all problems of all files at once")
class MistakesGoldenTest {

    private static final Path DIRECTORY = Path.of("src", "test", "resources", "mistakes");

    @Test
    void everyMistakeOfADirectoryIsReportedAtOnce() {
        FakeHost host = new FakeHost(List.of("eth1"), List.of("10.0.0.1"));

        Loaded loaded = new SettingsLoader(host).load(Layout.under(DIRECTORY), Map.of(), "n1");

        String messages = Lines.messages(loaded.problems()).replace(DIRECTORY + "/", "");
        Golden.check(DIRECTORY.resolve("expected.txt"), messages);
        assertEquals(Optional.empty(), loaded.settings());
        assertTrue(loaded.problems().size() >= 15);
    }
}
