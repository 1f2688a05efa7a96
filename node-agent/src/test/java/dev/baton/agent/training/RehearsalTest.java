package dev.baton.agent.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.HostFacts;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.Layout;
import dev.baton.config.ListedNodes;
import dev.baton.config.Loaded;
import dev.baton.config.SettingsLoader;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

@DisplayName("Architecture, section 10: the cache comes from one bounded rehearsal")
class RehearsalTest {

    private static final HostFacts ANY_ADDRESS =
            new HostFacts() {
                @Override
                public boolean interfaceExists(InterfaceName name) {
                    return false;
                }

                @Override
                public boolean canBind(IpAddress address) {
                    return true;
                }

                @Override
                public ListedNodes nodes(List<String> words) {
                    return ListedNodes.failed("is not run here");
                }
            };

    @Test
    void itsTwoNodesHaveSettingsAnAgentTakes() throws IOException {
        try (Stage stage = Stage.build()) {
            for (Path base : stage.nodes()) {
                Loaded loaded =
                        new SettingsLoader(ANY_ADDRESS).load(Layout.under(base), Map.of(), "host");
                assertEquals(List.of(), loaded.problems());
                assertTrue(loaded.settings().orElseThrow().publicAddresses().list().isEmpty());
            }
        }
    }

    @Test
    void nothingIsLeftOfItsDirectories() throws IOException {
        Path top;
        try (Stage stage = Stage.build()) {
            top = stage.top();
            assertTrue(Files.exists(top));
        }
        assertFalse(Files.exists(top));
    }
}
