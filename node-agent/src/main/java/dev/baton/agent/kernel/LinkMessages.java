package dev.baton.agent.kernel;

import dev.baton.config.InterfaceName;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Links as netlink messages. Source: linux/rtnetlink.h, linux/if_link.h, linux/if.h. */
final class LinkMessages {

    static final int NEW = 16; // RTM_NEWLINK
    static final int DELETE = 17; // RTM_DELLINK
    private static final int GET = 18; // RTM_GETLINK
    private static final int AF_UNSPEC = 0; // bits/socket.h
    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFF_UP = 1;
    private static final int IFF_LOWER_UP = 1 << 16;
    private static final int FIXED_BYTES = 16; // struct ifinfomsg

    private LinkMessages() {}

    static void dump(NetlinkWriter writer, int sequence) {
        writer.begin(GET, NetlinkSocket.REQUEST | NetlinkSocket.DUMP, sequence);
        writer.u8(0, 0, 0, 0).u32(0, 0, 0).end();
    }

    /** Empty for messages of other families, such as a bridge's ports leaving it. */
    static Optional<KernelLink> read(NetlinkMessage message) {
        if (!message.holds(FIXED_BYTES) || message.u8(0) != AF_UNSPEC) {
            return Optional.empty();
        }
        Map<Integer, ByteBuffer> attributes = message.attributes(FIXED_BYTES);
        ByteBuffer mac = attributes.getOrDefault(IFLA_ADDRESS, Native.structure(0));
        ByteBuffer name = attributes.getOrDefault(IFLA_IFNAME, Native.structure(0));
        int index = message.u32(4);
        int flags = message.u32(8);
        return Optional.of(
                new KernelLink(
                        index,
                        name(name, index),
                        (flags & IFF_UP) != 0,
                        (flags & IFF_LOWER_UP) != 0,
                        MacAddress.of(Native.bytes(mac, 0, mac.limit())),
                        message.u16(2)));
    }

    /** A name for an interface whose own is unknown or has characters no configuration may name. */
    static InterfaceName unnamed(int index) {
        return new InterfaceName("#" + index);
    }

    private static InterfaceName name(ByteBuffer value, int index) {
        int length = Math.max(0, value.limit() - 1);
        String text = new String(Native.bytes(value, 0, length), StandardCharsets.ISO_8859_1);
        try {
            return new InterfaceName(text);
        } catch (IllegalArgumentException notNameable) {
            return unnamed(index);
        }
    }
}
