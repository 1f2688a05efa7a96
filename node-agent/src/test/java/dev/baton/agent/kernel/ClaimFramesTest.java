package dev.baton.agent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.IpAddress;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

@DisplayName("Frames of a claim: RFC 5227 section 3, RFC 4861 section 4.4")
class ClaimFramesTest {

    private static final MacAddress MAC = new MacAddress("02:00:00:00:00:0a");
    private static final IpAddress V4 = IpAddress.of("192.0.2.1");
    private static final IpAddress V6 = IpAddress.of("2001:db8::1");

    @Test
    void anIpv4AddressIsAnnouncedByABroadcastRequestAndABroadcastReply() {
        List<byte[]> frames = ClaimFrames.announcing(V4, MAC);

        assertEquals(
                List.of(
                        "ffffffffffff02000000000a0806000108000604000102000000000ac0000201"
                                + "000000000000c0000201",
                        "ffffffffffff02000000000a0806000108000604000202000000000ac0000201"
                                + "02000000000ac0000201"),
                frames.stream().map(HexFormat.of()::formatHex).toList());
    }

    @Test
    void anAdvertisementHasHopLimit255AndTheOverrideFlag() {
        byte[] frame = ClaimFrames.announcing(V6, MAC).getFirst();

        assertEquals((byte) 255, frame[21]);
        assertEquals(0x20, frame[58]);
    }

    @Test
    void theChecksumOfAnAdvertisementMakesTheSumOverItAllOnes() {
        byte[] frame = ClaimFrames.announcing(V6, MAC).getFirst();

        int sum = 32 + 58;
        for (int i = 22; i < frame.length; i += 2) {
            sum += Byte.toUnsignedInt(frame[i]) << 8 | Byte.toUnsignedInt(frame[i + 1]);
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >> 16);
        }

        assertEquals(0xffff, sum);
    }

    @Test
    void whatIsAnnouncedIsReadAsTheSameClaim() {
        for (IpAddress ip : List.of(V4, V6)) {
            for (byte[] frame : ClaimFrames.announcing(ip, MAC)) {
                assertEquals(Optional.of(new ClaimFrames.Claim(ip, MAC)), ClaimFrames.read(frame));
            }
        }
    }

    @Test
    void aProbeClaimsNothing() {
        byte[] probe = ClaimFrames.announcing(V4, MAC).getFirst();
        Arrays.fill(probe, 28, 32, (byte) 0);

        assertEquals(Optional.empty(), ClaimFrames.read(probe));
    }

    @Test
    void anAdvertisementThatWasForwardedIsNotBelieved() {
        byte[] frame = ClaimFrames.announcing(V6, MAC).getFirst();
        frame[21] = (byte) 254;

        assertEquals(Optional.empty(), ClaimFrames.read(frame));
    }

    @Test
    void aFrameCutAnywhereIsReadWithoutFailure() {
        byte[] frame = ClaimFrames.announcing(V6, MAC).getFirst();

        for (int length = 0; length < 78; length++) {
            assertTrue(ClaimFrames.read(Arrays.copyOf(frame, length)).isEmpty());
        }
    }

    /** RFC 5227, section 2.1.1, and RFC 4862, section 5.4.2: a question claims nothing. */
    @Test
    void aProbeIsNoClaim() {
        MacAddress mac = MacAddress.of(new byte[] {2, 0, 0, 0, 0, 1});

        byte[] arp = ClaimFrames.probing(IpAddress.of("192.0.2.40"), mac);
        byte[] solicitation = ClaimFrames.probing(IpAddress.of("2001:db8::12:3456"), mac);

        assertEquals(
                "ffffffffffff020000000001080600010800060400010200000000010000"
                        + "0000000000000000c0000228",
                HexFormat.of().formatHex(arp));
        assertEquals("3333ff123456", HexFormat.of().formatHex(solicitation, 0, 6));
        assertEquals(78, solicitation.length);
        assertEquals(Optional.empty(), ClaimFrames.read(arp));
        assertEquals(Optional.empty(), ClaimFrames.read(solicitation));
    }
}
