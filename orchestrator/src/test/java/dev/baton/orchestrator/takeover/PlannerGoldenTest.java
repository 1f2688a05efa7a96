package dev.baton.orchestrator.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Plans as text: each file of {@code src/test/resources/planner} is one idea, named with its source
 * in the first line; then a {@link PlannerPicture}, a line {@code ---} and the plan it must give.
 *
 * <p>After a wanted change {@code -Dgolden.update=true} rewrites the plans; read the difference
 * before you commit it. Source: CTDB events contract, sections 13 and 16; ipalloc contract.
 */
class PlannerGoldenTest {

    private static final Path FILES = Path.of("src", "test", "resources", "planner");
    private static final String BORDER = "---";
    private static final boolean UPDATE = Boolean.getBoolean("golden.update");

    @TestFactory
    Stream<DynamicTest> picturesGiveTheirPlans() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(FILES)) {
            files = found.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
        }
        assertTrue(files.size() >= 10, "expected the golden files, found " + files);
        return files.stream()
                .map(
                        file ->
                                DynamicTest.dynamicTest(
                                        idea(file) + " (" + file.getFileName() + ")",
                                        () -> check(file)));
    }

    private static String idea(Path file) {
        String first = read(file).getFirst();
        assertTrue(first.startsWith("# "), file + " line 1: expected '# ' and its idea");
        return first.substring(2);
    }

    private static void check(Path file) throws IOException {
        List<String> lines = read(file);
        int border = lines.indexOf(BORDER);
        List<String> picture = border < 0 ? lines : lines.subList(0, border);
        String plan = new PlannerPicture(picture.subList(1, picture.size())).plan().text();
        String whole = String.join("\n", picture) + "\n" + BORDER + "\n" + plan;
        if (UPDATE) {
            Files.writeString(file, whole);
        }
        assertEquals(whole, Files.readString(file), "golden.update=true rewrites " + file);
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
