package dev.baton.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;
import java.util.stream.Stream;

@DisplayName("CTDB ipalloc contract, section 2 (1); text of IPv6 as in RFC 5952")
class IpAddressTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1,10.0.0.1",
        "::,::",
        "::1,::1",
        "FD00:0:0:0:0:0:0:1,fd00::1",
        "fd00:0:1:0:0:1:0:0,fd00:0:1::1:0:0",
        "fd00:1:0:1:1:1:1:1,fd00:1:0:1:1:1:1:1",
        "::ffff:10.0.0.1,10.0.0.1",
    })
    void anAddressHasOneText(String text, String canonical) {
        assertEquals(canonical, IpAddress.of(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10.0.0", "10.0.0.256", "node1", "10.0.0.1/24", "fe80::1%eth0", "::g"})
    void otherTextIsNoAddress(String text) {
        assertEquals(Optional.empty(), IpAddress.parse(text));
    }

    @Test
    void bytesOfAMappedAddressAreTheIpv4Address() {
        byte[] mapped = new byte[16];
        mapped[10] = -1;
        mapped[11] = -1;
        mapped[12] = 10;
        mapped[15] = 1;

        assertEquals(IpAddress.of("10.0.0.1"), IpAddress.of(mapped));
    }

    @Test
    void addressesSortAsUnsignedNumbers() {
        var sorted =
                Stream.of("fd00::1", "200.0.0.1", "10.0.0.2", "ff00::1")
                        .map(IpAddress::of)
                        .sorted()
                        .map(IpAddress::toString)
                        .toList();

        assertEquals("[10.0.0.2, 200.0.0.1, fd00::1, ff00::1]", sorted.toString());
        assertTrue(IpAddress.of("1.2.3.4").compareTo(IpAddress.of("::1.2.3.4")) < 0);
    }
}
