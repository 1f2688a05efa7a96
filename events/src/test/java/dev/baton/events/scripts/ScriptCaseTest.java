package dev.baton.events.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Each case file under {@code src/test/resources/scripts} is one test of one script and event.
 *
 * <p>Contract: CTDB events contract, sections 5, 6 and 14.
 */
class ScriptCaseTest {

    private static final Path CASES = Path.of("src/test/resources/scripts");

    @TestFactory
    List<DynamicTest> everyScriptActsAsItsCaseFileSays() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.walk(CASES)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                ScriptCase wanted = ScriptCase.read(file);
                tests.add(dynamicTest(wanted.sentence(), file.toUri(), () -> check(wanted)));
            }
        }
        assertFalse(tests.isEmpty(), "no case below " + CASES.toAbsolutePath());
        return tests;
    }

    private static void check(ScriptCase wanted) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("baton-script-case-");
        try {
            ScriptRun.Result seen = new ScriptRun(wanted, directory).run();

            assertEquals(wanted.section("output"), seen.output());
            assertEquals(wanted.section("calls"), seen.calls());
            assertEquals(wanted.section("exit").strip(), Integer.toString(seen.exit()));
        } finally {
            remove(directory);
        }
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
