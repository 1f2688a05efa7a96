package dev.baton.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.constraints.UniqueElements;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

@Label("Text forms and values are inverse, and no text breaks a reader")
class FormsPropertyTest {

    @Property(tries = 300)
    void anAddressReadsBackFromItsText(@ForAll @Size(16) byte[] bytes, @ForAll boolean isIpv6) {
        IpAddress ip = IpAddress.of(isIpv6 ? bytes : Arrays.copyOf(bytes, 4));

        assertEquals(Optional.of(ip), IpAddress.parse(ip.toString()));
    }

    @Property(tries = 300)
    void theTextOfAnIpv6AddressIsRead(@ForAll boolean[] zeros, @ForAll int seed) {
        byte[] bytes = new byte[16];
        for (int i = 0; i < 16; i++) {
            boolean zero = zeros.length > 0 && zeros[i / 2 % zeros.length];
            bytes[i] = (byte) (zero ? 0 : seed >> i % 24 | 1);
        }
        IpAddress ip = IpAddress.of(bytes);

        assertEquals(Optional.of(ip), IpAddress.parse(ip.toString()));
    }

    @Property(tries = 300)
    void theNodesOfAFileAreItsLines(@ForAll @UniqueElements @Size(max = 50) List<Integer> hosts) {
        List<String> lines = hosts.stream().map(host -> "10." + octets(host)).distinct().toList();

        NodesFile nodes = NodesFile.parse("nodes", lines).value();

        assertEquals(lines, nodes.addresses().values().stream().map(IpAddress::toString).toList());
    }

    @Property(tries = 300)
    void noTextBreaksAReader(
            @ForAll @Size(max = 8)
                    List<
                                    @StringLength(max = 20)
                                    @Chars({'[', ']', '=', '#', '/', ',', '.', ':', '1', 'e', ' '})
                                    String>
                            lines) {
        NodesFile.parse("f", lines);
        PublicAddressesFile.parse("f", lines, name -> true, ip -> false);
        HomeNodes.parse("f", lines, 3);
        Tunables.DEFAULT.parse("f", lines);
        ConfigEntries entries = new ConfigEntries();
        entries.add(IniFile.parse("f", lines).value(), false);
        LeaseSection.read(entries);
    }

    private static String octets(int host) {
        return (host >>> 16 & 255) + "." + (host >>> 8 & 255) + "." + (host & 255);
    }
}
