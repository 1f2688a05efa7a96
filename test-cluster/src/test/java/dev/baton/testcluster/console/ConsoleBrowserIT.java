package dev.baton.testcluster.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.baton.config.Role;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

import java.nio.file.Path;
import java.util.List;

/** The page in a browser, over views made by an agent's own code. */
@Timeout(120)
@DisplayName("Operator experience, section 2, in Chromium")
class ConsoleBrowserIT {

    private static final double MOST_BYTES = 150_000;

    /** Five times what is promised of a machine that does nothing else. */
    private static final double LATEST_PAINT_MS = 1500;

    private static Chromium browser;

    @TempDir private Path base;

    @BeforeAll
    static void start() {
        browser = Chromium.here();
    }

    @AfterAll
    static void end() {
        browser.close();
    }

    @BeforeEach
    void usual() {
        browser.size(1280, 800);
        browser.dark(false);
    }

    @AfterEach
    void nothingWasComplainedOf() {
        // the browser itself tells of a connection that ends, and of an answer that is a refusal
        List<String> others =
                browser.complaints().stream()
                        .filter(each -> !each.contains("net::ERR_") && !each.contains("/api/v1/"))
                        .toList();
        assertEquals(List.of(), others, "no console errors");
    }

    private void see(String view, String word, String name) {
        try (ConsoleServer server = ConsoleServer.of(view, base)) {
            look(server, word, name);
        }
    }

    /** The page with a word at its top, clean for axe in both lights, and no wider than a phone. */
    private void look(ConsoleServer server, String word, String name) {
        browser.visit(server.address());
        browser.await("the page says " + word, () -> browser.text("#word").equals(word));
        assertTrue(browser.title().startsWith(word), browser.title());
        browser.picture(name + "-light");
        assertEquals(List.of(), browser.barriers(), "axe, light");
        browser.dark(true);
        browser.picture(name + "-dark");
        assertEquals(List.of(), browser.barriers(), "axe, dark");
        assertFitsAPhone(name);
        browser.picture(name + "-phone");
    }

    @Test
    void threeNodesAreATableOfNodesAndAddresses() {
        see(SyntheticView.of(3, 6), "ALL SERVED", "three");

        assertEquals(3, browser.count("#matrix tbody tr"));
        assertEquals(6, browser.count("#matrix thead tr:last-child th"));
        assertEquals(6, browser.count("#matrix .hosted"));
    }

    @Test
    void aHundredAddressesOfSixteenNodesAreCountedByNetwork() {
        see(SyntheticView.of(16, 100), "ALL SERVED", "sixteen");

        assertEquals(16, browser.count("#matrix tbody tr"));
        assertEquals(4, browser.count("#matrix thead th"), "two networks");
    }

    @Test
    void troublesAreToldWithTheirNextCommandAndNoWordIsReadAsHtml() {
        see(SyntheticView.ofTroubles(), "1 NOT SERVED", "troubles");

        assertTrue(browser.text("#problems").contains("firmware <b>4.2</b>"));
        assertEquals(0, browser.count("#problems b"));
        assertTrue(browser.texts("#problems code").contains("baton node enable n3"));
    }

    @Test
    void noNodesAreNoAlarm() {
        try (ConsoleServer server = ConsoleServer.of(SyntheticView.of(1, 0), base)) {
            server.alter(
                    view -> {
                        ((ArrayNode) view.path("nodes")).removeAll();
                        ((ArrayNode) view.path("problems")).removeAll();
                        view.put("answer", "0 of 0 nodes OK, 0 of 0 addresses served");
                    });
            look(server, "NO NODES", "none");
        }
    }

    @Test
    void anAddressThatIsHeldTwiceIsTheFirstWord() {
        try (ConsoleServer server = ConsoleServer.of(SyntheticView.of(3, 6), base)) {
            server.alter(
                    view -> {
                        ObjectNode address = (ObjectNode) view.path("addresses").path(0);
                        address.put("state", "held twice");
                        ((ArrayNode) view.path("nodes").path(1).path("holds"))
                                .add(address.path("ip").asText());
                    });
            look(server, "1 HELD TWICE", "held-twice");
        }
        assertEquals(2, browser.count("#matrix .twice"));
    }

    @Test
    void aClusterWithoutLeaderSaysSo() {
        try (ConsoleServer server = ConsoleServer.of(SyntheticView.of(3, 6), base)) {
            server.alter(view -> view.put("leader", ""));
            look(server, "NO LEADER", "no-leader");
        }
    }

