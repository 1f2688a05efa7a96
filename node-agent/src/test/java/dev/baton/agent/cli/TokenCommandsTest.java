package dev.baton.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.access.TokenFile;
import dev.baton.agent.control.Commands.Answer;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;

/** {@code baton token}. Source: operator experience, sections 1.2 and 2. */
class TokenCommandsTest {

    @TempDir private Path directory;

    private Answer run(String line) {
        Clock wall = Clock.fixed(ExampleCluster.WALL, ZoneOffset.UTC);
        return new OfflineTokens(new TokenFile(directory.resolve("tokens")), wall)
                .run(List.of(line.split(" ", -1)));
    }

    @Test
    @DisplayName("a token is printed once, alone on standard output; the file has its hash only")
    void aTokenIsShownOnce() throws IOException {
        Answer made = run("token create alice --role operator --for 90d");

        assertEquals(0, made.exitCode(), made.stderr());
        assertTrue(made.stdout().matches("baton_[A-Za-z0-9_-]{43}\n"), made.stdout());
        assertEquals(
                "baton: warning: alice may be operator with this token until 2026-06-02T05:06:07Z;"
                        + " it is shown this once, and works on this node\n",
                made.stderr());
        String file = Files.readString(directory.resolve("tokens"));
        assertFalse(file.contains(made.stdout().strip()), file);
        assertTrue(file.matches("alice operator sha256:\\S{64} 2026-06-02T05:06:07Z\n"), file);
        assertFalse(run("token list -o json").stdout().contains("sha256"));
    }

    @Test
    void tokensAreListedAndRemoved() {
        run("token create alice --role operator");
        run("token create bob --role viewer --for 1s");

        assertEquals(
                """
                NAME   ROLE      UNTIL                 STATE
                alice  operator  -                     works
                bob    viewer    2026-03-04T05:06:08Z  works
                """,
                run("token list").stdout());
        assertEquals("the token of alice works no more\n", run("token remove alice").stdout());
        assertEquals("bob\n", run("token list -o name").stdout());
        assertTrue(run("token list -o json").stdout().contains("\"TokenList\""));
    }

    @Test
    void aBadLineIsAnAnswerThatIsNo() throws IOException {
        run("token create alice --role operator");
        Path file = directory.resolve("tokens");
        Files.writeString(file, Files.readString(file) + "eve\n");

        Answer listed = run("token list");

        assertEquals(1, listed.exitCode());
        assertTrue(listed.stdout().contains(file + ":2: warning: expected NAME ROLE"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    token create alice                         | 2 | token create: --role expects viewer, operator or admin. See: baton token create --help
                    token create alice --role root             | 2 | --role expects viewer, operator or admin, got "root"
                    token create a/b --role admin              | 2 | token create: NAME expects letters, digits, '.', '_', '@' and '-' (at most 63), got "a/b"
                    token create alice --role admin --for 0d   | 2 | --for expects a span up to 3650d such as 90d, got "0d"
                    token create alice --role admin --for ever | 2 | --for expects a span up to 3650d such as 90d, got "ever"
                    token remove bob                           | 4 | no token is called "bob"; see: baton token list
                    token frob                                 | 2 | baton token knows no "frob"; known: create, list, remove
                    """)
    void wrongLinesAreOneSentence(String line, int exit, String sentence) {
        Answer answer = run(line);

        assertEquals("baton: " + sentence + "\n", answer.stderr());
        assertEquals(exit, answer.exitCode());
    }

    @Test
    void theAgentDoesTheSame() {
        Answer listed = new ExampleCluster().run("token list");

        assertEquals(
                "no tokens in base/etc/tokens; everybody may read\n",
                listed.stdout() + listed.stderr());
    }
}
