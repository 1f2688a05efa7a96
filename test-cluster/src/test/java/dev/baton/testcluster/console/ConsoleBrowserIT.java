package dev.baton.testcluster.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.baton.testcluster.netns.BesideOthers;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/** The page in a browser, over views made by an agent's own code. */
@BesideOthers
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
        // a connection that ends is told by the browser itself
        List<String> others =
                browser.complaints().stream().filter(each -> !each.contains("net::ERR_")).toList();
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
        browser.size(360, 740);
        browser.picture(name + "-phone");
        double over = browser.number("document.documentElement.scrollWidth - window.innerWidth");
        assertTrue(over <= 0, "wider than a phone by " + over);
    }

    @Test
    void threeNodesAreATableOfNodesAndAddresses() {
        see(SyntheticView.of(3, 6), "ALL SERVED", "three");

        assertEquals(3, browser.count("#matrix tbody tr"));
        assertEquals(8, browser.count("#matrix thead th"));
        assertEquals(6, browser.count("#matrix .cell-hosted"));
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
        assertEquals(2, browser.count("#matrix .cell-twice"));
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
                    () -> browser.count("#matrix tbody tr:nth-child(2) .cell-hosted") == 0);
            assertEquals(6, browser.count("#matrix .cell-hosted"));
        }
    }

    @Test
    void allCanBeDoneByKeyboard() {
        try (ConsoleServer server = ConsoleServer.of(SyntheticView.of(3, 6), base)) {
            browser.visit(server.address());
            browser.await("a view", () -> browser.text("#word").equals("ALL SERVED"));

            browser.press("j", "j", "k", "j");
            assertTrue(browser.text("#detail").contains("n2, number 1"), browser.text("#detail"));
            browser.press("/", "192.0.2.104");
            assertEquals(3, browser.count("#matrix thead th"));
            assertEquals("find", browser.value("document.activeElement.id"));
        }
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
