package dev.baton.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.Optional;

@DisplayName("CTDB ipalloc contract, section 3, home_nodes")
class HomeNodesTest {

    private static final String CURE = " (write ADDRESS PNN, without comments)\n";

    @Test
    void aLineGivesAnAddressItsHome() {
        assertReads("10.1.0.1 0\n\t10.1.0.2 \t 2 more\n", "{10.1.0.1=0, 10.1.0.2=2}", "");
    }

    @Test
    void linesOfFewerThanTwoWordsAreSkipped() {
        assertReads("\n#\n10.1.0.1\n10.1.0.2 1\n", "{10.1.0.2=1}", "");
    }

    @Test
    void aBadAddressMakesTheWholeFileCountForNothing() {
        assertReads(
                "10.1.0.1 0\n# comment\n",
                "{}",
                "h:2 #: warning: expected an address, got \"#\"; the whole file counts for nothing"
                        + CURE);
    }

    @Test
    void aBadNumberMakesTheWholeFileCountForNothing() {
        assertReads(
                "10.1.0.1 -1\n10.1.0.2 1\n",
                "{}",
                "h:1 10.1.0.1: warning: expected a pnn, got \"-1\"; the whole file counts for"
                        + " nothing"
                        + CURE);
    }

    @Test
    void theFirstLineOfAnAddressWins() {
        String ignored = "an earlier line gives its home: this one is ignored";

        assertReads(
                "10.1.0.1 2\n10.1.0.1 1\n",
                "{10.1.0.1=2}",
                "h:2 10.1.0.1: warning: " + ignored + CURE);
        assertReads(
                "10.1.0.1 7\n10.1.0.1 1\n",
                "{}",
                "h:1 10.1.0.1: warning: there is no node 7: no home"
                        + CURE
                        + "h:2 10.1.0.1: warning: "
                        + ignored
                        + CURE);
    }

    @Test
    void aHomeIsFoundByAddress() {
        HomeNodes homes = HomeNodes.parse("h", Lines.of("10.1.0.1 1"), 2).value();

        assertEquals(Optional.of(new Pnn(1)), homes.homeOf(IpAddress.of("10.1.0.1")));
        assertEquals(Optional.empty(), homes.homeOf(IpAddress.of("10.1.0.2")));
    }

    private static void assertReads(String text, String expected, String problems) {
        Parsed<HomeNodes> parsed = HomeNodes.parse("h", Lines.of(text), 3);

        assertEquals(expected, parsed.value().homes().toString());
        assertEquals(problems, Lines.messages(parsed.problems()));
    }
}
