package dev.baton.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

@DisplayName("CTDB events contract, section 15, ctdb.tunables, and 15.1")
class TunablesTest {

    @Test
    void theDefaultsAreThoseOfCtdb() {
        Tunables tunables = Tunables.DEFAULT;

        assertEquals(Duration.ofSeconds(30), tunables.eventScriptTimeout());
        assertEquals(Duration.ofSeconds(15), tunables.monitorInterval());
        assertEquals(20, tunables.monitorTimeoutCount());
        assertEquals(Duration.ofSeconds(9), tunables.takeoverTimeout());
        assertEquals(2, tunables.ipAllocAlgorithm());
        assertFalse(tunables.noIpFailback());
        assertFalse(tunables.noIpTakeover());
        assertEquals(Duration.ofMinutes(5), tunables.recoveryBanPeriod());
        assertEquals(Duration.ofMinutes(2), tunables.recoveryGracePeriod());
        assertTrue(tunables.enableBans());
        assertEquals(8, tunables.ipEventParallelism());
    }

    @Test
    void namesAreTheSameInAnyCase() {
        assertReads(
                "MONITORinterval=7\n# comment\n\n NoIPTakeover = 1 \n",
                "{MonitorInterval=7, NoIPTakeover=1}",
                "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MonitorIntervall=5 | MonitorIntervall: there is no such tunable (did you mean"
                        + " MonitorInterval?)",
                "Xyz=5 | Xyz: there is no such tunable (remove the line)",
                "DeterministicIPs=1 | DeterministicIPs: this tunable is obsolete (remove the line)",
                "MonitorInterval= | MonitorInterval: the value is missing (write NAME=NUMBER)",
                "MonitorInterval | MonitorInterval: the value is missing (write NAME=NUMBER)",
                "=5 | the name of the tunable is missing (write NAME=NUMBER)",
                "MonitorInterval=-1 | MonitorInterval: expected a whole number from 1 to 86400, got"
                        + " \"-1\" (the default is 15)",
                "MonitorInterval=0 | MonitorInterval: expected a whole number from 1 to 86400, got"
                        + " \"0\" (the default is 15)",
                "MonitorInterval=5s | MonitorInterval: expected a whole number from 1 to 86400, got"
                        + " \"5s\" (the default is 15)",
                "EnableBans=99999999999999999999 | EnableBans: expected a whole number from 0 to"
                        + " 2147483647, got \"99999999999999999999\" (the default is 1)",
            })
    void anEntryThatIsNotOneIsAnError(String line, String message) {
        String place = message.startsWith("the name") ? "t:1: " : "t:1 ";

        assertReads(line, "{}", place + message + "\n");
    }

    @Test
    void aTunableWithoutEffectIsTakenAndSaid() {
        assertReads(
                "KeepaliveInterval=2\nVacuumInterval=20\n",
                "{KeepaliveInterval=2, VacuumInterval=20}",
                """
                t:1 KeepaliveInterval: warning: has no effect (See [lease] heartbeat)
                t:2 VacuumInterval: warning: has no effect (it concerns databases, Baton has none)
                """);
    }

    @Test
    void theLastOfTwoEntriesWinsAndIsSaid() {
        assertReads(
                "MonitorInterval=5\nmonitorinterval=6\n",
                "{MonitorInterval=6}",
                "t:2 MonitorInterval: warning: replaces line 1 (remove one of the two)\n");
    }

    @Test
    void aLaterFileReplacesAnEarlierOne() {
        Tunables first = Tunables.DEFAULT.with("MonitorInterval", 5).with("EnableBans", 0);

        Parsed<Tunables> second = first.parse("t", Lines.of("MonitorInterval=6"));

        assertEquals("{EnableBans=0, MonitorInterval=6}", second.value().changed().toString());
    }

    @Test
    void anyUnknownAlgorithmIsLcp2() {
        assertEquals(0, Tunables.DEFAULT.with("IPAllocAlgorithm", 0).ipAllocAlgorithm());
        assertEquals(2, Tunables.DEFAULT.with("IPAllocAlgorithm", 7).ipAllocAlgorithm());
    }

    @Test
    void anUnknownNameOrAValueOutOfBoundsCannotBeSet() {
        var unknown =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Tunables.DEFAULT.with("VacuumLimit", 1));
        assertThrows(
                IllegalArgumentException.class, () -> Tunables.DEFAULT.with("MonitorInterval", 0));

        assertEquals("No such tunable VacuumLimit", unknown.getMessage());
    }

    private static void assertReads(String text, String expected, String problems) {
        Parsed<Tunables> parsed = Tunables.DEFAULT.parse("t", Lines.of(text));

        assertEquals(expected, parsed.value().changed().toString());
        assertEquals(problems, Lines.messages(parsed.problems()));
    }
}
