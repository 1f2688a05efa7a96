package dev.baton.agent.kernel;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** Addresses as netlink messages. Source: linux/rtnetlink.h, linux/if_addr.h. */
final class AddressMessages {

    static final int NEW = 20; // RTM_NEWADDR
    static final int DELETE = 21; // RTM_DELADDR
    private static final int GET = 22; // RTM_GETADDR
    private static final int CREATE_OR_REPLACE = 0x400 | 0x100; // NLM_F_CREATE | NLM_F_REPLACE
    private static final int CREATE_ONLY = 0x400 | 0x200; // NLM_F_CREATE | NLM_F_EXCL
    private static final int AF_INET = 2; // bits/socket.h
    private static final int AF_INET6 = 10; // bits/socket.h
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int IFA_BROADCAST = 4;
    private static final int IFA_CACHEINFO = 6;
    private static final int IFA_FLAGS = 8;
    private static final int IFA_F_NODAD = 0x02;
    private static final int IFA_F_DADFAILED = 0x08;
    private static final int IFA_F_TENTATIVE = 0x40;
    private static final int IFA_F_PERMANENT = 0x80;
    private static final int IFA_F_NOPREFIXROUTE = 0x200;
    private static final int MOST_BITS_WITH_BROADCAST = 30;
    private static final int FIXED_BYTES = 8; // struct ifaddrmsg

    private AddressMessages() {}

    static void dump(NetlinkWriter writer, int sequence) {
        writer.begin(GET, NetlinkSocket.REQUEST | NetlinkSocket.DUMP, sequence);
        writer.u8(0, 0, 0, 0).u32(0).end();
    }

    /**
     * Create, or give a new lifetime. IPv6 goes without duplicate detection: the lease replaces it.
     * A host prefix goes without a prefix route, which would say nothing; any other prefix keeps
     * the route it has always had for scripts.
     */
    static void write(NetlinkWriter writer, AddressWrite write, int ackFlag, int sequence) {
        IpAddress ip = write.ip();
        int flags = NetlinkSocket.REQUEST | CREATE_OR_REPLACE | ackFlag;
        begin(writer, NEW, flags, sequence, ip, write.prefixBits(), write.interfaceIndex());
        lifetime(writer, write);
        writer.end();
    }

    /** Create, as a script does; refused when it exists. */
    static void create(NetlinkWriter writer, AddressWrite write, int sequence) {
        IpAddress ip = write.ip();
        int flags = NetlinkSocket.REQUEST | CREATE_ONLY | NetlinkSocket.ACK;
        begin(writer, NEW, flags, sequence, ip, write.prefixBits(), write.interfaceIndex());
        if (!ip.isIpv6() && write.prefixBits() <= MOST_BITS_WITH_BROADCAST) {
            writer.attribute(IFA_BROADCAST, broadcast(ip.bytes(), write.prefixBits()));
        }
        lifetime(writer, write);
        writer.end();
    }

    private static byte[] broadcast(byte[] address, int prefixBits) {
        byte[] all = address.clone();
        for (int bit = prefixBits; bit < Byte.SIZE * all.length; bit++) {
            all[bit / Byte.SIZE] |= (byte) (0x80 >> bit % Byte.SIZE);
        }
        return all;
    }

    private static void lifetime(NetlinkWriter writer, AddressWrite write) {
        IpAddress ip = write.ip();
        int hostOnly = write.prefixBits() == ip.bits() ? IFA_F_NOPREFIXROUTE : 0;
        int seconds = write.lifetimeSeconds();
        writer.attribute(IFA_FLAGS, hostOnly | (ip.isIpv6() ? IFA_F_NODAD : 0));
        writer.attribute(IFA_CACHEINFO, seconds, seconds, 0, 0);
    }

    static void delete(NetlinkWriter writer, IpAddress ip, int bits, int index, int sequence) {
        int flags = NetlinkSocket.REQUEST | NetlinkSocket.ACK;
        begin(writer, DELETE, flags, sequence, ip, bits, index);
        writer.end();
    }

    private static void begin(
            NetlinkWriter writer,
            int type,
            int flags,
            int sequence,
            IpAddress ip,
            int bits,
            int index) {
        writer.begin(type, flags, sequence);
        writer.u8(ip.isIpv6() ? AF_INET6 : AF_INET, bits, 0, 0).u32(index);
        writer.attribute(IFA_LOCAL, ip.bytes()).attribute(IFA_ADDRESS, ip.bytes());
    }

    /** Index of the interface an address message is about. */
    static int interfaceIndex(NetlinkMessage message) {
        return message.holds(FIXED_BYTES) ? message.u32(4) : 0;
    }

    /** Empty for families other than IPv4 and IPv6. */
    static Optional<KernelAddress> read(NetlinkMessage message, IntFunction<InterfaceName> names) {
        if (!message.holds(FIXED_BYTES)
                || (message.u8(0) != AF_INET && message.u8(0) != AF_INET6)) {
            return Optional.empty();
        }
        Map<Integer, ByteBuffer> attributes = message.attributes(FIXED_BYTES);
        ByteBuffer address = attributes.getOrDefault(IFA_ADDRESS, Native.structure(0));
        ByteBuffer local = attributes.getOrDefault(IFA_LOCAL, address);
        if (local.limit() != 4 && local.limit() != 16) {
            return Optional.empty();
        }
        ByteBuffer flagsValue = attributes.getOrDefault(IFA_FLAGS, Native.structure(0));
        int flags = flagsValue.limit() >= 4 ? flagsValue.getInt(0) : message.u8(2);
        ByteBuffer lifetime = attributes.getOrDefault(IFA_CACHEINFO, Native.structure(0));
        long valid =
                lifetime.limit() >= 8
                        ? Integer.toUnsignedLong(lifetime.getInt(4))
                        : KernelAddress.FOREVER;
        int index = message.u32(4);
        return Optional.of(
                new KernelAddress(
                        IpAddress.of(Native.bytes(local, 0, local.limit())),
                        message.u8(1),
                        index,
                        names.apply(index),
                        valid,
                        (flags & IFA_F_PERMANENT) != 0,
                        (flags & IFA_F_TENTATIVE) != 0,
                        (flags & IFA_F_DADFAILED) != 0));
    }
}
