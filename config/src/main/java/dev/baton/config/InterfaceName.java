package dev.baton.config;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a network interface.
 *
 * <p>Bounds: 1 to 15 characters, the kernel's IFNAMSIZ less its closing NUL; no blank, '/', ':' or
 * control character.
 */
public record InterfaceName(String value) implements Comparable<InterfaceName> {

    private static final Pattern FORM = Pattern.compile("[!-.0-9;-~]{1,15}");

    public InterfaceName {
        if (!isName(value)) {
            throw new IllegalArgumentException(
                    "expected an interface name of 1 to 15 characters, got \"" + value + "\"");
        }
    }

    /** Reads a name; empty when the kernel could not have an interface of that name. */
    public static Optional<InterfaceName> parse(String text) {
        return isName(text) ? Optional.of(new InterfaceName(text)) : Optional.empty();
    }

    private static boolean isName(String text) {
        return FORM.matcher(text).matches() && !text.equals(".") && !text.equals("..");
    }

    @Override
    public int compareTo(InterfaceName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
