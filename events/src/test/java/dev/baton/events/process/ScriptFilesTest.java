package dev.baton.events.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.events.process.ScriptFiles.Change;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Each case of the table in section 2.1. */
@DisplayName("Scripts enabled and disabled (contract, section 2.1)")
class ScriptFilesTest {

    private final Path installed;
    private final Path delivered;
    private final ScriptFiles files;

    ScriptFilesTest(@TempDir Path base) throws IOException {
        installed = Files.createDirectories(base.resolve("events/random"));
        delivered = Files.createDirectories(base.resolve("share/events/random"));
        files = new ScriptFiles(base.resolve("events"), base.resolve("share/events"));
    }

    @Test
    void aLinkIsEnabledAlreadyWhereverItLeadsAndDisablingRemovesIt() throws IOException {
        Path link = Files.createSymbolicLink(installed.resolve("10.a.script"), Path.of("/no/such"));

        assertEquals(new Change.Done(), files.enable("random", "10.a"));
        assertEquals(Path.of("/no/such"), Files.readSymbolicLink(link));
        assertEquals(new Change.Done(), files.disable("random", "10.a"));
        assertFalse(Files.exists(link, LinkOption.NOFOLLOW_LINKS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.a", "10.a.script"})
    void aFileGetsAndLosesTheExecuteBitsOfAllNamedWithOrWithoutItsEnding(String name)
            throws IOException {
        Path file = file(installed.resolve("10.a.script"), "rw-r-----");

        assertEquals(new Change.Done(), files.enable("random", name));
        assertEquals("rwxr-x--x", mode(file));
        assertEquals(new Change.Done(), files.disable("random", name));
        assertEquals("rw-r-----", mode(file));
    }

    @Test
    void somethingThatIsNeitherFileNorLinkIsInvalid() throws IOException {
        Files.createDirectory(installed.resolve("10.a.script"));

        assertEquals(new Change.Invalid(), files.enable("random", "10.a"));
        assertEquals(new Change.Invalid(), files.disable("random", "10.a"));
    }

    @Test
    void aDeliveredScriptIsLinkedByItsRealPath() throws IOException {
        Path real = file(delivered.resolve("real"), "rwxr-xr-x");
        Files.createSymbolicLink(delivered.resolve("10.a.script"), real);

        assertEquals(new Change.Done(), files.enable("random", "10.a"));
        assertEquals(real.toRealPath(), Files.readSymbolicLink(installed.resolve("10.a.script")));
    }

    @Test
    void ofTwoVendorsTheFirstThatHasTheScriptIsLinkedAndEitherLinkCountsAsEnabled(
            @TempDir Path other) throws IOException {
        Path second = Files.createDirectories(other.resolve("random"));
        file(delivered.resolve("10.a.script"), "rwxr-xr-x");
        file(second.resolve("10.a.script"), "rwxr-xr-x");
        Path onlyThere = file(second.resolve("05.b.script"), "rwxr-xr-x");
        Files.createSymbolicLink(
                installed.resolve("10.a.script"), second.resolve("10.a.script").toRealPath());
        ScriptFiles both =
                new ScriptFiles(files.events(), List.of(delivered.resolveSibling("."), other));

        assertEquals(new Change.Done(), both.enable("random", "05.b"));

        assertEquals(
                onlyThere.toRealPath(), Files.readSymbolicLink(installed.resolve("05.b.script")));
        assertEquals(
                new ScriptFiles.Listing(
                        List.of(
                                new ScriptFiles.Listed("05.b", true),
                                new ScriptFiles.Listed("10.a", true)),
                        List.of()),
                both.list("random"));
        both.disable("random", "10.a");
        both.enable("random", "10.a");
        assertEquals(
                delivered.resolve("10.a.script").toRealPath(),
                Files.readSymbolicLink(installed.resolve("10.a.script")));
    }

    @Test
    void aDeliveredScriptIsLinkedIntoAComponentWithoutADirectory() throws IOException {
        file(delivered.resolve("10.a.script"), "rwxr-xr-x");
        Files.delete(installed);

        assertEquals(new Change.Done(), files.enable("random", "10.a"));
        assertTrue(Files.isSymbolicLink(installed.resolve("10.a.script")));
    }

    @Test
    void aMissingScriptIsMissingWhenEnabledAndDisabledAlready() {
        assertEquals(new Change.Missing(), files.enable("random", "10.a"));
        assertEquals(new Change.Done(), files.disable("random", "10.a"));
    }

    /** The ending may be given for files only. */
    @Test
    void aDeliveredScriptIsNotFoundByItsNameWithEnding() throws IOException {
        file(delivered.resolve("10.a.script"), "rwxr-xr-x");

        assertEquals(new Change.Missing(), files.enable("random", "10.a.script"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "1.a", "10a", "", "../10.a", "10.a/b", "10.a.script~x/.."})
    void whatIsNoNameOfAScriptIsInvalid(String name) {
        assertEquals(new Change.Invalid(), files.enable("random", name));
        assertEquals(new Change.Invalid(), files.disable("random", name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "", "a/b"})
    void whatIsNoNameOfAComponentIsInvalid(String component) {
        assertEquals(new Change.Invalid(), files.enable(component, "10.a"));
        assertFalse(files.knows(component));
    }

    @Test
    void whatTheSystemRefusesNamesTheFile() throws IOException {
        file(delivered.resolve("10.a.script"), "rwxr-xr-x");
        Files.delete(installed);
        file(installed, "rw-r--r--");

        Change.Failed failed =
                assertInstanceOf(Change.Failed.class, files.enable("random", "10.a"));

        assertTrue(failed.why().startsWith(installed.toString()), failed.why());
    }

    @Test
    void theListHasDeliveredScriptsWithTheirStateThenLocalOnes() throws IOException {
        Path linked = file(delivered.resolve("20.linked.script"), "rwxr-xr-x");
        file(delivered.resolve("10.not.script"), "rwxr-xr-x");
        file(delivered.resolve("README"), "rw-r--r--");
        Files.createSymbolicLink(installed.resolve("20.linked.script"), linked);
        file(installed.resolve("15.local.script"), "rwxr-xr-x");
        file(installed.resolve("05.off.script"), "rw-r--r--");
        Files.createSymbolicLink(installed.resolve("06.dangling.script"), Path.of("/no/such"));

        assertEquals(
                "Listing[delivered=[Listed[name=10.not, enabled=false], Listed[name=20.linked,"
                        + " enabled=true]], local=[Listed[name=05.off, enabled=false],"
                        + " Listed[name=06.dangling, enabled=false], Listed[name=15.local,"
                        + " enabled=true]]]",
                files.list("random").toString());
    }

    private static Path file(Path path, String mode) throws IOException {
        Files.writeString(path, "#!/bin/sh\n");
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
