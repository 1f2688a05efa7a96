package dev.baton.testcluster.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Style, sections 3, 7 and 8: what a machine can check about files. */
class TidyTest {
    private static final int LONGEST_FILE = 500;
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
    private static final Pattern RELEASE =
            Pattern.compile("(?m)^## \\[?(Unreleased|(\\d+)\\.(\\d+)\\.(\\d+))");
    private static final Pattern SLEEP =
            Pattern.compile(
                    "\\b(Thread|SECONDS|MILLISECONDS)\\s*\\.\\s*sleep\\(|@Disab" + "led\\b");
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME)\\b");

    @Test
    void theTreeIsFound() {
        assertTrue(SourceTree.java().size() > 40, SourceTree.root().toString());
        assertTrue(Files.exists(SourceTree.root().resolve("config/pom.xml")));
    }

    @Test
    void everyPackageOfTheProductSaysWhatItIsForAndIsNullMarked() {
        List<Path> untold =
                SourceTree.java().stream()
                        .filter(file -> file.toString().contains("/src/main/java/"))
                        .map(Path::getParent)
                        .distinct()
                        .filter(folder -> !isTold(folder.resolve("package-info.java")))
                        .toList();

        assertEquals(List.of(), untold);
    }

    private static boolean isTold(Path description) {
        return Files.exists(description)
                && SourceTree.text(description).startsWith("/**")
                && SourceTree.text(description).contains("@NullMarked");
    }

    @Test
    void aFileOver500LinesSaysAtItsTopWhy() {
        List<Path> unexcused =
                SourceTree.java().stream()
                        .filter(file -> SourceTree.text(file).lines().count() > LONGEST_FILE)
                        .filter(file -> !SourceTree.text(file).startsWith("// Longer than 500"))
                        .toList();

        assertEquals(List.of(), unexcused, "begin with: // Longer than 500 lines because ...");
    }

    @Test
    void testsNeitherSleepNorAreSwitchedOff() {
        List<String> found =
                SourceTree.java().stream()
                        .filter(file -> file.toString().contains("/src/test/java/"))
                        .flatMap(file -> hits(SLEEP, file).stream())
                        .toList();

        assertEquals(List.of(), found, "wait for a condition with Awaitility and a bound");
    }

    @Test
    void nothingIsLeftUnfinished() {
        List<String> found =
                SourceTree.files(file -> file.toString().matches(".*\\.(java|script|sh)")).stream()
                        .flatMap(file -> hits(UNFINISHED, file).stream())
                        .toList();

        assertEquals(List.of(), found);
    }

    private static List<String> hits(Pattern pattern, Path file) {
        List<String> lines = SourceTree.text(file).lines().toList();
        List<String> found = new ArrayList<>();
        for (int line = 0; line < lines.size(); line++) {
            if (pattern.matcher(lines.get(line)).find()) {
                found.add(SourceTree.root().relativize(file) + ":" + (line + 1));
            }
        }
        return found;
    }

    @Test
    void theChangelogIsNewestFirst() {
        Matcher heading =
                RELEASE.matcher(SourceTree.text(SourceTree.root().resolve("CHANGELOG.md")));
        List<List<Integer>> releases = new ArrayList<>();
        while (heading.find()) {
            releases.add(
                    heading.group(2) == null
                            ? List.of(Integer.MAX_VALUE, 0, 0)
                            : List.of(number(heading, 2), number(heading, 3), number(heading, 4)));
        }
        Comparator<List<Integer>> byVersion =
                Comparator.<List<Integer>, Integer>comparing(List::getFirst)
                        .thenComparing(version -> version.get(1))
                        .thenComparing(List::getLast);

        assertTrue(!releases.isEmpty(), "CHANGELOG.md: expected headings such as ## 0.1.0");
        assertEquals(releases.stream().sorted(byVersion.reversed()).toList(), releases);
    }

    private static int number(Matcher heading, int group) {
        return Integer.parseInt(heading.group(group));
    }

    @Test
    void everyRelativeLinkOfADocumentLeadsSomewhere() {
        List<String> dead = new ArrayList<>();
        for (Path page : SourceTree.files(file -> file.toString().endsWith(".md"))) {
            Matcher link = LINK.matcher(SourceTree.text(page));
            while (link.find()) {
                String target = link.group(1);
                if (!target.matches("[a-z]+:.*")
                        && !Files.exists(page.resolveSibling(target).normalize())) {
                    dead.add(SourceTree.root().relativize(page) + " -> " + target);
                }
            }
        }

        assertEquals(List.of(), dead);
    }
}
