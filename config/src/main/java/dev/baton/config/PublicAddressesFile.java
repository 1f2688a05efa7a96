package dev.baton.config;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The public addresses this node may carry. May differ from node to node; empty is a node that
 * carries none.
 *
 * <p>Source: CTDB events contract, section 15, "public_addresses".
 */
public record PublicAddressesFile(SortedMap<IpAddress, PublicAddress> addresses) {

    /** So many addresses a node may be configured for; what it says of them fits one message. */
    public static final int MOST = 10_000;

    /** A node that carries no public address. */
    public static final PublicAddressesFile NONE = new PublicAddressesFile(new TreeMap<>());

    public PublicAddressesFile {
        addresses = Collections.unmodifiableSortedMap(new TreeMap<>(addresses));
        addresses.forEach(
                (ip, address) -> {
                    if (!ip.equals(address.ip())) {
                        throw new IllegalArgumentException(ip + " does not name " + address);
                    }
                });
    }

    /** Of addresses that are distinct; a repeated one throws {@link IllegalArgumentException}. */
    public static PublicAddressesFile of(List<PublicAddress> list) {
        SortedMap<IpAddress, PublicAddress> byIp = new TreeMap<>();
        for (PublicAddress address : list) {
            if (byIp.put(address.ip(), address) != null) {
                throw new IllegalArgumentException(
                        "expected distinct addresses, got two of " + address.ip());
            }
        }
        return new PublicAddressesFile(byIp);
    }

    /**
     * Reads the lines of a {@code public_addresses} file.
     *
     * @param exists whether this host has an interface
     * @param ofNode whether an address is the private address of a node, which cannot be public too
     */
    public static Parsed<PublicAddressesFile> parse(
            String fileName,
            List<String> lines,
            Predicate<InterfaceName> exists,
            Predicate<IpAddress> ofNode) {
        return new PublicAddressesReader(fileName, exists, ofNode).read(lines);
    }

    /** In order of address. */
    public List<PublicAddress> list() {
        return List.copyOf(addresses.values());
    }

    /** The entry of one address. */
    public Optional<PublicAddress> find(IpAddress ip) {
        return Optional.ofNullable(addresses.get(ip));
    }

    /** Every interface a line names. */
    public SortedSet<InterfaceName> interfaces() {
        SortedSet<InterfaceName> names = new TreeSet<>();
        addresses.values().forEach(address -> names.addAll(address.interfaces()));
        return names;
    }
}
