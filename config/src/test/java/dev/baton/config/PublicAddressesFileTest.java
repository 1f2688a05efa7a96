package dev.baton.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

@DisplayName("CTDB events contract, section 15, public_addresses")
class PublicAddressesFileTest {

    @Test
    void aLineIsAnAddressWithPrefixAndItsInterfaces() {
        assertReads(
                """
                # segment one
                10.1.0.31/24 eth1

                \t 10.1.0.32/24\teth1,eth2  the rest is ignored
                fd00::31/64 eth2
                """,
                """
                10.1.0.31/24 [eth1]
                10.1.0.32/24 [eth1, eth2]
                fd00::31/64 [eth2]
                """,
                "");
    }

    @Test
    void anEmptyFileIsANodeWithoutPublicAddresses() {
        assertReads("\n# none\n", "", "");
    }

    @Test
    void emptyAndRepeatedNamesOfInterfacesDoNotCount() {
        assertReads("10.1.0.31/24 ,eth1,,eth1,\n", "10.1.0.31/24 [eth1]\n", "");
    }

    @Test
    void oneAddressTooManyIsRefusedOnce() {
        List<String> lines =
                IntStream.range(0, PublicAddressesFile.MOST + 5)
                        .mapToObj(i -> "10.%d.%d.1/24 eth1".formatted(i / 250 + 1, i % 250))
                        .toList();

        assertEquals("", problems(lines.subList(0, PublicAddressesFile.MOST)));
        assertEquals(
                "p:10001 10.41.0.1: a node carries at most 10000 addresses"
                        + " (leave this one and those below to other nodes)\n",
                problems(lines));
    }

    private static String problems(List<String> lines) {
        return Lines.messages(parse(String.join("\n", lines)).problems());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.1.0.31 eth1 | 10.1.0.31: the prefix length is missing",
                "10.1.0.31/24 | 10.1.0.31: the interface is missing",
                "10.1.0.31/24 , | 10.1.0.31: the interface is missing",
                "10.1.0.31/33 eth1 | 10.1.0.31: expected a prefix length from 0 to 32, got \"33\"",
                "fd00::1/129 eth1 | fd00::1: expected a prefix length from 0 to 128, got \"129\"",
                "10.1.0.31/ eth1 | 10.1.0.31: expected a prefix length from 0 to 32, got \"\"",
                "10.1.0.31/+8 eth1 | 10.1.0.31: expected a prefix length from 0 to 32, got \"+8\"",
                "10.1.0/24 eth1 | 10.1.0: expected an address, got \"10.1.0\"",
                "node1/24 eth1 | node1: expected an address, got \"node1\"",
                "0.0.0.0/0 eth1 | 0.0.0.0: no node can carry this address",
                "ff02::1/64 eth1 | ff02::1: no node can carry this address",
            })
    void aLineThatIsNotOneSaysHowToWriteIt(String line, String why) {
        assertReads(line, "", "p:1 " + why + " (write ADDRESS/PREFIX INTERFACE[,INTERFACE...])\n");
    }

    @Test
    void everyMistakeOfALineIsReported() {
        assertReads(
                "10.1.0\n",
                "",
                """
                p:1 10.1.0: expected an address, got "10.1.0" (write ADDRESS/PREFIX INTERFACE[,INTERFACE...])
                p:1 10.1.0: the interface is missing (write ADDRESS/PREFIX INTERFACE[,INTERFACE...])
                p:1 10.1.0: the prefix length is missing (write ADDRESS/PREFIX INTERFACE[,INTERFACE...])
                """);
    }

    @Test
    void anAddressIsListedOnce() {
        assertReads(
                "10.1.0.31/24 eth1\n10.1.0.31/16 eth2\n",
                "10.1.0.31/24 [eth1]\n",
                "p:2 10.1.0.31: already listed in line 1 (remove one of the two lines)\n");
    }

    @Test
    void anInterfaceThatDoesNotExistIsAnError() {
        assertReads(
                "10.1.0.31/24 eth1,eth9\n10.1.0.32/24 an-interface-name-too-long\n",
                "10.1.0.31/24 [eth1, eth9]\n",
                """
                p:1 10.1.0.31: this host has no interface "eth9" (create it first, or write the name of one that exists)
                p:2 10.1.0.32: "an-interface-name-too-long" cannot be the name of an interface (write a name of 1 to 15 characters)
                """);
    }

    @Test
    void aPrivateAddressCannotBePublic() {
        assertReads(
                "10.0.0.1/24 eth1\n",
                "10.0.0.1/24 [eth1]\n",
                "p:1 10.0.0.1: this is the private address of a node"
                        + " (a private address never moves: choose another public address)\n");
    }

    @Test
    void anAddressIsFoundAndItsInterfacesAreKnown() {
        PublicAddressesFile file = parse("10.1.0.31/24 eth2\n10.1.0.32/24 eth1\n").value();

        assertEquals(
                Optional.of("10.1.0.31/24"),
                file.find(IpAddress.of("10.1.0.31")).map(PublicAddress::toString));
        assertEquals(Optional.empty(), file.find(IpAddress.of("10.1.0.33")));
        assertEquals("[eth1, eth2]", file.interfaces().toString());
    }

    @Test
    void aListWithOneAddressTwiceCannotBeWritten() {
        PublicAddress address =
                new PublicAddress(IpAddress.of("10.1.0.1"), 24, List.of(new InterfaceName("eth1")));

        assertThrows(
                IllegalArgumentException.class,
                () -> PublicAddressesFile.of(List.of(address, address)));
    }

    private static Parsed<PublicAddressesFile> parse(String text) {
        return PublicAddressesFile.parse(
                "p",
                Lines.of(text),
                name -> List.of("eth1", "eth2").contains(name.value()),
                ip -> ip.equals(IpAddress.of("10.0.0.1")));
    }

    private static void assertReads(String text, String expected, String problems) {
        Parsed<PublicAddressesFile> parsed = parse(text);

        assertEquals(
                expected,
                Lines.join(
                        parsed.value().list().stream()
                                .map(each -> each + " " + each.interfaces())));
        assertEquals(problems, Lines.messages(parsed.problems()));
    }
}
