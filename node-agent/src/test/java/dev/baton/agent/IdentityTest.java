package dev.baton.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.Layout;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

@DisplayName(
        "One agent per identity, each life with a higher number: safety rule, sections 1 and 3")
class IdentityTest {

    @TempDir Path base = Path.of("");

    @Test
    void aSecondAgentOfTheSameDirectoryGetsNothing() throws IOException {
        Layout layout = Layout.under(base);
        Identity first = Identity.take(layout, false).orElseThrow();

        assertEquals(Optional.empty(), Identity.take(layout, false));
        first.release(layout);
        assertTrue(Identity.take(layout, false).isPresent());
    }

    @Test
    @DisplayName("CTDB command contract, section 6.4: directories that 05.system can look at")
    void theDirectoriesThatCtdbsScriptsLookAtExist() throws IOException {
        Layout layout = Layout.under(base);

        Identity.take(layout, false);

        assertEquals(3, layout.databases().stream().filter(Files::isDirectory).count());
    }

    @Test
    void theNumberGrowsEvenWhenTheWallClockWasSetBack() throws IOException {
        Path file = base.resolve("incarnation");

        assertEquals(5000, Identity.next(file, 5000));
        assertEquals(5001, Identity.next(file, 100));
        assertEquals(5002, Identity.next(file, 5001));
    }

    @Test
    @DisplayName(
            "Safety rule, section 1: a machine in another's place begins a life above its last")
    void theNextLifeIsAboveTheOneThatPeersKnow() throws IOException {
        Layout layout = Layout.under(base);
        Identity first = Identity.take(layout, false).orElseThrow();
        long known = first.number() + 3_600_000;

        Identity.goAbove(layout, known);
        Identity.goAbove(layout, first.number());
        first.release(layout);

        assertEquals(known + 1, Identity.take(layout, false).orElseThrow().number());
    }

    @Test
    void aDamagedNumberRefusesTheStart() throws IOException {
        Path file = base.resolve("incarnation");
        Files.writeString(file, "later\n");

        assertThrows(IOException.class, () -> Identity.next(file, 1));
    }
}
