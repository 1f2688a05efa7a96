package dev.baton.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

@DisplayName("Environment of scripts (contract, section 6)")
class EnvironmentOfEventsTest {

    @Test
    void scriptsInheritTheAgentsEnvironmentAndFindOurProgramsFirst() {
        Map<String, String> variables = of("PATH", "/bin", "HOME", "/root").of(new Event.Monitor());

        assertEquals("/root", variables.get("HOME"));
        assertEquals("/opt/libexec:/bin", variables.get("PATH"));
        assertEquals("/etc/baton", variables.get("CTDB_BASE"));
        assertEquals("file:", variables.get("CTDB_LOGGING"));
        assertEquals("NOTICE", variables.get("CTDB_DEBUGLEVEL"));
        assertEquals("/opt/bin/ctdb", variables.get("CTDB"));
        assertEquals("/opt/helpers", variables.get("CTDB_HELPER_BINDIR"));
        assertEquals("/var/scripts", variables.get("CTDB_SCRIPT_VARDIR"));
        assertEquals("monitor", variables.get("BATON_EVENT"));
        assertEquals("/etc", variables.get("CTDB_SYS_ETCDIR"));
        assertEquals("/opt/lib/events.sh", variables.get("BATON_EVENTS_LIB"));
        assertEquals("/opt/bin/baton", variables.get("BATON"));
        assertFalse(variables.containsKey("CTDB_INTERACTIVE"));
    }

    @Test
    void whatTheAgentWasStartedWithGoesBeforeOurOwnPlaces() {
        Map<String, String> variables =
                of(
                                "CTDB", "/x/ctdb",
                                "CTDB_HELPER_BINDIR", "/x",
                                "CTDB_SCRIPT_VARDIR", "/y",
                                "CTDB_SYS_ETCDIR", "/z",
                                "CTDB_INTERACTIVE", "true")
                        .of(new Event.Monitor());

        assertEquals("/x/ctdb", variables.get("CTDB"));
        assertEquals("/x", variables.get("CTDB_HELPER_BINDIR"));
        assertEquals("/y", variables.get("CTDB_SCRIPT_VARDIR"));
        assertEquals("/z", variables.get("CTDB_SYS_ETCDIR"));
        assertEquals("true", variables.get("CTDB_INTERACTIVE"));
    }

    @Test
    void anEventUnderARightKnowsItsNumberAndTheLifetimeToWrite() {
        Map<String, String> variables =
                of("A", "b").of(new Event.Monitor(), Duration.ofSeconds(3), 17);

        assertEquals("3", variables.get("BATON_LIFETIME"));
        assertEquals("17", variables.get("BATON_FENCE"));
    }

    @Test
    void anEventWithoutARightInheritsNobodysNumber() {
        Map<String, String> variables = of("BATON_FENCE", "5").of(new Event.Monitor());

        assertFalse(variables.containsKey("BATON_FENCE"));
    }

    @Test
    void aLifetimeBelowTheKernelsUnitIsNotAccepted() {
        EnvironmentOfEvents environment = of("A", "b");

        assertThrows(
                IllegalArgumentException.class,
                () -> environment.of(new Event.Monitor(), Duration.ofMillis(900), 1));
    }

    private static EnvironmentOfEvents of(String... inherited) {
        Map<String, String> all = new TreeMap<>();
        for (int i = 0; i < inherited.length; i += 2) {
            all.put(inherited[i], inherited[i + 1]);
        }
        return new EnvironmentOfEvents(
                all,
                "/etc/baton",
                "file:",
                "NOTICE",
                new EnvironmentOfEvents.Places(
                        "/opt/bin/ctdb",
                        "/opt/helpers",
                        "/var/scripts",
                        "/etc",
                        "/opt/lib/events.sh",
                        "/opt/bin/baton"),
                "/opt/libexec");
    }
}
