package dev.baton.orchestrator.cluster;

import java.util.EnumSet;
import java.util.Set;

/** Why a node may not hold addresses. Source: CTDB events contract, section 9. */
public enum NodeFlag {
    DISCONNECTED(0x01),
    UNHEALTHY(0x02),
    DISABLED(0x04),
    BANNED(0x08),
    DELETED(0x10),
    STOPPED(0x20);

    private static final int INACTIVE = 0x01 | 0x08 | 0x10 | 0x20;

    private final int bit;

    NodeFlag(int bit) {
        this.bit = bit;
    }

    /** CTDB's bit for this flag. */
    public int bit() {
        return bit;
    }

    public boolean in(int bits) {
        return (bits & bit) != 0;
    }

    /** Whether a node with these flags takes no part in the cluster at all. */
    public static boolean inactive(int bits) {
        return (bits & INACTIVE) != 0;
    }

    /** The flags set in {@code bits}, in the order of this enum. */
    public static Set<NodeFlag> of(int bits) {
        EnumSet<NodeFlag> flags = EnumSet.noneOf(NodeFlag.class);
        for (NodeFlag flag : values()) {
            if (flag.in(bits)) {
                flags.add(flag);
            }
        }
        return flags;
    }
}
