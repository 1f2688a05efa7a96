package dev.baton.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

@DisplayName("CTDB events contract, section 15, nodes")
class NodesFileTest {

    @Test
    void aNumberIsTheIndexOfALine() {
        assertReads(
                """
                10.0.0.1
                10.0.0.2
                fd00::3
                """,
                """
                0 10.0.0.1
                1 10.0.0.2
                2 fd00::3
                """,
                "");
    }

    @Test
    void blankLinesAndBlanksAroundAnAddressDoNotCount() {
        assertReads("\n  \t10.0.0.1 \n\n10.0.0.2\r\n\n\n", "0 10.0.0.1\n1 10.0.0.2\n", "");
    }

    @Test
    void aDeletedNodeKeepsItsNumber() {
        assertReads(
                """
                10.0.0.1
                #10.0.0.2
                  # 10.0.0.3
                10.0.0.4
                """,
                """
                0 10.0.0.1
                1 deleted
                2 deleted
                3 10.0.0.4
                """,
                "");
    }

    @Test
    void aCommentTakesANumberAndIsSaid() {
        assertReads(
                "# our nodes\n10.0.0.1\n",
                "0 deleted\n1 10.0.0.1\n",
                "nodes:1: warning: a line that begins with # is a deleted node and takes pnn 0"
                        + " (remove the line if it was meant as a comment)\n");
    }

    @Test
    void theAddressOfADeletedNodeMayBeUsedAgain() {
        assertReads("#10.0.0.1\n10.0.0.1\n", "0 deleted\n1 10.0.0.1\n", "");
    }

    @Test
    void aBadLineIsReportedAndTheNumbersAfterItStay() {
        assertReads(
                """
                10.0.0.1
                10.0.0
                10.0.0.3 # third
                10.0.0.4
                """,
                """
                0 10.0.0.1
                1 deleted
                2 deleted
                3 10.0.0.4
                """,
                """
                nodes:2: expected an address, got "10.0.0" (write one IPv4 or IPv6 address, nothing else)
                nodes:3: expected an address, got "10.0.0.3 # third" (write one IPv4 or IPv6 address, nothing else)
                """);
    }

    @Test
    void anAddressBelongsToOneNode() {
        assertReads(
                "10.0.0.1\n::ffff:10.0.0.1\n",
                "0 10.0.0.1\n1 deleted\n",
                "nodes:2: 10.0.0.1 is already the node of line 1 (give every node its own address,"
                        + " or delete a node with # before it)\n");
    }

    @Test
    void anAddressNoNodeCanHaveIsRefused() {
        assertReads(
                "0.0.0.0\n224.0.0.1\n10.0.0.1\n",
                "0 deleted\n1 deleted\n2 10.0.0.1\n",
                """
                nodes:1: expected the address of one node, got 0.0.0.0 (write the node's own private address)
                nodes:2: expected the address of one node, got 224.0.0.1 (write the node's own private address)
                """);
    }

    @Test
    void aFileWithoutANodeIsRefused() {
        String message = "nodes: no node is listed (write one private address per line)\n";

        assertReads("\n", "", message);
        assertReads("#10.0.0.1\n", "0 deleted\n", message);
    }

    @Test
    void theNumberOfNodesIsBounded() {
        String text =
                Lines.join(
                        IntStream.range(0, 5000).mapToObj(i -> "10.1." + i / 250 + "." + i % 250));

        Parsed<NodesFile> parsed = NodesFile.parse("nodes", Lines.of(text));

        assertEquals(NodesFile.MOST, parsed.value().count());
        assertEquals(
                "nodes:4097: more than 4096 nodes (remove this line)\n",
                Lines.messages(parsed.problems()));
    }

    @Test
    void aNodeIsFoundByItsAddress() {
        NodesFile nodes = NodesFile.parse("nodes", Lines.of("#10.0.0.1\n10.0.0.2\n")).value();

        assertEquals(Optional.of(new Pnn(1)), nodes.pnnOf(IpAddress.of("10.0.0.2")));
        assertEquals(Optional.empty(), nodes.pnnOf(IpAddress.of("10.0.0.1")));
        assertTrue(nodes.isDeleted(new Pnn(0)));
        assertFalse(nodes.isDeleted(new Pnn(1)));
        assertFalse(nodes.isDeleted(new Pnn(2)));
    }

    @Test
    void aNumberBeyondTheCountCannotBeWritten() {
        var addresses = new TreeMap<Pnn, IpAddress>();
        addresses.put(new Pnn(2), IpAddress.of("10.0.0.1"));

        assertThrows(IllegalArgumentException.class, () -> new NodesFile(addresses, 2));
    }

    private static void assertReads(String text, String expected, String problems) {
        Parsed<NodesFile> parsed = NodesFile.parse("nodes", Lines.of(text));
        NodesFile nodes = parsed.value();
        String seen =
                Lines.join(
                        IntStream.range(0, nodes.count())
                                .mapToObj(Pnn::new)
                                .map(
                                        pnn ->
                                                pnn
                                                        + " "
                                                        + nodes.addressOf(pnn)
                                                                .map(IpAddress::toString)
                                                                .orElse("deleted")));

        assertEquals(expected, seen);
        assertEquals(problems, Lines.messages(parsed.problems()));
    }
}
