package dev.baton.agent.kernel;

import java.util.HexFormat;

/**
 * A link-layer address of up to 32 bytes (MAX_ADDR_LEN, linux/netdevice.h); empty where a link has
 * none.
 */
public record MacAddress(String hex) implements Comparable<MacAddress> {

    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");
    private static final int ETHERNET_BYTES = 6;

    public MacAddress {
        if (COLONS.parseHex(hex).length > 32) {
            throw new IllegalArgumentException("expected up to 32 bytes of address, got " + hex);
        }
    }

    public static MacAddress of(byte[] bytes) {
        return new MacAddress(COLONS.formatHex(bytes));
    }

    public byte[] bytes() {
        return COLONS.parseHex(hex);
    }

    public boolean isEthernet() {
        return bytes().length == ETHERNET_BYTES;
    }

    @Override
    public int compareTo(MacAddress other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