    @Test
    void whenTheAgentIsGoneThePageTurnsGreyUntilItIsBack() {
        ConsoleServer server = ConsoleServer.of(SyntheticView.of(3, 6), base);
        browser.visit(server.address());
        browser.await("a view", () -> browser.text("#word").equals("ALL SERVED"));

        server.close();

        browser.await(
                "its age", () -> browser.text("#age").matches("last heard \\d+ s ago from n1"));
        assertTrue(browser.title().startsWith("?"), browser.title());
        assertEquals(true, browser.value("document.body.classList.contains('stale')"));
        browser.picture("gone-light");
        assertEquals(List.of(), browser.barriers(), "axe, stale");
        try (ConsoleServer again = ConsoleServer.on(server.port(), SyntheticView.of(3, 6), base)) {
            browser.await("it is back", () -> browser.text("#age").equals("live from n1"));
            assertTrue(browser.title().startsWith("ALL SERVED"), again.address());
        }
    }

    @Test
    void whatAnOperatorDoesElsewhereIsSeenWithoutLoadingThePageAgain() {
        try (ConsoleServer server = ConsoleServer.of(SyntheticView.of(3, 6), base)) {
            browser.visit(server.address());
            browser.await("a view", () -> browser.text("#word").equals("ALL SERVED"));

            server.command("node", "disable", "n2", "--reason=disk");

            browser.await("the problem", () -> browser.text("#problems").contains("\"disk\""));
            browser.await(
                    "n2 serves nothing",
                    () -> browser.count("#matrix tbody tr:nth-child(2) .hosted") == 0);
            assertEquals(6, browser.count("#matrix .hosted"));
        }
    }

    @Test
    @DisplayName("1.4: a button asks first, says what moves, and runs the command beside it")
    void anOperatorDisablesANodeByAButton() {
        try (ConsoleServer server = ConsoleServer.of(SyntheticView.of(3, 6), base)) {
            String token = server.token("alice", Role.OPERATOR);
            browser.visit(server.address());
            browser.click("[data-key='node n2']");
            browser.await("buttons", () -> browser.count(".do[data-call]") == 3);
            assertEquals(3, browser.count(".do[data-call]:disabled"), "a viewer changes nothing");

            signIn(token);
            assertEquals("alice (operator)", browser.text("#who"));
            assertEquals(-1, ((String) browser.value("location.href")).indexOf(token));
            browser.click(".do[data-call='api/v1/nodes/n2/disable']");
            assertEquals(
                    List.of("192.0.2.102 goes to n1 or n3", "192.0.2.105 goes to n1 or n3"),
                    browser.texts("#ask-plan li"));
            browser.type("#ask-reason", "new disk");
            assertEquals(
                    "baton node disable n2 --reason='alice: new disk'", browser.text("#ask-line"));
            browser.picture("ask-light");
            assertEquals(List.of(), browser.barriers(), "axe, the question");
            browser.click("#ask-go");

            browser.await("done", () -> browser.text("#told").contains("done: baton node disable"));
            browser.await("n2", () -> browser.text("#detail").contains("alice: new disk"));
            browser.await(
                    "its addresses move",
                    () -> browser.count("#matrix tbody tr:nth-child(2) .hosted") == 0);
        }
    }

    @Test
    void whatCanEndServiceWantsTheNameTyped() {
        try (ConsoleServer server = ConsoleServer.of(SyntheticView.of(1, 2), base)) {
            browser.visit(server.address());
            signIn(server.token("alice", Role.OPERATOR));
            browser.click("[data-key='node n1']");

            browser.click(".do[data-call='api/v1/nodes/n1/disable']");

            assertTrue(browser.text("#ask-plan").contains("n1 is the last node"));
            assertTrue(browser.text("#ask-plan").contains("192.0.2.101 is served by NOBODY then"));
            assertEquals(true, browser.value("document.getElementById('ask-go').disabled"));
            browser.type("#ask-typed", "n1");
            assertEquals(false, browser.value("document.getElementById('ask-go').disabled"));
            browser.press(Keys.ESCAPE);
            browser.await("it is asked no more", () -> browser.count("dialog[open]") == 0);
            assertEquals("ALL SERVED", browser.text("#word"));
        }
    }

