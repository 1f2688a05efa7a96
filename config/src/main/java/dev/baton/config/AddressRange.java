package dev.baton.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The addresses that begin with the same bits; one address when all bits count.
 *
 * @param bits how many bits count: 0 to 32, or to 128
 */
public record AddressRange(IpAddress first, int bits) {

    private static final Pattern TEXT = Pattern.compile("([^/]+)(?:/(\\d{1,3}))?");

    public AddressRange {
        if (bits < 0 || bits > first.bits()) {
            throw new IllegalArgumentException(
                    "expected 0 to " + first.bits() + " bits, got " + bits);
        }
        first = masked(first, bits);
    }

    /** {@code ADDRESS} or {@code ADDRESS/BITS}; bits behind the prefix do not matter. */
    public static Optional<AddressRange> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return IpAddress.parse(matcher.group(1))
                .flatMap(
                        ip -> {
                            int bits =
                                    matcher.group(2) == null
                                            ? ip.bits()
                                            : Integer.parseInt(matcher.group(2));
                            return bits > ip.bits()
                                    ? Optional.empty()
                                    : Optional.of(new AddressRange(ip, bits));
                        });
    }

    public boolean contains(IpAddress ip) {
        return ip.isIpv6() == first.isIpv6() && masked(ip, bits).equals(first);
    }

    private static IpAddress masked(IpAddress ip, int bits) {
        byte[] bytes = ip.bytes();
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.clamp(bits - 8 * i, 0, 8);
            bytes[i] = (byte) (bytes[i] & 0xff00 >> kept);
        }
        return IpAddress.of(bytes);
    }

    @Override
    public String toString() {
        return bits == first.bits() ? first.toString() : first + "/" + bits;
    }
}
