package dev.baton.events.contract.lsm;

import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * All that a system can do: numbers from 0 to 511, also those without a name here.
 *
 * <p>On the wire two hexadecimal digits each, {@code 01} for what is there. Source: section 5.8.
 */
public record Capabilities(SortedSet<Integer> numbers) {

    /** Places there are. */
    static final int PLACES = 512;

    private static final byte SUPPORTED = 1;

    public Capabilities {
        numbers = Collections.unmodifiableSortedSet(new TreeSet<>(numbers));
        if (!numbers.isEmpty() && (numbers.first() < 0 || numbers.last() >= PLACES)) {
            throw new IllegalArgumentException(
                    "expected capabilities from 0 to 511, got " + numbers);
        }
    }

    /** These and no others. */
    public static Capabilities of(Collection<Capability> all) {
        return new Capabilities(
                all.stream()
                        .map(Capability::number)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Whether it can do that. */
    public boolean has(Capability capability) {
        return numbers.contains(capability.number());
    }

    /** For the wire: 1024 digits. */
    public String hex() {
        byte[] places = new byte[PLACES];
        numbers.forEach(each -> places[each] = SUPPORTED);
        return HexFormat.of().formatHex(places);
    }

    /** From the wire; empty unless it is 1024 hexadecimal digits. Only {@code 01} means yes. */
    public static Optional<Capabilities> ofHex(String text) {
        if (!text.matches("[0-9a-fA-F]{" + 2 * PLACES + "}")) {
            return Optional.empty();
        }
        byte[] places = HexFormat.of().parseHex(text);
        TreeSet<Integer> found = new TreeSet<>();
        for (int place = 0; place < PLACES; place++) {
            if (places[place] == SUPPORTED) {
                found.add(place);
            }
        }
        return Optional.of(new Capabilities(found));
    }
}
