package dev.baton.testcluster.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Style, section 8: every shell script passes shellcheck and is formatted by shfmt. */
class ShellStyleTest {
    private static final List<Path> SCRIPTS = SourceTree.files(SourceTree::isShell);

    @Test
    void theLauncherAndTheEventScriptsAreAmongTheChecked() {
        assertTrue(SCRIPTS.stream().anyMatch(file -> file.endsWith("dist/bin/baton")));
        assertTrue(SCRIPTS.stream().anyMatch(file -> file.endsWith("10.interface.script")));
    }

    @Test
    void everyScriptPassesShellcheck() throws Exception {
        check("shellcheck", "-x");
    }

    @Test
    void everyScriptIsFormattedByShfmt() throws Exception {
        check("shfmt", "-d", "-i", "4");
    }

    private static void check(String... tool) throws Exception {
        List<String> command = new ArrayList<>(List.of(tool));
        SCRIPTS.forEach(script -> command.add(script.toString()));
        Path said = Files.createTempFile("baton-shell-", ".txt");
        try {
            int code = run(command, said);
            assertEquals(0, code, Files.readString(said, StandardCharsets.UTF_8));
        } finally {
            Files.delete(said);
        }
    }

    private static int run(List<String> command, Path said) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(said.toFile())
                            .start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return fail(command.getFirst() + " took longer than 60 s");
            }
            return process.exitValue();
        } catch (IOException failure) {
            return missing(command.getFirst(), failure);
        }
    }

    private static int missing(String tool, IOException failure) {
        String cure = tool + " is missing: apt-get install " + tool + " (" + failure + ")";
        if (System.getProperty("user.name", "").equals("root")) {
            return fail(cure);
        }
        System.err.println("SKIPPED: " + cure);
        return abort(cure);
    }
}
