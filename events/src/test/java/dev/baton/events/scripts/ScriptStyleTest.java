package dev.baton.events.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What every shipped script has in common: checked by tools, and options read in one way. */
class ScriptStyleTest {

    private static final Path WRAPPER = Path.of("../node-agent/src/main/dist/libexec/ip");

    private static List<Path> scripts() throws IOException {
        return listed("scripts/legacy");
    }

    private static List<Path> examples() throws IOException {
        return listed("scripts/examples");
    }

    /** What frameworks call, in folders by framework; parameters and sources are no scripts. */
    private static List<Path> callouts() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("scripts/callouts"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("parameters.list"))
                    .filter(file -> !file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> listed(String folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files.sorted().toList();
        }
    }

    private static List<Path> scriptsAndExamples() throws IOException {
        List<Path> all = new ArrayList<>(scripts());
        all.addAll(examples());
        return all;
    }

    private static List<String> withWrapper() throws IOException {
        List<String> all =
                new ArrayList<>(scriptsAndExamples().stream().map(Path::toString).toList());
        callouts().forEach(callout -> all.add(callout.toString()));
        all.add(WRAPPER.toString());
        all.add("scripts/lib/baton-events.sh");
        return all;
    }

    @Test
    void everyScriptPassesShellcheck() throws IOException, InterruptedException {
        check(List.of("shellcheck", "-x", "-s", "sh"));
    }

    @Test
    void everyScriptIsFormattedByShfmt() throws IOException, InterruptedException {
        check(List.of("shfmt", "-i", "4", "-d"));
    }

    /** Contract: CTDB events contract, section 2.3 and 2.6: the name, and the owner's x bit. */
    @Test
    void everyScriptHasANameThatCountsAndIsExecutable() throws IOException {
        for (Path script : scripts()) {
            String name = String.valueOf(script.getFileName());
            assertTrue(name.matches("[0-9][0-9]\\.[a-z-]+\\.script"), name);
            assertTrue(Files.isExecutable(script), script::toString);
        }
    }

    /** Contract: CTDB events contract, section 2.3 and 2.6: a link to an example does nothing. */
    @Test
    void anExampleHasANameThatCountsAndIsNotExecutable() throws IOException {
        assertTrue(!examples().isEmpty());
        for (Path script : examples()) {
            String name = String.valueOf(script.getFileName());
            assertTrue(name.matches("[0-9][0-9]\\.[a-z-]+\\.script"), name);
            assertTrue(!Files.isExecutable(script), script::toString);
        }
    }

    /** Contract: CTDB events contract, section 6: script.options first, then the script's own. */
    @Test
    void everyScriptReadsItsOptionsByTheLibraryOrByTheSameLines() throws IOException {
        String library = Files.readString(Path.of("scripts/lib/baton-events.sh"));
        assertTrue(library.contains("\"$CTDB_BASE/script.options\" \"${0%.script}.options\""));
        for (Path script : scriptsAndExamples()) {
            String text = Files.readString(script);
            boolean byLibrary =
                    text.contains("\n. \"${BATON_EVENTS_LIB:?}\"\nbaton_options\nset -u\n");
            assertTrue(
                    byLibrary || text.contains("# Options, the same lines as in the library."),
                    script + " does not read its options");
        }
    }

    /** An example in a document is run by a test: see example.case, and example-monitor.case. */
    @Test
    void theDocumentShowsTheExampleAsItIs() throws IOException {
        String example = Files.readString(Path.of("scripts/examples/50.exampled.script"));
        String document = Files.readString(Path.of("../docs/operator/scripts.md"));

        assertTrue(document.contains("```sh\n" + example + "```\n"), "write it there anew");
    }

    private static void check(List<String> tool) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin", tool.getFirst())), tool.getFirst());
        List<String> command = new ArrayList<>(tool);
        command.addAll(withWrapper());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), output);
    }
}
