package dev.baton.testcluster.netns;

import java.util.List;

/**
 * The three networks of a namespace cluster; each is one bridge, each node has one cable to each.
 */
public enum Network {
    /** The agents' own network. */
    PRIVATE("eth0", "10.77.0.", "fd77::"),
    /** The first public segment. */
    PUBLIC_1("pub1", "10.50.1.", "fd50:1::"),
    /** The second public segment. */
    PUBLIC_2("pub2", "10.60.2.", "fd60:2::");

    /** Every network where public addresses live. */
    public static final List<Network> PUBLIC = List.of(PUBLIC_1, PUBLIC_2);

    private final String interfaceName;
    private final String prefix4;
    private final String prefix6;

    Network(String interfaceName, String prefix4, String prefix6) {
        this.interfaceName = interfaceName;
        this.prefix4 = prefix4;
        this.prefix6 = prefix6;
    }

    /** Name of the interface on this network, in every namespace that has one. */
    public String interfaceName() {
        return interfaceName;
    }

    /** Name of the bridge. */
    String bridge() {
        return "br-" + interfaceName;
    }

    /** The IPv4 address with this last number, without prefix length (which is 24). */
    public String ipv4(int host) {
        return prefix4 + host;
    }

    /** The IPv6 address with this last group, without prefix length (which is 64). */
    public String ipv6(int host) {
        return prefix6 + host;
    }
}
