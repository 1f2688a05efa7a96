package dev.baton.agent.beside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.IpAddress;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** On machines whose lowest byte comes first, where these bytes were seen. */
@DisplayName("ADR 0031: bytes as CTDB's own command and smbd write them, seen with Debian's 4.17")
class ClientPacketTest {

    @Test
    void aQuestionIsThatOfCtdbsOwnCommandButForItsNumber() {
        assertEquals(
                "40000000 42445443 01000000 00000000 07000000 010000f0 ffffffff 38ffff7f 23000000"
                        + " 00000000 00000000 00000000 00000000 00000000 00000000 00000000",
                words(ClientPacket.question(0x7fffff38)));
    }

    @Test
    void aMessageGoesToTheNumberThatSmbdListensForWithTheAddressAsText() {
        assertEquals(
                "38000000 42445443 01000000 00000000 05000000 010000f0 ffffffff 00000000"
                        + " 00000000 000000f3 0a000000 31302e38 2e312e33 31000000",
                words(ClientPacket.released(IpAddress.of("10.8.1.31"))));
    }

    @Test
    void anAnswerBearsTheNumberOfItsQuestion() {
        ByteBuffer answer = ClientPacket.question(7).duplicate();
        byte[] bytes = new byte[answer.remaining()];
        answer.get(bytes);
        bytes[16] = ClientPacket.REPLY;

        assertTrue(ClientPacket.answers(ByteBuffer.wrap(bytes), 7));
        assertFalse(ClientPacket.answers(ByteBuffer.wrap(bytes), 8));
        assertFalse(ClientPacket.answers(ClientPacket.question(7), 7));
        assertEquals(64, ClientPacket.length(ByteBuffer.wrap(bytes)));
    }

    private static String words(ByteBuffer packet) {
        byte[] bytes = new byte[packet.remaining()];
        packet.get(bytes);
        return HexFormat.of().formatHex(bytes).replaceAll("(.{8})(?!$)", "$1 ");
    }
}
