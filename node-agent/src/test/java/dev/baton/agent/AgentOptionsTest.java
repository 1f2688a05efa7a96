package dev.baton.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.Layout;
import dev.baton.config.LogLevel;
import dev.baton.config.LogOptions;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

@DisplayName("The words after baton agent: architecture, section 10, names, ports, paths")
class AgentOptionsTest {

    @Test
    void withoutWordsItIsAnInstalledNode() {
        AgentOptions options = AgentOptions.parse(List.of());

        assertEquals(Layout.system(), options.layout());
        assertFalse(options.lockInherited());
    }

    @Test
    void aBasePutsAllThreeDirectoriesUnderIt() {
        AgentOptions options = AgentOptions.parse(List.of("--base", "/srv/n1"));

        assertEquals(Layout.under(Path.of("/srv/n1")), options.layout());
    }

    @Test
    @DisplayName("Safety rule, section 3, start of an agent: a next life begins with the launcher")
    void theSameAgentIsStartedAgainByItsLauncher() {
        AgentOptions options =
                AgentOptions.parse(
                        List.of("--base", "/srv/n1", "--lock-descriptor", "9", "--interactive"));

        assertEquals(
                List.of("/opt/bin/baton", "agent", "--base", "/srv/n1", "--interactive"),
                options.again(Path.of("/opt")));
    }

    @Test
    void theLaunchersLockIsInherited() {
        assertTrue(AgentOptions.parse(List.of("--lock-descriptor", "9")).lockInherited());
    }

    @Test
    @DisplayName(
            "Interactive: scripts are told, and logs go to standard error (contract, section 6)")
    void interactive() {
        AgentOptions options = AgentOptions.parse(List.of("--interactive", "--base", "/srv/n1"));
        LogOptions file = new LogOptions("file:/var/log/x", LogLevel.DEBUG);

        assertEquals(
                Map.of("A", "b", "BATON_BASE", "/srv/n1", "CTDB_INTERACTIVE", "true"),
                options.scriptEnvironment(Map.of("A", "b")));
        assertEquals(new LogOptions("file:", LogLevel.DEBUG), options.logging(file));
        assertEquals(file, AgentOptions.parse(List.of()).logging(file));
    }

    @Test
    void anUnknownWordIsNamed() {
        IllegalArgumentException refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> AgentOptions.parse(List.of("--fast")));

        assertTrue(String.valueOf(refused.getMessage()).contains("--fast"));
    }
}
