package dev.baton.config;

import java.util.regex.Pattern;

/**
 * The name of a network interface.
 *
 * <p>Bounds: 1 to 15 characters, the kernel's IFNAMSIZ less its closing NUL; no blank, '/', ':' or control
 * character.
 */
public record InterfaceName(String value) implements Comparable<InterfaceName> {

    private static final Pattern FORM = Pattern.compile("[!-.0-9;-~]{1,15}");

    public InterfaceName {
        if (!FORM.matcher(value).matches() || value.equals(".") || value.equals("..")) {
            throw new IllegalArgumentException(
                    "expected an interface name of 1 to 15 characters, got \"" + value + "\"");
        }
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
