package dev.baton.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One IPv4 or IPv6 address as a value: two unsigned 64-bit halves, big-endian; an IPv4 address is
 * the low 32 bits.
 *
 * <p>Text that is an IPv4-mapped IPv6 address is read as IPv4. Order: by value as an unsigned
 * number, IPv4 before IPv6 on a tie. Source: CTDB ipalloc contract, section 2.
 */
public record IpAddress(boolean isIpv6, long high, long low) implements Comparable<IpAddress> {

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    public IpAddress {
        if (!isIpv6 && (high != 0 || low >>> 32 != 0)) {
            throw new IllegalArgumentException("an IPv4 address has 32 bits");
        }
    }

    /**
     * Reads an address literal; never asks a name service. Empty when the text is not an address.
     */
    public static Optional<IpAddress> parse(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(InetAddress.getByName(text).getAddress()));
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }

    /**
     * Reads an address literal that is known to be one; throws {@link IllegalArgumentException}
     * otherwise.
     */
    public static IpAddress of(String text) {
        return parse(text)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "expected an address, got \"" + text + "\""));
    }

    /**
     * From 4 or 16 bytes in network order; 16 bytes of an IPv4-mapped address are that IPv4
     * address.
     */
    public static IpAddress of(byte[] bytes) {
        return switch (bytes.length) {
            case 4 -> new IpAddress(false, 0, word(bytes, 0, 4));
            case 16 -> ofHalves(word(bytes, 0, 8), word(bytes, 8, 8));
            default ->
                    throw new IllegalArgumentException(
                            "expected 4 or 16 bytes of address, got " + bytes.length);
        };
    }

    private static IpAddress ofHalves(long high, long low) {
        boolean isMapped = high == 0 && low >>> 32 == 0xffff;
        return new IpAddress(!isMapped, high, isMapped ? low & 0xffff_ffffL : low);
    }

    /** The address as 4 or 16 bytes in network order. */
    public byte[] bytes() {
        byte[] bytes = new byte[isIpv6 ? 16 : 4];
        for (int i = 0; i < bytes.length; i++) {
            int shift = 8 * (bytes.length - 1 - i);
            bytes[i] = (byte) (shift >= 64 ? high >>> (shift - 64) : low >>> shift);
        }
        return bytes;
    }

    /** 32 or 128. */
    public int bits() {
        return isIpv6 ? 128 : 32;
    }

    /** The JDK's form of this address. */
    public InetAddress inet() {
        try {
            return isIpv6
                    ? Inet6Address.getByAddress(null, bytes(), -1)
                    : InetAddress.getByAddress(bytes());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("4 and 16 bytes are always an address", impossible);
        }
    }

    @Override
    public int compareTo(IpAddress other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        int byLow = byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
        return byLow != 0 ? byLow : Boolean.compare(isIpv6, other.isIpv6);
    }

    /** The canonical text without brackets; IPv6 compressed as in RFC 5952. */
    @Override
    public String toString() {
        return isIpv6 ? compressed() : dotted();
    }

    private String dotted() {
        return (low >>> 24)
                + "."
                + (low >>> 16 & 255)
                + "."
                + (low >>> 8 & 255)
                + "."
                + (low & 255);
    }

    private String compressed() {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (int) ((i < 4 ? high : low) >>> (48 - 16 * (i % 4)) & 0xffff);
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int run = zeroRun(groups, i);
            if (run > length) {
                start = i;
                length = run;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(!text.isEmpty() && text.charAt(text.length() - 1) != ':' ? ":" : "")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString().toLowerCase(Locale.ROOT);
    }

    private static int zeroRun(int[] groups, int from) {
        int end = from;
        while (end < 8 && groups[end] == 0) {
            end++;
        }
        return end - from;
    }

    private static long word(byte[] bytes, int from, int count) {
        long value = 0;
        for (int i = from; i < from + count; i++) {
            value = value << 8 | (bytes[i] & 255);
        }
        return value;
    }
}
