package dev.baton.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The file of tokens. Source: operator experience, section 2: roles. */
class TokensFileTest {

    private static final String HASH = "0123456789abcdef".repeat(4);
    private static final Instant END = Instant.parse("2026-12-31T00:00:00Z");

    @Test
    void aTokenIsALineAndTheLineIsTheToken() {
        AccessToken alice = new AccessToken("alice", Role.OPERATOR, HASH, Optional.of(END));

        Parsed<TokensFile> parsed =
                TokensFile.parse(
                        "tokens",
                        List.of(
                                "# ours",
                                "",
                                alice.line(),
                                "bob viewer sha256:" + HASH + " # all"));

        assertEquals(List.of(), parsed.problems());
        assertEquals(alice, parsed.value().tokens().getFirst());
        assertEquals(Optional.empty(), parsed.value().tokens().getLast().until());
    }

    @ParameterizedTest
    @DisplayName("a bad line is named with file and line, its token does not work, the others do")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    eve operator             | expected NAME ROLE sha256:HASH [EXPIRES], got 2 words
                    eve operator H x y       | expected NAME ROLE sha256:HASH [EXPIRES], got 5 words
                    -x operator H            | expected a name of letters, digits, '.', '_', '@' and '-' (at most 63)
                    eve root H               | expected viewer, operator or admin behind the name
                    eve operator sha256:12   | expected sha256: and 64 hexadecimal digits as third word
                    eve operator H tomorrow  | expected a time such as 2026-12-31T00:00:00Z as fourth word
                    alice admin H            | an earlier line has the name alice
                    """)
    void badLinesAreNamed(String line, String why) {
        String hash = "sha256:" + HASH;

        Parsed<TokensFile> parsed =
                TokensFile.parse(
                        "tokens",
                        List.of(
                                "alice operator " + hash,
                                line.replace(" H", " " + hash),
                                "bob admin " + hash));

        assertEquals(
                List.of("alice", "bob"),
                parsed.value().tokens().stream().map(AccessToken::name).toList());
        assertEquals(
                "tokens:2: warning: "
                        + why
                        + "; this token does not work (remove the line, and make a token with:"
                        + " baton token create)",
                parsed.problems().getFirst().toString());
        assertFalse(parsed.problems().toString().contains(HASH), "a hash is not told");
    }

    @Test
    void aTokenEndsAtItsTime() {
        AccessToken token = new AccessToken("a", Role.ADMIN, HASH, Optional.of(END));

        assertFalse(token.isOver(END.minusMillis(1)));
        assertTrue(token.isOver(END));
    }

    @Test
    void aRoleMayDoWhatSmallerOnesMay() {
        assertTrue(Role.ADMIN.covers(Role.OPERATOR));
        assertTrue(Role.OPERATOR.covers(Role.OPERATOR));
        assertFalse(Role.VIEWER.covers(Role.OPERATOR));
        assertEquals(Optional.empty(), Role.parse("Operator"));
    }
}
