package dev.baton.agent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.InterfaceName;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

@DisplayName("Settings of an interface: safety argument, section 3, promote_secondaries")
class InterfaceSettingsTest {

    private static final InterfaceName ETH0 = new InterfaceName("eth0");

    @Test
    void allSettingsAreWritten(@TempDir Path root) throws IOException {
        Path ipv4 = folder(root, "ipv4", "promote_secondaries", "arp_ignore", "arp_announce");
        folder(root, "ipv6", "accept_dad", "dad_transmits");

        List<String> wrong = new InterfaceSettings(root).apply(ETH0);

        assertEquals(List.of(), wrong);
        assertEquals("1", Files.readString(ipv4.resolve("promote_secondaries")));
        assertEquals("2", Files.readString(ipv4.resolve("arp_announce")));
    }

    @Test
    void aKernelWithoutIpv6NeedsNoIpv6Settings(@TempDir Path root) throws IOException {
        folder(root, "ipv4", "promote_secondaries", "arp_ignore", "arp_announce");

        assertEquals(List.of(), new InterfaceSettings(root).apply(ETH0));
    }

    @Test
    void aSettingThatCannotBeMadeIsToldWithItsPath(@TempDir Path root) throws IOException {
        folder(root, "ipv4", "arp_ignore", "arp_announce");

        List<String> wrong = new InterfaceSettings(root).apply(ETH0);

        assertEquals(1, wrong.size());
        assertTrue(wrong.getFirst().contains("promote_secondaries cannot be set to 1"));
    }

    @Test
    @Tag("netns")
    void theKernelTakesAllSettings() {
        try (Namespace here = Namespace.create("settings")) {
            here.ip("link add pub0 type veth peer name peer0");

            List<String> wrong =
                    here.call(() -> new InterfaceSettings().apply(new InterfaceName("pub0")));

            assertEquals(List.of(), wrong);
        }
    }

    private static Path folder(Path root, String family, String... names) throws IOException {
        Path folder = Files.createDirectories(root.resolve(family + "/conf/eth0"));
        for (String name : names) {
            Files.writeString(folder.resolve(name), "0\n");
        }
        return folder;
    }
}
