package dev.baton.agent.kernel;

import dev.baton.config.IpAddress;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Frames by which a host claims an address: gratuitous ARP and unsolicited neighbour advertisement.
 *
 * <p>Source: RFC 826, RFC 5227 section 3, RFC 4861 section 4.4. All in network order.
 */
final class ClaimFrames {

    static final int NEIGHBOUR_ADVERTISEMENT = 136;
    private static final byte[] BROADCAST = HexFormat.of().parseHex("ffffffffffff");
    private static final byte[] ALL_NODES_MAC = HexFormat.of().parseHex("333300000001");
    private static final byte[] ALL_NODES = IpAddress.of("ff02::1").bytes();
    private static final byte[] ARP_HEADER = HexFormat.of().parseHex("000108000604");
    private static final int OVERRIDE = 0x2000_0000;
    private static final int ARP_BYTES = 42;
    private static final int ADVERTISEMENT_BYTES = 86;
    private static final int ICMP_OFFSET = 54;
    private static final int ICMP_BYTES = 32;

    private static final int NEIGHBOUR_SOLICITATION = 135;
    private static final byte[] SOLICITED = IpAddress.of("ff02::1:ff00:0").bytes();
    private static final int SOLICITATION_BYTES = 78;

    private ClaimFrames() {}

    /** What to send, in order. */
    static List<byte[]> announcing(IpAddress ip, MacAddress mac) {
        return ip.isIpv6()
                ? List.of(advertisement(ip, mac))
                : List.of(arp(1, ip, mac), arp(2, ip, mac));
    }

    /** Request (1) or reply (2) from and for the same address; some hosts heed only one of them. */
    private static byte[] arp(int operation, IpAddress ip, MacAddress mac) {
        ByteBuffer frame = ByteBuffer.allocate(ARP_BYTES);
        frame.put(BROADCAST).put(mac.bytes()).putShort((short) PacketSocket.ETH_P_ARP);
        frame.put(ARP_HEADER).putShort((short) operation);
        frame.put(mac.bytes()).put(ip.bytes());
        frame.put(operation == 1 ? new byte[6] : mac.bytes()).put(ip.bytes());
        return frame.array();
    }

    /** A question that claims nothing: RFC 5227, section 2.1.1; RFC 4862, section 5.4.2. */
    static byte[] probing(IpAddress ip, MacAddress mac) {
        return ip.isIpv6() ? solicitation(ip, mac) : arpProbe(ip, mac);
    }

    private static byte[] arpProbe(IpAddress ip, MacAddress mac) {
        ByteBuffer frame = ByteBuffer.allocate(ARP_BYTES);
        frame.put(BROADCAST).put(mac.bytes()).putShort((short) PacketSocket.ETH_P_ARP);
        frame.put(ARP_HEADER).putShort((short) 1);
        frame.put(mac.bytes()).putInt(0).put(new byte[6]).put(ip.bytes());
        return frame.array();
    }

    /** To the multicast group that every user of the address is in; from no address. */
    private static byte[] solicitation(IpAddress ip, MacAddress mac) {
        byte[] group = SOLICITED.clone();
        System.arraycopy(ip.bytes(), 13, group, 13, 3);
        ByteBuffer frame = ByteBuffer.allocate(SOLICITATION_BYTES);
        frame.putShort((short) 0x3333).put(group, 12, 4);
        frame.put(mac.bytes()).putShort((short) PacketSocket.ETH_P_IPV6);
        int length = SOLICITATION_BYTES - ICMP_OFFSET;
        frame.putInt(6 << 28).putShort((short) length).put((byte) 58).put((byte) 255);
        frame.put(new byte[16]).put(group);
        frame.put((byte) NEIGHBOUR_SOLICITATION).put((byte) 0).putShort((short) 0);
        frame.putInt(0).put(ip.bytes());
        frame.putShort(ICMP_OFFSET + 2, (short) checksum(frame));
        return frame.array();
    }

    private static byte[] advertisement(IpAddress ip, MacAddress mac) {
        ByteBuffer frame = ByteBuffer.allocate(ADVERTISEMENT_BYTES);
        frame.put(ALL_NODES_MAC).put(mac.bytes()).putShort((short) PacketSocket.ETH_P_IPV6);
        frame.putInt(6 << 28).putShort((short) ICMP_BYTES).put((byte) 58).put((byte) 255);
        frame.put(ip.bytes()).put(ALL_NODES);
        frame.put((byte) NEIGHBOUR_ADVERTISEMENT).put((byte) 0).putShort((short) 0);
        frame.putInt(OVERRIDE).put(ip.bytes());
        frame.put((byte) 2).put((byte) 1).put(mac.bytes()); // target link-layer address option
        frame.putShort(ICMP_OFFSET + 2, (short) checksum(frame));
        return frame.array();
    }

    /** RFC 4443, section 2.3: over the pseudo-header and the message. */
    private static int checksum(ByteBuffer frame) {
        long sum = frame.capacity() - ICMP_OFFSET + 58L;
        for (int at = 22; at < frame.capacity(); at += 2) {
            sum += Short.toUnsignedInt(frame.getShort(at));
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) ~sum & 0xffff;
    }

    /** Who claims what in a frame; empty when it is no claim, a probe, or cut short. */
    static Optional<Claim> read(byte[] bytes) {
        ByteBuffer frame = ByteBuffer.wrap(bytes);
        if (bytes.length < ARP_BYTES) {
            return Optional.empty();
        }
        return switch (Short.toUnsignedInt(frame.getShort(12))) {
            case PacketSocket.ETH_P_ARP -> readArp(frame);
            case PacketSocket.ETH_P_IPV6 -> readAdvertisement(frame);
            default -> Optional.empty();
        };
    }

    private static Optional<Claim> readArp(ByteBuffer frame) {
        boolean ethernetIpv4 = frame.getShort(16) == 0x0800 && frame.getShort(18) == 0x0604;
        if (!ethernetIpv4 || frame.getInt(28) == 0) {
            return Optional.empty();
        }
        return Optional.of(claim(frame, 28, 4, 22));
    }

    private static Optional<Claim> readAdvertisement(ByteBuffer frame) {
        if (frame.limit() < 78
                || frame.get(20) != 58
                || Byte.toUnsignedInt(frame.get(21)) != 255
                || Byte.toUnsignedInt(frame.get(ICMP_OFFSET)) != NEIGHBOUR_ADVERTISEMENT) {
            return Optional.empty();
        }
        boolean namesMac =
                frame.limit() >= ADVERTISEMENT_BYTES && frame.get(78) == 2 && frame.get(79) == 1;
        return Optional.of(claim(frame, 62, 16, namesMac ? 80 : 6));
    }

    private static Claim claim(ByteBuffer frame, int ipAt, int ipBytes, int macAt) {
        return new Claim(
                IpAddress.of(Native.bytes(frame, ipAt, ipBytes)),
                MacAddress.of(Native.bytes(frame, macAt, 6)));
    }

    /** That a link-layer address holds an address. */
    record Claim(IpAddress ip, MacAddress mac) {}
}
