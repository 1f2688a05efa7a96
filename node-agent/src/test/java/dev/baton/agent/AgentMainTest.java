package dev.baton.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Operator experience, section 1.3: exit codes of the commands that need no agent. */
class AgentMainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void versionTellsWhatTheBuildWroteIntoTheJar() {
        int code = run("version");

        assertEquals(0, code);
        assertTrue(text(out).startsWith("baton 0."), text(out));
        assertFalse(text(out).contains("${"), text(out));
    }

    @Test
    void anUnknownCommandIsAUsageErrorThatNamesIt() {
        int code = run("frobnicate");

        assertEquals(2, code);
        assertTrue(text(err).contains("\"frobnicate\""), text(err));
    }

    /** CTDB events contract, section 2.1: no daemon is needed. */
    @Test
    void scriptsAreListedEnabledAndDisabledWithoutAnAgent(@TempDir Path base) throws IOException {
        Path legacy = Files.createDirectories(base.resolve("etc/events/legacy"));
        Path script = Files.writeString(legacy.resolve("50.local.script"), "#!/bin/sh\n");
        String root = base.toString();

        assertEquals(0, run("script", "enable", "50.local", "--base", root), text(err));
        assertTrue(Files.isExecutable(script));
        assertEquals(0, run("script", "list", "-o", "name", "--base", root), text(err));
        assertTrue(text(out).lines().toList().contains("50.local"), text(out));
        assertEquals(0, run("script", "disable", "50.local", "--base", root), text(err));
        assertFalse(Files.isExecutable(script));
        assertEquals(4, run("script", "enable", "50.none", "--base", root));
        assertEquals(4, run("script", "list", "--component", "none", "--base", root));
        assertEquals(2, run("script", "frobnicate", "--base", root));
    }

    @Test
    void aStoredRunIsReplayedFromTheDirectoryOfTheAgent(@TempDir Path base) throws IOException {
        Path runs = Files.createDirectories(base.resolve("var/runs"));
        Files.copy(Path.of("src/test/resources/runs/pin.json"), runs.resolve("1000010.5.json"));
        String root = base.toString();

        assertEquals(0, run("run", "replay", "latest", "--base", root), text(err));
        assertTrue(text(out).endsWith("same plan as stored\n"), text(out));
        assertEquals(4, run("run", "replay", "1.1", "--base=" + root));
        assertEquals(0, run("run", "list", "--since", "1970-01-01T00:00:00Z", "--base", root));
    }

    @Test
    void ipallocReadsItsTableFromStandardInput() {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("192.0.2.10 0\n".getBytes(StandardCharsets.UTF_8)));
        try {
            assertEquals(0, run("ipalloc", "0,0"));
        } finally {
            System.setIn(before);
        }
        assertTrue(text(out).contains("192.0.2.10"), text(out));
    }

    @Test
    void aBaseMayBeNamedForEveryCommandAndIpallocTakesItsHomeNodes(@TempDir Path base)
            throws IOException {
        Files.createDirectories(base.resolve("etc"));
        Files.writeString(base.resolve("etc/home_nodes"), "192.0.2.10 1\n");
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("192.0.2.10 -1\n".getBytes(StandardCharsets.UTF_8)));
        try {
            assertEquals(0, run("ipalloc", "0,0,0", "--base", base.toString()), () -> text(err));
        } finally {
            System.setIn(before);
        }

        assertEquals(0, run("help", "--base=" + base));
    }

    private int run(String... args) {
        return AgentMain.run(
                List.of(args),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
