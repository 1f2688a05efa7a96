package dev.baton.monitoring.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be said of the page without a browser. */
@DisplayName("Operator experience, section 2: a page without build chain or network")
class ConsoleFilesTest {

    private static final List<String> PATHS = ConsoleFiles.paths();
    private static final List<String> SCRIPTS =
            PATHS.stream().filter(path -> path.endsWith(".js")).toList();

    private static String text(String path) {
        return ConsoleFiles.at(path).orElseThrow().text();
    }

    private static Set<String> found(String regex, String text) {
        Set<String> all = new TreeSet<>();
        Matcher matcher = Pattern.compile(regex).matcher(text);
        while (matcher.find()) {
            all.add(matcher.group(1));
        }
        return all;
    }

    @Test
    void allOfItIsSmallerThan150Kilobytes() {
        int size = PATHS.stream().mapToInt(path -> bytes(text(path))).sum();

        assertTrue(size > 10_000 && size < 150_000, () -> size + " bytes");
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    void nothingIsLoadedFromElsewhere() {
        for (String path : PATHS) {
            Set<String> addresses = found("(https?://[^\"'\\s]+)", text(path));
            addresses.remove("http://www.w3.org/2000/svg");
            assertEquals(Set.of(), addresses, path);
        }
    }

    @Test
    @DisplayName(
            "What nodes and scripts say is never read as HTML, and the policy allows no inline")
    void wordsOfOthersAreText() {
        Set<String> dangerous =
                found(
                        "(innerHTML|outerHTML|insertAdjacentHTML|document.write|eval\\(|style=|\\son[a-z]+=)",
                        text("/"));
        for (String script : SCRIPTS) {
            dangerous.addAll(
                    found(
                            "(innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|localStorage)",
                            text(script)));
        }

        assertEquals(Set.of(), dangerous);
        assertTrue(ConsoleFiles.POLICY.contains("default-src 'none'"));
    }

    @Test
    void whatTheScriptDrawsIntoIsThere() {
        Set<String> used = new TreeSet<>();
        Set<String> there = found("id=\"([a-z-]+)\"", text("/"));
        for (String script : SCRIPTS) {
            used.addAll(found("(?:at|show|later|choices)\\('([a-z-]+)'", text(script)));
            there.addAll(found("\\{ id: '([a-z-]+)'", text(script)));
        }

        assertTrue(used.size() > 30, used::toString);
        used.removeAll(there);
        assertEquals(Set.of(), used);
    }

    @Test
    void eachModuleThatIsLoadedIsServed() {
        for (String script : SCRIPTS) {
            for (String name : found("from '\\./([a-z]+\\.js)'", text(script))) {
                assertTrue(PATHS.contains("/console/" + name), script + " loads " + name);
            }
        }
        assertTrue(PATHS.containsAll(List.of("/", "/console/console.js")));
    }

    @Test
    void eachPageHasAButtonAndARoomOfItsOwn() {
        Set<String> buttons = found("data-page=\"([a-z]+)\"", text("/"));
        Set<String> rooms = found("id=\"page-([a-z]+)\"", text("/"));

        assertEquals(rooms, buttons);
        assertTrue(buttons.contains("now"), buttons::toString);
    }
}
