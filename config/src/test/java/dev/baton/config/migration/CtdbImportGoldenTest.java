package dev.baton.config.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * Files {@code NAME.txt} are directories as one text, {@code NAME.expected.txt} what is told and
 * written; {@code -Dgolden.update=true} rewrites the second.
 */
@DisplayName("Operator experience, section 3, rule 1; CTDB events contract, section 15")
class CtdbImportGoldenTest {

    private static final Path DIRECTORY = Path.of("src", "test", "resources", "import");

    @ParameterizedTest
    @ValueSource(
            strings = {"usual", "mistakes", "before-4.9", "beside-ctdb-conf", "paths", "command"})
    void everythingThatIsFoundIsTold(String name) throws IOException {
        Migration migration = migration(name);

        Path expected = DIRECTORY.resolve(name + ".expected.txt");
        String printed = TextDirectory.print(migration);
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(expected, printed);
        }
        assertEquals(Files.readString(expected), printed);
    }

    @Test
    void aMistakeOfAnyFileRefusesAll() throws IOException {
        assertTrue(migration("mistakes").isRefused());
        assertFalse(migration("usual").isRefused());
        assertFalse(migration("before-4.9").isRefused());
    }

    @Test
    void theWayBackAndForthAgainChangesNothing() throws IOException {
        for (String name : new String[] {"usual", "before-4.9", "paths", "command"}) {
            Migration first = migration(name);
            SettingsDirectory baton = TextDirectory.written("/etc/baton", first);
            Migration back = CtdbExport.of(baton, true);
            Migration again = CtdbImport.of(TextDirectory.written("/etc/ctdb", back));

            assertEquals(meaning(first), meaning(again), name);
        }
    }

    /** Every file with its text; the two products spell a truth differently. */
    private static String meaning(Migration migration) {
        return TextDirectory.written("/etc/baton", migration).files().values().stream()
                .map(file -> file.path() + file.link() + file.executable() + file.lines())
                .collect(Collectors.joining("\n"))
                .replaceAll("# Written by [^,]*", "")
                .replace("= yes", "= true");
    }

    private static Migration migration(String name) throws IOException {
        return CtdbImport.of(TextDirectory.of(Files.readString(DIRECTORY.resolve(name + ".txt"))));
    }
}
