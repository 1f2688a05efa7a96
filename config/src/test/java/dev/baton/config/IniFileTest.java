package dev.baton.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Manual page smb.conf(5), file format; CTDB events contract, section 15, ctdb.conf")
class IniFileTest {

    @Test
    void entriesStandBelowTheirSections() {
        assertReads(
                """
                # comment
                [cluster]
                    node address = 10.0.0.1
                ; comment
                [logging]
                location = file:/var/log/x
                """,
                """
                3 [cluster] node address = 10.0.0.1
                6 [logging] location = file:/var/log/x
                """,
                "");
    }

    @Test
    void namesAreTheSameInAnyCaseAndWithAnyBlanks() {
        assertReads("[ Cluster ]\nNODE \t Address=x\n", "2 [cluster] node address = x\n", "");
    }

    @Test
    void aValueKeepsItsOwnCaseBlanksAndSigns() {
        assertReads("[a]\nk =  B  c # d ; e = f  \n", "2 [a] k = B  c # d ; e = f\n", "");
    }

    @Test
    void aBackslashContinuesALineButNotAComment() {
        assertReads(
                """
                [a]
                k = one \\
                two\\
                 three
                # comment \\
                l = four
                m = five \\
                """,
                """
                2 [a] k = one two three
                6 [a] l = four
                7 [a] m = five
                """,
                "");
    }

    @Test
    void anEmptyValueIsAValue() {
        assertReads("[a]\nk =\n", "2 [a] k = \n", "");
    }

    @Test
    void aLineThatIsNotOneIsReported() {
        assertReads(
                """
                early = 1
                [a]
                no equals
                = no key
                k = 1
                """,
                "5 [a] k = 1\n",
                """
                f:1 early: stands before the first [section] (write its [section] above it)
                f:3: expected key = value, got "no equals" (write key = value)
                f:4: expected key = value, got "= no key" (write key = value)
                """);
    }

    @Test
    void theEntriesBelowABadHeaderAreNotBlamedToo() {
        assertReads(
                "[a\nk = 1\n[b] x\nk = 2\n[]\n[c]\nk = 3\n",
                "7 [c] k = 3\n",
                """
                f:1: expected [section], got "[a" (write [name])
                f:3: expected [section], got "[b] x" (write [name])
                f:5: expected [section], got "[]" (write [name])
                """);
    }

    private static void assertReads(String text, String expected, String problems) {
        Parsed<IniFile> parsed = IniFile.parse("f", Lines.of(text));

        assertEquals(
                expected,
                Lines.join(
                        parsed.value().entries().stream()
                                .map(
                                        each ->
                                                each.line()
                                                        + " ["
                                                        + each.section()
                                                        + "] "
                                                        + each.key()
                                                        + " = "
                                                        + each.value())));
        assertEquals(problems, Lines.messages(parsed.problems()));
    }
}
