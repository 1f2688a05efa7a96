package dev.baton.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.Layout;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;

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
    void theLaunchersLockIsInherited() {
        assertTrue(AgentOptions.parse(List.of("--lock-descriptor", "9")).lockInherited());
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