    @Test
    void aTokenThatIsNotTakenIsToldAndForgotten() {
        try (ConsoleServer server = ConsoleServer.of(SyntheticView.of(3, 6), base)) {
            browser.visit(server.address());

            browser.click("#who");
            browser.type("#token", "baton_wrong");
            browser.press(Keys.ENTER);

            browser.await("why", () -> !browser.text("#token-problem").isEmpty());
            assertEquals("", browser.value("sessionStorage.getItem('baton-token') || ''"));
            assertEquals("Sign in", browser.text("#who"));
        }
    }

    private static void signIn(String token) {
        browser.click("#who");
        browser.type("#token", token);
        browser.press(Keys.ENTER);
        browser.await("a name", () -> browser.text("#who").contains("(operator)"));
    }

    @Test
    void allCanBeDoneByKeyboard() {
        try (ConsoleServer server = ConsoleServer.of(SyntheticView.of(3, 6), base)) {
            browser.visit(server.address());
            browser.await("a view", () -> browser.text("#word").equals("ALL SERVED"));

            browser.press("j", "j", "k", "j");
            assertTrue(browser.text("#detail").contains("n2, number 1"), browser.text("#detail"));
            browser.press("/");
            browser.press("192.0.2.104");
            assertEquals(1, browser.count("#matrix thead tr:last-child th"));
            assertEquals("find", browser.value("document.activeElement.id"));
            browser.press(Keys.TAB, "5");
            browser.await("history", () -> browser.text("#page-history").contains("What happened"));
            browser.press("?");
            browser.await("help", () -> browser.text("#runbooks").contains("BatonNodeDown"));
            browser.press("j", Keys.ENTER);
            browser.await("a runbook", () -> browser.text("#runbook").contains("Who suffers"));
            browser.press("1");
            browser.await("the first", () -> browser.text("#page-now").contains("Problems"));
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "baton.long", matches = "true")
    void theOtherPagesTellWhatTheCommandsTell() {
        try (ConsoleServer server = ConsoleServer.of(SyntheticView.of(3, 6), base)) {
            server.command("node", "disable", "n2", "--reason=disk");
            server.command("node", "enable", "n2");
            turnTo(server, "runs", "#runs", "node changed");
            turnTo(server, "history", "#history", "operator acted");
            turnTo(server, "storage", "#jobs", "no jobs");
            turnTo(server, "scripts", "#sequences", "ipreallocated");
            turnTo(server, "settings", "#settings", "this agent tells no settings");
            turnTo(server, "help", "#meters", "baton_leader");
            turnTo(server, "help/BatonNodeDown", "#runbook", "baton node show n2");
            browser.visit(server.address() + "#history");
            browser.await("facts", () -> browser.count("#history tbody tr") > 1);
            browser.type("#words", "flags disabled");
            assertTrue(browser.count("#history tbody tr") >= 2, browser.text("#found"));
            browser.type("#words", "nothing has this word");
            assertEquals("nothing", browser.text("#history"));
        }
    }

    private static void turnTo(ConsoleServer server, String page, String place, String words) {
        browser.visit(server.address() + "#" + page);
        browser.await(page + " says " + words, () -> browser.text(place).contains(words));
        String name = "page-" + page.replace('/', '-');
        browser.dark(false);
        browser.size(1280, 800);
        browser.picture(name);
        assertEquals(List.of(), browser.barriers(), "axe, " + page);
        assertFitsAPhone(page);
    }

    private static void assertFitsAPhone(String what) {
        browser.size(360, 740);
        double over = browser.number("document.documentElement.scrollWidth - window.innerWidth");
        assertTrue(over <= 0, what + " is wider than a phone by " + over);
    }

    @Test
    @DisplayName("total < 150 kB, first paint < 300 ms")
    void thePageIsSmallAndSoonThere() {
        try (ConsoleServer server = ConsoleServer.of(SyntheticView.of(3, 6), base)) {
            browser.visit(server.address());
            browser.await("a view", () -> browser.text("#word").equals("ALL SERVED"));
            double bytes =
                    browser.number(
                            "performance.getEntries().filter(e => !e.name.includes('/api/'))"
                                    + ".reduce((sum, e) => sum + (e.transferSize || 0), 0)");
            double paint =
                    browser.number(
                            "performance.getEntriesByName('first-contentful-paint')[0].startTime");

            System.out.printf("console: %.0f bytes, first paint after %.0f ms%n", bytes, paint);
            assertTrue(bytes > 10_000 && bytes < MOST_BYTES, bytes + " bytes");
            assertTrue(paint < LATEST_PAINT_MS, paint + " ms");
        }
    }
}
