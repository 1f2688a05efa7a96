package dev.baton.agent.kernel;

import dev.baton.config.InterfaceName;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The kernel settings an interface of public addresses needs: an expiring address must not take
 * others with it, only the holder answers ARP, and IPv6 addresses work at once.
 *
 * <p>Source: safety argument, section 3; ip-sysctl.rst of the kernel.
 */
public final class InterfaceSettings {

    private record Setting(String family, String name, String value) {}

    private static final List<Setting> NEEDED =
            List.of(
                    new Setting("ipv4", "promote_secondaries", "1"),
                    new Setting("ipv4", "arp_ignore", "1"),
                    new Setting("ipv4", "arp_announce", "2"),
                    new Setting("ipv6", "accept_dad", "0"),
                    new Setting("ipv6", "dad_transmits", "0"));

    private final Path root;

    /** Of the network namespace of the calling thread. */
    public InterfaceSettings() {
        this(Path.of("/proc/sys/net"));
    }

    InterfaceSettings(Path root) {
        this.root = root;
    }

    /**
     * Sets them all and reads them back. One sentence for each that is not as needed; empty is
     * success. Where the kernel has no IPv6 its settings are not needed.
     */
    public List<String> apply(InterfaceName on) {
        List<String> wrong = new ArrayList<>();
        for (Setting setting : NEEDED) {
            if (Files.isDirectory(root.resolve(setting.family).resolve("conf"))
                    || setting.family.equals("ipv4")) {
                apply(setting, root.resolve(setting.family + "/conf/" + on), wrong);
            }
        }
        return List.copyOf(wrong);
    }

    private static void apply(Setting setting, Path folder, List<String> wrong) {
        Path file = folder.resolve(setting.name);
        try {
            if (!read(file).equals(setting.value)) {
                Files.writeString(file, setting.value);
            }
            String seen = read(file);
            if (!seen.equals(setting.value)) {
                wrong.add(file + " must be " + setting.value + " but stays " + seen);
            }
        } catch (IOException failed) {
            wrong.add(file + " cannot be set to " + setting.value + ": " + failed);
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file).strip();
    }
}
