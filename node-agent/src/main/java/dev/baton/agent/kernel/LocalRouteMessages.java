package dev.baton.agent.kernel;

import dev.baton.config.IpAddress;

/** Routes of the table of local addresses as netlink messages. Source: linux/rtnetlink.h. */
final class LocalRouteMessages {

    private static final int DELETE = 25; // RTM_DELROUTE
    private static final int AF_INET = 2; // bits/socket.h
    private static final int AF_INET6 = 10; // bits/socket.h
    private static final int RT_TABLE_LOCAL = 255;
    private static final int RT_SCOPE_NOWHERE = 255; // any scope
    private static final int RTN_LOCAL = 2;
    private static final int RTA_DST = 1;
    private static final int RTA_OIF = 4;

    private LocalRouteMessages() {}

    static void delete(NetlinkWriter writer, IpAddress ip, int interfaceIndex, int sequence) {
        writer.begin(DELETE, NetlinkSocket.REQUEST | NetlinkSocket.ACK, sequence);
        writer.u8(ip.isIpv6() ? AF_INET6 : AF_INET, ip.bits(), 0, 0);
        writer.u8(RT_TABLE_LOCAL, 0, RT_SCOPE_NOWHERE, RTN_LOCAL).u32(0);
        writer.attribute(RTA_DST, ip.bytes()).attribute(RTA_OIF, interfaceIndex).end();
    }
}
