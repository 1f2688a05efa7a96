package dev.baton.events.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.events.process.ListingProgram.Failed;
import dev.baton.events.process.ListingProgram.Printed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;

@DisplayName("CTDB events contract, section 15, nodes: !command args")
@Timeout(60)
class ListingProgramTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);

    @Test
    void itsLinesAndItsExitStatusComeBack() throws Failed {
        Printed printed =
                ListingProgram.run(List.of("/bin/sh", "-c", "echo 10.0.0.1; echo; exit 3"), LONG);

        assertEquals(new Printed(List.of("10.0.0.1", ""), 3), printed);
    }

    @Test
    void noShellChangesItsWords() throws Failed {
        Printed printed = ListingProgram.run(List.of("/bin/echo", "$HOME", "*", "a;b"), LONG);

        assertEquals(List.of("$HOME * a;b"), printed.lines());
    }

    @Test
    void itReadsNothing() throws Failed {
        assertEquals(List.of(), ListingProgram.run(List.of("/bin/cat"), LONG).lines());
    }

    @Test
    void oneThatHangsIsEndedWithItsLimit() {
        assertFails("does not end within 300 ms", "exec sleep 50");
        assertFails("does not end within 300 ms", "sleep 50; echo 10.0.0.1");
    }

    @Test
    void whatItLeavesInTheBackgroundChangesNothing() throws Failed {
        List<String> line = List.of("/bin/sh", "-c", "sleep 2 & echo 10.0.0.1");

        assertEquals(List.of("10.0.0.1"), ListingProgram.run(line, LONG).lines());
    }

    @Test
    void tooMuchAndWhatIsNoTextAreRefused() {
        assertFails("prints more than 1048576 bytes", "exec head -c 2000000 /dev/zero", LONG);
        assertFails("prints what is not UTF-8 text", "printf '\\377'", LONG);
    }

    @Test
    void oneThatIsNotThereIsSaidSo() {
        Failed failed =
                assertThrows(Failed.class, () -> ListingProgram.run(List.of("/no/such"), LONG));

        assertTrue(String.valueOf(failed.getMessage()).startsWith("cannot be run: "));
    }

    private static void assertFails(String why, String script) {
        assertFails(why, script, SHORT);
    }

    private static void assertFails(String why, String script, Duration limit) {
        Failed failed =
                assertThrows(
                        Failed.class,
                        () -> ListingProgram.run(List.of("/bin/sh", "-c", script), limit));
        assertEquals(why, String.valueOf(failed.getMessage()));
    }
}
