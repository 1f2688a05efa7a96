package dev.baton.agent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.config.IpAddress;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.HexFormat;

@DisplayName("CTDB events contract, section 14.2: a bare acknowledgement from server to client")
class TickleSocketTest {

    private static final IpAddress CLIENT = IpAddress.of("10.9.0.1");
    private static final IpAddress SERVER = IpAddress.of("10.9.0.2");

    @Test
    void ipv4HasSequenceAndAcknowledgement0AndWindow1234() {
        byte[] packet = TickleSocket.packet(CLIENT, 1021, SERVER, 445);

        String text = HexFormat.of().formatHex(packet);
        assertEquals(
                "4500002800000000" + "4006" + "0000" + "0a090002" + "0a090001",
                text.substring(0, 40));
        assertEquals(
                "01bd" + "03fd" + "00000000" + "00000000" + "5010" + "04d2",
                text.substring(40, 72));
        assertEquals(0xffff, sum(packet, 12, 20));
    }

    @Test
    void ipv6IsChecksummedOverItsAddresses() {
        byte[] packet =
                TickleSocket.packet(IpAddress.of("fd00::1"), 9, IpAddress.of("fd00::2"), 10);

        assertEquals("6000000000140640", HexFormat.of().formatHex(packet, 0, 8));
        assertEquals(60, packet.length);
        assertEquals(0xffff, sum(packet, 8, 40));
    }

    /** Of the addresses, the protocol, the length and the whole segment: all ones when right. */
    private static int sum(byte[] packet, int addresses, int segment) {
        ByteBuffer bytes = ByteBuffer.wrap(packet);
        long sum = 6L + packet.length - segment;
        for (int at = addresses; at < packet.length; at += 2) {
            sum += Short.toUnsignedInt(bytes.getShort(at));
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) sum;
    }
}
